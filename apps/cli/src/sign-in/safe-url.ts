import { safeUrl } from '@vitrine/api-client';
import { UsageError } from '../exit-codes.js';

/** @throws UsageError that names where the address came from, and not the address */
export function expectSafeUrl(text: string, from: string): URL {
  const url = safeUrl(text);
  if (url === 'unsafe') throw new UsageError(`${from} must be https (http on loopback only)`);
  return url;
}
