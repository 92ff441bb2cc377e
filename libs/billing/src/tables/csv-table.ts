import type { Readable } from 'node:stream';
import { VitrineError } from '@vitrine/contracts';
import { billInvalid, type BillTable, type TableRecord } from './bill-table.js';
import { CsvError, CsvScanner } from './csv-scanner.js';

/**
 * Reads CSV from a stream of bytes in UTF-8, with or without a byte order mark; memory is one chunk of the stream and one record.
 * @throws VitrineError `focus-invalid` if it is empty or no CSV
 */
export async function csvTable(stream: Readable): Promise<BillTable> {
  const scanner = new CsvScanner();
  const pieces = pieceReader(stream, scanner);
  let header: TableRecord | undefined;
  let begun: Iterator<TableRecord> | undefined;
  while (header === undefined) {
    begun = await pieces.next();
    if (begun === undefined) throw billInvalid('The file is empty.');
    header = guarded(() => begun?.next().value ?? undefined);
  }
  const first = begun;
  return {
    columns: header.cells,
    async *records(wanted) {
      // Generators make a record when it is asked for, so what follows the header is already scanned with this choice.
      scanner.wanted = wanted;
      for (let piece = first; piece !== undefined; piece = await pieces.next()) {
        const records = guarded(() => [...iterable(piece)]);
        if (records.length > 0) yield records;
      }
    },
  };
}

const iterable = (iterator: Iterator<TableRecord> | undefined): Iterable<TableRecord> => ({
  [Symbol.iterator]: () => iterator ?? [][Symbol.iterator](),
});

/**
 * Bytes that become text at once. A string of more than 128 KiB is kept where only a full collection finds it again, and every cell that was cut
 * from it holds it whole: with large pieces a bill's text lies in memory long after its rows are stored.
 */
const PIECE = 64 * 1024;

interface PieceReader {
  /** The records of the next piece of the stream, or undefined after the last. */
  next(): Promise<Iterator<TableRecord> | undefined>;
}

function pieceReader(stream: Readable, scanner: CsvScanner): PieceReader {
  const chunks: AsyncIterator<Buffer | string> = stream[Symbol.asyncIterator]();
  const decoder = new TextDecoder('utf-8');
  let ended = false;
  let waiting: Buffer = Buffer.alloc(0);
  return {
    async next() {
      if (ended) return undefined;
      if (waiting.length === 0) {
        const chunk = await chunks.next().catch((error: unknown) => {
          throw streamFault(error);
        });
        ended = chunk.done === true;
        if (chunk.done !== true) waiting = typeof chunk.value === 'string' ? Buffer.from(chunk.value) : chunk.value;
      }
      const piece = waiting.subarray(0, PIECE);
      waiting = waiting.subarray(PIECE);
      // TextDecoder drops the byte order mark.
      return scanner.feed(ended ? decoder.decode() : decoder.decode(piece, { stream: true }), ended);
    },
  };
}

/** What broke the stream is named by its code alone; its message may hold a path or a record, so it goes nowhere. */
function streamFault(error: unknown): VitrineError {
  if (error instanceof VitrineError) return error;
  return billInvalid('The file could not be read.', error instanceof Error && 'code' in error ? String(error.code) : 'stream');
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof CsvError) throw billInvalid('The file is not well-formed CSV.', error.message);
    throw error;
  }
}
