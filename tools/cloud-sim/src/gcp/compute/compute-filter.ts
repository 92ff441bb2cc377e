import { isJsonObject, type JsonObject, type JsonValue } from '../../http/json-answer.js';

const TERM = /^\(?\s*([\w.-]+)\s*(!=|=|eq|ne)\s*("[^"]*"|[^\s()]+)\s*\)?$/;

/** Reads Compute's `filter`: equalities on members, joined by AND or by standing in parentheses. Null for another form. */
export function computeFilter(filter: string): ((body: JsonObject) => boolean) | null {
  const terms = filter
    .split(/\s+AND\s+|\)\s*(?=\()/)
    .map((term) => term.trim())
    .filter((term) => term !== '');
  const predicates: ((body: JsonObject) => boolean)[] = [];
  for (const term of terms) {
    const [, field, operator, raw] = TERM.exec(term) ?? [];
    if (field === undefined || raw === undefined) return null;
    const wanted = raw.replace(/^"|"$/g, '');
    const equal = operator === '=' || operator === 'eq';
    predicates.push((body) => {
      const value = field.split('.').reduce<JsonValue>((inner, step) => (isJsonObject(inner) ? (inner[step] ?? null) : null), body);
      return (value !== null && typeof value !== 'object' && String(value) === wanted) === equal;
    });
  }
  return (body) => predicates.every((predicate) => predicate(body));
}
