import { SqlError } from './sql-error.js';

/** The terms of a WHERE clause that are joined by AND; BETWEEN keeps its own AND. Throws SqlError for an OR, which the simulator cannot judge. */
export function whereTerms(plain: string): string[] {
  const where = /\bwhere\b(.*?)(?:\bgroup by\b|\border by\b|\blimit\b|$)/i.exec(plain)?.[1] ?? '';
  const terms: string[] = [''];
  let depth = 0;
  let between = false;
  for (const piece of where.split(/('[^']*'|"[^"]*"|[()]|\band\b|\bor\b|\bbetween\b)/i)) {
    const word = piece.toLowerCase();
    if (piece === '(') depth++;
    if (piece === ')') depth--;
    if (word === 'or') throw new SqlError('The simulator judges no OR.');
    if (word === 'between') between = true;
    if (word === 'and' && depth === 0 && !between) terms.push('');
    else terms[terms.length - 1] = (terms.at(-1) ?? '') + piece;
    if (word === 'and') between = false;
  }
  return terms.map((term) => term.trim()).filter((term) => term !== '');
}
