import type { Cloud } from '@vitrine/contracts';
import { z, ZodError } from 'zod';
import type { ByteRange, CallResult, CloudRequest, CloudSession, FilePiece } from '../engine/cloud-request.js';
import { mostPages } from '../engine/read-pages.js';
import type { BillingPins } from '../gate/billing-pins.js';
import { largestRange } from '../gate/export-pin.js';

/** A file as a list of a bucket or container names it. */
export interface StoredFile {
  readonly key: string;
  readonly etag: string;
  /** Bytes. */
  readonly size: number;
  /** ISO instant of its last writing. */
  readonly modified: string;
}

/** What one manifest says of one billing month. */
export interface ExportDelivery {
  /** First day of the billing month, `2026-10-01`. */
  readonly period: string;
  readonly manifest: StoredFile;
  /** The same as long as nothing was delivered anew. */
  readonly id: string;
}

export interface ExportedFile {
  readonly key: string;
  /** What the same file of the next delivery is called too. */
  readonly name: string;
}

/** Knows where a provider puts its cost exports and how a manifest names their files; what it asks for stays below the pinned folder. */
export interface ExportReader {
  readonly id: string;
  readonly cloud: Cloud;
  readonly operations: readonly [string, ...string[]];
  list(pins: BillingPins, pageToken: string | null): CloudRequest;
  /** Throws a zod error on a shape it does not know. */
  listed(body: unknown): { readonly files: readonly StoredFile[]; readonly next: string | null };
  /** The billing month whose manifest this is, or null for any other file. */
  periodOf(key: string, pins: BillingPins): string | null;
  /** Files of a delivery. Throws a zod error on a manifest it does not know. */
  filesOf(manifest: unknown, pins: BillingPins): readonly ExportedFile[];
  read(key: string, range: ByteRange, pins: BillingPins): CloudRequest;
}

type Refusal = Exclude<CallResult, { outcome: 'read' }>;
export type Listed = { readonly outcome: 'read'; readonly deliveries: readonly ExportDelivery[] } | Refusal;
export type DeliveredFiles = { readonly outcome: 'read'; readonly files: readonly ExportedFile[] } | Refusal;

/** The newest delivery of each billing month, newest month first. An export that was never delivered is an empty list, a refused one is not. */
export async function readDeliveries(reader: ExportReader, pins: BillingPins, session: CloudSession, signal: AbortSignal): Promise<Listed> {
  const newest = new Map<string, ExportDelivery>();
  let pageToken: string | null = null;
  for (let pageNo = 0; ; pageNo += 1) {
    signal.throwIfAborted();
    const request = reader.list(pins, pageToken);
    if (pageNo >= mostPages) return unexpected(request, 'too-many-pages');
    const result: CallResult = await session.call(request, signal);
    if (result.outcome !== 'read') return result;
    const page = parsed(() => reader.listed(result.body));
    if (page === null) return unexpected(request);
    for (const manifest of page.files) {
      const period = reader.periodOf(manifest.key, pins);
      const known = period === null ? undefined : newest.get(period);
      if (period !== null && (known === undefined || isNewer(manifest, known.manifest)))
        newest.set(period, { period, manifest, id: `${manifest.key}#${manifest.etag}` });
    }
    if (page.next === null) return { outcome: 'read', deliveries: [...newest.values()].sort((a, b) => (a.period < b.period ? 1 : -1)) };
    if (page.next === pageToken) return unexpected(request, 'page-token-repeats');
    pageToken = page.next;
  }
}

/** Deliveries that are kept side by side are told apart by when they were written, and by name where that is the same. */
const isNewer = (one: StoredFile, other: StoredFile): boolean => one.modified > other.modified || (one.modified === other.modified && one.key > other.key);

/** Reads a manifest, while it is still the one that was listed. */
export async function readManifest(
  reader: ExportReader,
  { manifest }: ExportDelivery,
  pins: BillingPins,
  session: CloudSession,
  signal: AbortSignal,
): Promise<DeliveredFiles> {
  const request = reader.read(manifest.key, { first: 0, last: largestRange - 1, etag: manifest.etag }, pins);
  const result = await session.call(request, signal);
  if (result.outcome !== 'read') return result;
  const piece = pieceSchema.parse(result.body);
  if (piece.total > piece.bytes.length) return unexpected(request, 'manifest-too-large');
  const files = parsed(() => filesSchema.parse(reader.filesOf(JSON.parse(piece.bytes.toString('utf8')), pins)));
  return files === null ? unexpected(request, 'manifest-unexpected') : { outcome: 'read', files };
}

/** More files than one month of a large company has; each stays open until its month is whole. */
const mostFiles = 500;

/**
 * A delivery replaces its whole month. Attack: a manifest without files would erase the month and call that a sync; one that names two files alike
 * would have the second replace the first.
 */
const filesSchema = z
  .array(z.object({ key: z.string(), name: z.string().min(1) }))
  .min(1)
  .max(mostFiles)
  .refine((files) => new Set(files.map(({ name }) => name)).size === files.length, 'a name twice');

// What our own transport made, not what came over the wire.
const pieceSchema = z.custom<FilePiece>((value) => typeof value === 'object' && value !== null && 'bytes' in value);

export type FileBytes = { readonly outcome: 'read'; readonly bytes: Buffer } | Refusal;

/**
 * A file's bytes in order, one call a piece. All pieces are of one version of the file: a file that is written again meanwhile ends as
 * `unavailable` (`file-changed`).
 * @param mostBytes a file that says of itself that it is larger ends as `unavailable` (`file-too-large`), before more of it is read
 */
export async function* readFile(
  reader: ExportReader,
  key: string,
  pins: BillingPins,
  session: CloudSession,
  { signal, mostBytes, pieceBytes = largestRange }: { readonly signal: AbortSignal; readonly mostBytes: number; readonly pieceBytes?: number },
): AsyncGenerator<FileBytes, void, undefined> {
  let etag: string | null = null;
  for (let first = 0, total = 1; first < total;) {
    signal.throwIfAborted();
    const request = reader.read(key, { first, last: first + pieceBytes - 1, etag }, pins);
    const result: CallResult = await session.call(request, signal);
    if (result.outcome !== 'read') {
      yield result;
      return;
    }
    const piece = pieceSchema.parse(result.body);
    if (piece.total > mostBytes) {
      yield unexpected(request, 'file-too-large');
      return;
    }
    ({ total, etag } = piece);
    first += piece.bytes.length;
    yield { outcome: 'read', bytes: piece.bytes };
  }
}

function parsed<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof ZodError || error instanceof SyntaxError) return null;
    throw error;
  }
}

const unexpected = ({ operation }: CloudRequest, reason = 'answer-unexpected'): Refusal => ({ outcome: 'unavailable', operation, reason, retryable: false });
