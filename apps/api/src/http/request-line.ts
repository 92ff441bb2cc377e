import type { IncomingMessage } from 'node:http';
import { refusal } from './problem.js';

/** What a caller might call a token that it puts where it does not belong. */
const TOKEN_PARAMETERS = new Set(['access_token', 'token', 'id_token', 'api_key', 'apikey', 'authorization', 'bearer', 'jwt']);
const LOOKS_LIKE_TOKEN = /^(Bearer\s+)?(vtr_[a-z]+_\S+|eyJ[\w-]+\.[\w-]+\.[\w-]*)$/;

/**
 * Headers that must come once. Attack: a proxy reads the first of two, we read the last.
 * @throws VitrineError 400 `malformed-request`
 */
export function checkSingleHeaders(raw: IncomingMessage): void {
  const seen = new Set<string>();
  for (let at = 0; at < raw.rawHeaders.length; at += 2) {
    const name = (raw.rawHeaders[at] ?? '').toLowerCase();
    if (!['authorization', 'host', 'content-type', 'content-length', 'content-encoding', 'idempotency-key', 'if-match'].includes(name)) continue;
    if (seen.has(name)) throw refusal(400, 'malformed-request', `The header ${name} was sent more than once.`, { headers: { connection: 'close' } });
    seen.add(name);
  }
}

/**
 * Attack: a Host of the attacker's ends up in a Location header or a cache key.
 * @param allowed exact values; empty allows every well-formed one
 * @throws VitrineError 400 `malformed-request`
 */
export function checkHost(host: string | undefined, allowed: readonly string[]): void {
  const wellFormed = host !== undefined && /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]{1,253})(:\d{1,5})?$/.test(host);
  if (wellFormed && (allowed.length === 0 || allowed.includes(host.toLowerCase()))) return;
  throw refusal(400, 'malformed-request', 'The Host header is missing or not ours.', { headers: { connection: 'close' } });
}

/**
 * Attack: the absolute form names a host of its own, and a proxy may route by one of the two and check the other. Only proxies need it.
 * @throws VitrineError 400 `malformed-request`
 */
export function checkTarget(url: string): void {
  if (!url.startsWith('/')) throw refusal(400, 'malformed-request', 'The request target is not a path.', { headers: { connection: 'close' } });
}

/** The values in a query string that are tokens: URLs are kept by proxies, histories and logs, so each is lost from then on. */
export function tokensInUrl(url: string): string[] {
  const question = url.indexOf('?');
  if (question < 0) return [];
  return [...new URLSearchParams(url.slice(question + 1))]
    .filter(([name, value]) => TOKEN_PARAMETERS.has(name.toLowerCase()) || LOOKS_LIKE_TOKEN.test(value))
    .map(([, value]) => value);
}
