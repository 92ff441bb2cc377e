import type { VitrineError } from '@vitrine/contracts';
import { refusal } from './problem.js';

/**
 * Checks that a body is what the route takes, in UTF-8 and unpacked.
 * Attack: a 10 kB gzip body that unpacks to 10 GB; a charset that hides keys from one of two readers.
 * @throws VitrineError 415 `unsupported-encoding` | `unsupported-media-type`
 */
export function checkMediaType(headers: { readonly contentType: string | undefined; readonly contentEncoding: string | undefined }, accepted: string): void {
  if (headers.contentEncoding !== undefined && headers.contentEncoding.toLowerCase() !== 'identity') {
    throw refusal(415, 'unsupported-encoding', 'A compressed body is not accepted; send it as it is.', { headers: { 'accept-encoding': 'identity' } });
  }
  const [type = '', ...parameters] = (headers.contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  const charsets = parameters.map((parameter) => /^charset="?utf-?8"?$/.test(parameter));
  if (type !== accepted || parameters.length > 1 || charsets.includes(false)) throw unsupported(accepted);
}

function unsupported(accepted: string): VitrineError {
  return refusal(415, 'unsupported-media-type', `This route takes ${accepted} in UTF-8.`, { headers: { accept: accepted } });
}

/**
 * Whether the client takes one of the types that the route gives (RFC 9110 §12.5.1; quality 0 refuses).
 * Problems are JSON whatever was asked for.
 * @throws VitrineError 406 `not-acceptable`
 */
export function checkAccept(accept: string | undefined, produced: readonly string[]): void {
  if (accept === undefined || accept.trim() === '') return;
  const ranges = accept.split(',').map((part) => {
    const [range = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
    return { range, refused: Number(quality) === 0 };
  });
  const accepts = produced.some((type) => {
    const [major = ''] = type.split('/');
    // The most specific range decides.
    const decisive = [type, `${major}/*`, '*/*'].map((wanted) => ranges.find(({ range }) => range === wanted)).find((found) => found !== undefined);
    return decisive !== undefined && !decisive.refused;
  });
  if (!accepts) throw refusal(406, 'not-acceptable', `This route answers ${produced.join(' or ')}.`);
}
