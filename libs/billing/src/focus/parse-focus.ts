import type { Readable } from 'node:stream';
import type { BillFormat } from '../formats/bill-format.js';
import { formatOf } from '../formats/format-of.js';
import { billInvalid, type BillTable } from '../tables/bill-table.js';
import { csvTable } from '../tables/csv-table.js';
import { openTable, type BillContent } from '../tables/open-table.js';
import { BatchBuilder, type FocusBatch } from './focus-batch.js';
import { focusColumnsNeeded, focusVersion } from './focus-columns.js';
import type { FocusProblem } from './focus-problem.js';
import { focusRecords } from './focus-records.js';

export interface FocusFile {
  readonly format: BillFormat['id'];
  /** Version of FOCUS; null where the file was translated into it. */
  readonly version: string | null;
  /** Rows as they come: memory is O(batch). */
  batches(): AsyncGenerator<FocusBatch>;
  /** Conventions of the whole file (zone-less dates, NULL literals, unknown columns) with counts; complete after `batches` ended. */
  notices(): FocusProblem[];
}

/**
 * Reads a bill in CSV from a stream: FOCUS 1.0, 1.0r2, 1.2 or 1.3, AWS CUR 2.0, or Azure cost details.
 * @throws VitrineError `focus-invalid` if it is no CSV or lacks a column without which money cannot be known
 */
export async function parseFocus(stream: Readable): Promise<FocusFile> {
  return focusFile(await csvTable(stream));
}

/** The same from a file that is CSV, gzipped CSV or Parquet. */
export async function parseBill(content: BillContent): Promise<FocusFile> {
  return focusFile(await openTable(content));
}

function focusFile(table: BillTable): FocusFile {
  const format = formatOf(table.columns);
  if (format.translation === null) {
    const missing = focusColumnsNeeded.filter((name) => !table.columns.includes(name));
    if (missing.length > 0) throw billInvalid(`These FOCUS columns are missing: ${missing.join(', ')}.`);
  }
  const records = focusRecords(table.columns, format);
  const builder = new BatchBuilder(records.columns);
  if (format.translation === null) builder.nameUnknownColumns(table.columns);
  return {
    format: format.id,
    version: format.translation === null ? focusVersion(table.columns) : null,
    notices: () => builder.notices(),
    async *batches() {
      let rowNo = 0;
      for await (const read of table.records(records.wanted)) {
        for (const record of read) {
          rowNo += 1;
          const short = record.width === table.columns.length ? null : 'column-count';
          // A record that is two charges gives the second the record's number below zero, so that both can be found.
          for (const [index, cells] of records.charges(record).entries()) builder.add(rowNo, cells, short, index === 0 ? rowNo : -rowNo);
          if (builder.full()) yield builder.take();
        }
      }
      if (!builder.empty()) yield builder.take();
    },
  };
}
