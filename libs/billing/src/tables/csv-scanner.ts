import type { TableRecord } from './bill-table.js';

/** Cells of one record. FOCUS has about a hundred columns; providers add some of their own. */
const MAX_CELLS = 2_000;
/** Characters of one record. */
const MAX_RECORD = 1024 * 1024;
const [QUOTE, COMMA, LF, CR] = [0x22, 0x2c, 0x0a, 0x0d];

/** The text is no CSV (RFC 4180); the message is for the log and holds nothing of the text. */
export class CsvError extends Error {}

/**
 * Cuts CSV text into records as it comes. Ours and not a library's, because it makes no string of a cell that nobody asked for and
 * awaits nothing per record: a bill of a million rows is mostly columns that are skipped.
 * Attack: a line of 60 million commas is 60 million empty cells, so cells are counted; a quotation mark that is never closed would
 * collect the rest of the file, so a record's length is bounded.
 */
export class CsvScanner {
  #rest = '';
  /** Which cells are made into text; all until the header is known. */
  wanted: readonly boolean[] | 'all' = 'all';

  /** Records that end within the text so far. After `last` nothing may follow. */
  *feed(text: string, last: boolean): Generator<TableRecord, void, undefined> {
    const all = this.#rest + text;
    let at = 0;
    while (at < all.length) {
      const record = this.#record(all, at, last);
      if (record === null) break;
      at = record.end;
      // An empty line is no record.
      if (record.width > 1 || record.quoted || record.end - record.begin > record.lineBreak) yield record;
    }
    this.#rest = all.slice(at);
    if (this.#rest.length > MAX_RECORD) throw new CsvError('record too long');
    if (last && this.#rest !== '') throw new CsvError('quotation mark never closed');
  }

  #record(text: string, begin: number, last: boolean): ScannedRecord | null {
    const cells: string[] = [];
    let quoted = false;
    let at = begin;
    for (let column = 0; ; column++) {
      if (column >= MAX_CELLS) throw new CsvError('too many cells');
      const wanted = this.wanted === 'all' || this.wanted[column] === true;
      if (text.charCodeAt(at) === QUOTE) {
        quoted = true;
        const close = closingQuote(text, at + 1, last);
        if (close === -1) return null;
        if (wanted) cells.push(unquoted(text.slice(at + 1, close)));
        at = close + 1;
      } else {
        const end = endOfBare(text, at);
        if (wanted) cells.push(text.slice(at, end));
        at = end;
      }
      if (at >= text.length) return last ? { cells, width: column + 1, quoted, begin, end: at, lineBreak: 0 } : null;
      const next = text.charCodeAt(at);
      if (next === COMMA) at += 1;
      else if (next === LF) return { cells, width: column + 1, quoted, begin, end: at + 1, lineBreak: 1 };
      else if (next === CR) {
        // Whether a line feed follows is in the next piece.
        if (at + 1 >= text.length && !last) return null;
        const lineBreak = text.charCodeAt(at + 1) === LF ? 2 : 1;
        return { cells, width: column + 1, quoted, begin, end: at + lineBreak, lineBreak };
      } else throw new CsvError('text after a closing quotation mark');
    }
  }
}

interface ScannedRecord extends TableRecord {
  readonly quoted: boolean;
  readonly begin: number;
  readonly end: number;
  readonly lineBreak: number;
}

/** Where a bare cell ends: at a comma, a line break or the text's end. */
function endOfBare(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === LF || code === CR) break;
    if (code === QUOTE) throw new CsvError('quotation mark inside a bare cell');
  }
  return at;
}

/** Where the quotation mark that closes is, or -1 where it is not in the text yet. */
function closingQuote(text: string, from: number, last: boolean): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text.charCodeAt(at + 1) === QUOTE) continue;
    // At the end of a piece the next one may begin with the second of a pair.
    return at + 1 >= text.length && !last ? -1 : at;
  }
  return -1;
}

function unquoted(text: string): string {
  return text.includes('"') ? text.replaceAll('""', '"') : text;
}
