import { VitrineError } from '@vitrine/contracts';
import type { ByteRange, CallResult, FilePiece } from '../engine/cloud-request.js';
import { requestMalformed } from './call-failure.js';
import type { WireResponse } from './http-sender.js';

/** Headers of a call for a range of a file. @throws VitrineError `request-malformed` where the call names none */
export function rangeHeaders(operation: string, range: ByteRange | undefined): Record<string, string> {
  if (range === undefined) throw requestMalformed(operation, 'a file is read by ranges');
  const of = `bytes=${String(range.first)}-${String(range.last)}`;
  return range.etag === null ? { range: of } : { range: of, 'if-match': range.etag };
}

/** The piece that came, with what the answer says of the whole. @throws VitrineError `response-unreadable` where the answer is not the range that was asked */
export function pieceOf(response: WireResponse, range: ByteRange | undefined): FilePiece {
  const [, first, last, total] = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(response.headers['content-range'] ?? '') ?? [];
  const length = Number(last) - Number(first) + 1;
  if (range === undefined || Number(first) !== range.first || response.body.length !== length || Number(total) <= Number(last))
    throw new VitrineError({
      code: 'response-unreadable',
      status: 502,
      publicMessage: 'A cloud provider could not be read.',
      internal: 'not the range that was asked for',
      retryable: true,
    });
  return { bytes: response.body, total: Number(total), etag: response.headers['etag'] ?? null };
}

/** The file was written again while it was read: what was read so far is of no use, and the next try begins anew. */
export const fileChanged = (operation: string): CallResult => ({ outcome: 'unavailable', operation, reason: 'file-changed', retryable: true });
