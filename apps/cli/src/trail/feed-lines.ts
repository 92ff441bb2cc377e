import { isUtf8 } from 'node:buffer';
import type { ExportVerifier } from '@vitrine/trail';

/** Longest line that is read: an entry with the largest payload and room. Without it, one line of a gigabyte would be held whole. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

/** Hands every line to the verifier, and stops where the verdict is certain. Keeps one chunk and one begun line. */
export async function feedLines(chunks: AsyncIterable<Buffer>, verifier: ExportVerifier): Promise<void> {
  let [begun, length]: [Buffer[], number] = [[], 0];
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      const rest = chunk.subarray(from, end);
      give(verifier, begun.length === 0 ? rest : Buffer.concat([...begun, rest]));
      [begun, length, from] = [[], 0, end + 1];
    }
    if (from < chunk.length) {
      begun.push(chunk.subarray(from));
      length += chunk.length - from;
    }
    if (length > MAX_LINE_BYTES) verifier.refuse(`the line is longer than ${String(MAX_LINE_BYTES)} bytes`);
    if (verifier.decided) return;
  }
  if (length > 0) give(verifier, Buffer.concat(begun));
}

function give(verifier: ExportVerifier, line: Buffer): void {
  // Bytes that are no UTF-8 would be read as U+FFFD, so two files would have one verdict.
  if (isUtf8(line)) verifier.take(line.toString('utf8'));
  else verifier.refuse('the line is not UTF-8');
}
