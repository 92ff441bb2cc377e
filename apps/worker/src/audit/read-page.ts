import { readPages, type AnyReader, type CloudSession, type ReadPage, type Scope } from '@vitrine/cloud-readers';

export type PageReading = ReadPage<unknown>;

/** One page of the walk: one call. The walk itself is the job's, since every page is committed before the next is asked for. */
export async function readPage(
  reader: AnyReader,
  session: CloudSession,
  where: { readonly scope: Scope; readonly pageToken: string | null; readonly pageNo: number; readonly partition?: string },
  signal: AbortSignal,
): Promise<PageReading> {
  const walk = readPages(reader, where.scope, session, { ...where, signal, pagesBefore: where.pageNo });
  const { value } = await walk.next();
  await walk.return();
  // A walk yields at least one page, or throws.
  return value ?? { outcome: 'unavailable', operation: reader.operations[0], reason: 'no-page', retryable: false };
}
