import { createHash } from 'node:crypto';
import { z } from 'zod';

/** A file in a bucket or a container. */
export const storedFileSchema = z.strictObject({
  bucket: z.string(),
  key: z.string(),
  body: z.string(),
  encoding: z.enum(['utf8', 'base64']).default('utf8'),
  /** A canary, which an audit must never fetch, or a file of an export. */
  purpose: z.enum(['canary', 'export']).default('canary'),
  /** ARN of the customer's own key that it lies encrypted under: opened only by whoever may `kms:Decrypt` with it too. */
  kmsKey: z.string().exactOptional(),
  modified: z.iso.datetime().default('2026-01-01T00:00:00.000Z'),
});
export type StoredFile = z.output<typeof storedFileSchema>;

export const bytesOf = ({ body, encoding }: StoredFile): Buffer => Buffer.from(body, encoding);

/** Of the content, as S3 makes it for small files; Azure's only looks different. */
export const etagOf = (file: StoredFile): string => createHash('md5').update(bytesOf(file)).digest('hex');

/** The bytes that a Range header asks for; null where there is none, `unsatisfiable` where it lies behind the end. */
export function rangeOf(header: string | undefined, size: number): { readonly first: number; readonly last: number } | null | 'unsatisfiable' {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined) return null;
  const first = Number(from);
  return first >= size ? 'unsatisfiable' : { first, last: Math.min(size - 1, to === '' || to === undefined ? size - 1 : Number(to)) };
}

/** Whether a file is still the version that If-Match names. */
export const isVersion = (header: string | undefined, etag: string): boolean => header === undefined || header.replaceAll('"', '') === etag;
