import { AwsError } from './wire/aws-error.js';

/** One page of a sequence, and where the next begins. */
export interface AwsPage<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | null;
}

/** An opaque token that says where to go on; it is bound to its operation, as the provider's are. */
export function tokenFor(operation: string, offset: number): string {
  return Buffer.from(JSON.stringify([operation, offset])).toString('base64url');
}

/** The offset in a token; 0 without one. Throws `code` for a token that this operation did not make. */
export function offsetOf(operation: string, token: string | undefined, code = 'InvalidNextToken'): number {
  if (token === undefined || token === '') return 0;
  const refused = new AwsError(code, 'The specified token for the next set of results is not valid.');
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    throw refused;
  }
  if (!Array.isArray(value) || value[0] !== operation || !Number.isInteger(value[1]) || Number(value[1]) < 0) throw refused;
  return Number(value[1]);
}

/** The page of `size` that begins at the token. */
export function pageOf<Item>(operation: string, all: readonly Item[], token: string | undefined, size: number, code?: string): AwsPage<Item> {
  const offset = offsetOf(operation, token, code);
  const end = offset + size;
  return { items: all.slice(offset, end), nextToken: end < all.length ? tokenFor(operation, end) : null };
}
