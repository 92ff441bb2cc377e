import { isUtf8 } from 'node:buffer';
import { jsonMalformed } from './call-failure.js';

/**
 * Parses a JSON answer. NUL escapes become U+FFFD: Postgres text cannot hold NUL, and one hostile tag must not cost a page.
 * @throws VitrineError `json-malformed`
 */
export function parseJsonBody(body: Buffer): unknown {
  if (!isUtf8(body)) throw jsonMalformed();
  const text = body.toString('utf8');
  try {
    return JSON.parse(text.includes('\\u0000') ? text.replaceAll(/(?<!\\)((?:\\\\)*)\\u0000/g, '$1\\ufffd') : text);
  } catch {
    throw jsonMalformed();
  }
}
