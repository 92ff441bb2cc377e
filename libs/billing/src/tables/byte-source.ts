import type { AsyncBuffer } from 'hyparquet';

/** A file that can be read at any place: Parquet keeps its index at the end. */
export interface ByteSource {
  readonly size: number;
  /** Bytes from `start` up to `end`, exclusive. */
  read(start: number, end: number): Promise<Uint8Array>;
}

export function asyncBufferFromBytes(source: ByteSource): AsyncBuffer {
  return {
    byteLength: source.size,
    async slice(start, end) {
      const from = start < 0 ? Math.max(0, source.size + start) : start;
      const bytes = await source.read(from, Math.min(end ?? source.size, source.size));
      // A copy of its own, since the reader keeps views and a buffer of a pool is written again.
      return Uint8Array.from(bytes).buffer;
    },
  };
}
