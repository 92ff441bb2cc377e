import { Transform } from 'node:stream';

/** Cells of one record. FOCUS has about a hundred columns; providers add some of their own. */
const MAX_CELLS = 2_000;
const [QUOTE, COMMA, LF, CR] = [0x22, 0x2c, 0x0a, 0x0d];

/**
 * Passes CSV on, and ends with an error at a record of too many cells.
 * Attack: a line of 60 million commas is 60 million empty cells to the parser behind, whose limit counts their bytes: none.
 */
export function boundedRecords(): Transform {
  let cells = 0;
  let quoted = false;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      for (const byte of chunk) {
        // An escaped quotation mark is two, so it opens again what it closed.
        if (byte === QUOTE) quoted = !quoted;
        else if (quoted) continue;
        else if (byte === LF || byte === CR) cells = 0;
        else if (byte === COMMA && ++cells >= MAX_CELLS) return void done(new RangeError('too many cells'));
      }
      done(null, chunk);
    },
  });
}
