import type { JsonObject } from '../http/json-answer.js';

type Row = JsonObject;
type Predicate = (row: Row) => boolean;

/** `name eq 'text'`, `name ne 'text'`, `contains(name, 'text')`, `startswith(…)`, `endswith(…)`; matches to the letter, as the price API does. */
const COMPARISON = /^(\w+)\s+(eq|ne)\s+'([^']*)'$/;
const CALL = /^(contains|startswith|endswith)\(\s*(\w+)\s*,\s*'([^']*)'\s*\)$/i;

/** Reads a flat `$filter` of `and` over `or`. Null for what it cannot read; an empty filter matches every row. */
export function readODataFilter(filter: string): Predicate | null {
  if (filter.trim() === '') return () => true;
  const groups = splitOutside(filter, 'or').map((group) => splitOutside(group, 'and').map((term) => readTerm(term.trim())));
  if (groups.some((terms) => terms.includes(null))) return null;
  return (row) => groups.some((terms) => terms.every((term) => term?.(row) === true));
}

function readTerm(term: string): Predicate | null {
  const bare = /^\((.*)\)$/.exec(term)?.[1];
  if (bare !== undefined) return readODataFilter(bare);
  const [, column, operator, wanted] = COMPARISON.exec(term) ?? [];
  if (column !== undefined && wanted !== undefined) return (row) => (row[column] === wanted) === (operator === 'eq');
  const [, name, called, text] = CALL.exec(term) ?? [];
  if (name === undefined || called === undefined || text === undefined) return null;
  return (row) => {
    const value = row[called];
    if (typeof value !== 'string') return false;
    switch (name.toLowerCase()) {
      case 'contains':
        return value.includes(text);
      case 'startswith':
        return value.startsWith(text);
      default:
        return value.endsWith(text);
    }
  };
}

/** Splits at a connective that stands outside quotes and parentheses. */
function splitOutside(filter: string, connective: 'and' | 'or'): string[] {
  const parts: string[] = [''];
  let depth = 0;
  let quoted = false;
  for (const piece of filter.split(/('|\(|\)|\s+)/)) {
    if (piece === "'") quoted = !quoted;
    else if (!quoted && piece === '(') depth++;
    else if (!quoted && piece === ')') depth--;
    if (!quoted && depth === 0 && piece.toLowerCase() === connective) parts.push('');
    else parts[parts.length - 1] = (parts.at(-1) ?? '') + piece;
  }
  return parts;
}
