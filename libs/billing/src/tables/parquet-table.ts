import { asyncBufferFromBytes, type ByteSource } from './byte-source.js';
import { parquetMetadataAsync, parquetRead, type FileMetaData, type SchemaElement } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { billInvalid, type BillTable, type TableRecord } from './bill-table.js';
import { decimalOfUnscaled } from './unscaled-decimal.js';

/** Bytes of one row group when unpacked. Writers of the three clouds stay at 128 MiB; memory is one of these. */
const MAX_ROW_GROUP = 256 * 1024 * 1024;
const MAX_COLUMNS = 2_000;
const ROWS_AT_ONCE = 20_000;

/**
 * Reads Parquet row group by row group, and of each only the columns that are asked for.
 * @throws VitrineError `focus-invalid` if it is no Parquet, or a row group is larger than memory may be
 */
export async function parquetTable(source: ByteSource): Promise<BillTable> {
  const file = asyncBufferFromBytes(source);
  const metadata = await readable(() => parquetMetadataAsync(file));
  const columns = topLevel(metadata.schema);
  if (columns.length > MAX_COLUMNS) throw billInvalid('The file has too many columns.');
  // Attack: a few bytes that say a petabyte of rows; what unpacks to more than memory is refused before it is unpacked.
  if (metadata.row_groups.some((group) => group.total_byte_size > BigInt(MAX_ROW_GROUP))) throw billInvalid('A row group of the file is larger than 256 MiB.');
  const scales = takeDecimals(metadata.schema);
  return {
    columns: columns.map(({ name }) => name),
    async *records(wanted) {
      const names = columns.flatMap(({ name }, index) => (wanted[index] === true ? [name] : []));
      let begin = 0;
      for (const group of metadata.row_groups) {
        const end = begin + Number(group.num_rows);
        // Cut finer than a row group, so that the text of its cells is never there all at once.
        for (let rowStart = begin; rowStart < end; rowStart += ROWS_AT_ONCE) {
          const rowEnd = Math.min(end, rowStart + ROWS_AT_ONCE);
          yield await readable(() => rowsOf({ file, metadata, compressors, columns: names, rowStart, rowEnd }, names, scales, columns.length));
        }
        begin = end;
      }
    },
  };
}

interface ReadOptions {
  readonly file: ReturnType<typeof asyncBufferFromBytes>;
  readonly metadata: FileMetaData;
  readonly compressors: typeof compressors;
  readonly columns: string[];
  readonly rowStart: number;
  readonly rowEnd: number;
}

async function rowsOf(options: ReadOptions, names: readonly string[], scales: ReadonlyMap<string, number>, width: number): Promise<TableRecord[]> {
  const records: TableRecord[] = [];
  await parquetRead({
    ...options,
    rowFormat: 'object',
    onComplete: (rows: Record<string, unknown>[]) => {
      for (const row of rows) records.push({ cells: names.map((name) => cellText(row[name], scales.get(name))), width });
    },
  });
  return records;
}

/** Names of the columns as a person sees them: children of the root, whatever is nested below. */
function topLevel(schema: readonly SchemaElement[]): SchemaElement[] {
  const columns: SchemaElement[] = [];
  for (let at = 1; at < schema.length; at = after(schema, at)) {
    const element = schema[at];
    if (element !== undefined) columns.push(element);
  }
  return columns;
}

function after(schema: readonly SchemaElement[], at: number): number {
  let next = at + 1;
  for (let child = 0; child < (schema[at]?.num_children ?? 0); child++) next = after(schema, next);
  return next;
}

/** The library makes floats of decimals. Without their mark it hands out the whole numbers that they are stored as, and no digit is lost. */
function takeDecimals(schema: SchemaElement[]): ReadonlyMap<string, number> {
  const scales = new Map<string, number>();
  for (const element of schema) {
    if (element.converted_type !== 'DECIMAL' && element.logical_type?.type !== 'DECIMAL') continue;
    scales.set(element.name, element.logical_type?.type === 'DECIMAL' ? element.logical_type.scale : (element.scale ?? 0));
    delete element.converted_type;
    delete element.logical_type;
    // BYTE_ARRAY without a mark would be decoded as text.
    if (element.type === 'BYTE_ARRAY') throw billInvalid('The file stores decimals as byte arrays of varying length, which is not read.');
  }
  return scales;
}

function cellText(value: unknown, scale: number | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (scale !== undefined) return decimalOfUnscaled(value, scale);
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid' : value.toISOString();
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? each.toString() : each));
}

async function readable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'focus-invalid') throw error;
    // The library's message may quote the file.
    throw billInvalid('The file is not well-formed Parquet.', error instanceof Error ? error.name : 'unknown');
  }
}
