import { randomBytes, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** For secret scanners: `vtr_<env>_<10-char id>_<43-char base64url secret>_<6-char CRC>`. */
export const API_TOKEN_PATTERN = /^vtr_([a-z]{2,8})_([0-9a-z]{10})_([A-Za-z0-9_-]{43})_([0-9A-Za-z]{6})$/;

const ID_LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export interface ApiTokenText {
  readonly environment: string;
  /** Public; the index key. */
  readonly tokenKey: string;
  /** 256 random bits. */
  readonly secret: string;
}

/** A new token's text; the only moment at which it exists in one piece. */
export function makeApiToken(environment: string): ApiTokenText & { readonly text: string } {
  const tokenKey = Array.from({ length: 10 }, () => ID_LETTERS[randomInt(ID_LETTERS.length)] ?? '0').join('');
  const secret = randomBytes(32).toString('base64url');
  const head = `vtr_${environment}_${tokenKey}_${secret}`;
  return { environment, tokenKey, secret, text: `${head}_${checksum(head)}` };
}

/** The checksum drops typos and made-up tokens before anything is asked of the database. */
export function parseApiToken(text: string): ApiTokenText | 'malformed' {
  const [, environment = '', tokenKey = '', secret = '', crc = ''] = API_TOKEN_PATTERN.exec(text) ?? [];
  if (crc === '' || checksum(text.slice(0, -7)) !== crc) return 'malformed';
  return { environment, tokenKey, secret };
}

function checksum(text: string): string {
  let rest = crc32(text);
  let letters = '';
  for (let place = 0; place < 6; place += 1) {
    letters = (BASE62[rest % 62] ?? '0') + letters;
    rest = Math.floor(rest / 62);
  }
  return letters;
}
