import { UsageError } from '../exit-codes.js';

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/;

/**
 * Attack: a token or a code that is sent in clear to whoever is between; on loopback there is nobody.
 * @throws UsageError that names where the address came from, and not the address
 */
export function expectSafeUrl(text: string, from: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const safe = url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname)));
  if (!safe) throw new UsageError(`${from} must be https (http on loopback only)`);
  return url;
}
