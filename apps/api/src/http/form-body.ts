import { refusal } from './problem.js';

export const FORM = 'application/x-www-form-urlencoded';
const MAX_PARAMETERS = 32;

/**
 * A form as RFC 6749 sends it: every parameter once.
 * Attack: a parameter given twice, of which two readers see one each.
 * @throws VitrineError 400 `malformed-request`
 */
export function parseForm(bytes: Buffer): Readonly<Record<string, string>> {
  const given = [...new URLSearchParams(bytes.toString('utf8'))];
  const names = new Set(given.map(([name]) => name));
  if (given.length > MAX_PARAMETERS || names.size !== given.length || names.has('__proto__'))
    throw refusal(400, 'malformed-request', 'The form is not well-formed: each parameter once, and few of them.');
  return Object.fromEntries(given);
}
