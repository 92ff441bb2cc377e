/** What a statement is to the log: a single SELECT reads, everything else may write. */
export type StatementKind = 'select' | 'other';

/** The statement without comments and trailing semicolon; text in quotes stays as it is. */
export function plainStatement(sql: string): string {
  return sql
    .replace(/('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`)|--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\//g, (_, quoted: string | undefined) => quoted ?? ' ')
    .replace(/\s+/g, ' ')
    .replace(/;\s*$/, '')
    .trim();
}

/** A second statement behind a semicolon makes a script, and a script can write. */
export function statementKind(plain: string): StatementKind {
  const unquoted = plain.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`/g, '_');
  return /^(select|with)\b/i.test(unquoted) && !unquoted.includes(';') ? 'select' : 'other';
}

/** `project.dataset.table` of the FROM clause, with or without backticks; null where there is none. */
export function sourceTable(plain: string, defaultProject: string): string | null {
  const named = /\bfrom\s+`([^`]+)`/i.exec(plain)?.[1] ?? /\bfrom\s+([\w-]+(?:\.[\w-]+){1,2})/i.exec(plain)?.[1];
  if (named === undefined) return null;
  return named.split('.').length === 2 ? `${defaultProject}.${named}` : named.replace(':', '.');
}

/** The expressions between the outermost SELECT and FROM, cut at commas outside parentheses. */
export function selectList(plain: string): string[] {
  const body = plain.replace(/^select\s+/i, '');
  const items: string[] = [''];
  let depth = 0;
  for (const piece of body.split(/([(),]|\bfrom\b)/i)) {
    if (piece === '(') depth++;
    if (piece === ')') depth--;
    if (depth === 0 && piece.toLowerCase() === 'from') break;
    if (depth === 0 && piece === ',') items.push('');
    else items[items.length - 1] = (items.at(-1) ?? '') + piece;
  }
  return items.map((item) => item.trim());
}
