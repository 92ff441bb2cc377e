import { billKinds, billSchema, type BillKind, type NamedBill } from '@vitrine/contracts';
import { UsageError } from './exit-codes.js';

export const billSources = [...billKinds];

export interface BillOptions {
  readonly bill?: BillKind;
  readonly billPlace?: string;
  readonly billRegion?: string;
  /** ARN of the key under which the files of an AWS export lie. */
  readonly billKey?: string;
}

/** How `--bill-place` is written for each source; null where the source needs none. */
const places: Readonly<Record<BillKind, string | null>> = {
  'cost-explorer': null,
  'cost-management': null,
  bigquery: 'project.dataset.table',
  'data-exports': 'bucket/prefix/export-name',
  'cost-management-exports': 'account/container/directory/export-name',
};
export const billPlaceUsage = Object.entries(places)
  .flatMap(([source, place]) => (place === null ? [] : [`${source}: ${place}`]))
  .join('; ');

/**
 * The bill that the options name, in the API's own form; undefined where they name none.
 * @throws UsageError naming what is missing or wrong
 */
export function billOf({ bill, billPlace, billRegion, billKey }: BillOptions): NamedBill | undefined {
  if (bill === undefined) {
    if (billPlace !== undefined || billRegion !== undefined || billKey !== undefined)
      throw new UsageError('--bill-place, --bill-region and --bill-key say where a bill is: name it with --bill');
    return undefined;
  }
  const form = places[bill];
  if (form === null && billPlace !== undefined) throw new UsageError(`--bill ${bill} is asked of the provider and has no --bill-place`);
  if (form !== null && billPlace === undefined) throw new UsageError(`--bill ${bill} needs --bill-place ${form}`);
  if (bill === 'data-exports' && billRegion === undefined) throw new UsageError('--bill data-exports needs --bill-region, the region of the bucket');
  if (bill !== 'data-exports' && billRegion !== undefined) throw new UsageError('--bill-region belongs to --bill data-exports');
  if (bill !== 'data-exports' && billKey !== undefined) throw new UsageError('--bill-key belongs to --bill data-exports');
  const parsed = billSchema.safeParse({ ...namedBill(bill, billPlace ?? '', billRegion ?? ''), ...(billKey === undefined ? {} : { kmsKeyArn: billKey }) });
  if (parsed.success) return parsed.data;
  const wrong = [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))].join(', ');
  throw new UsageError(`--bill ${bill}: ${wrong} has another form; --bill-place is ${form ?? 'not given'}`);
}

function namedBill(source: BillKind, place: string, region: string): object {
  switch (source) {
    case 'cost-explorer':
    case 'cost-management':
      return { source };
    case 'bigquery': {
      const [project, dataset, ...table] = place.split('.');
      return { source, project, dataset, table: table.join('.') };
    }
    case 'data-exports': {
      // As AWS writes it, too.
      const [bucket, ...folder] = place.replace(/^s3:\/\//, '').split('/');
      return { source, bucket, region, prefix: folder.slice(0, -1).join('/'), exportName: folder.at(-1) };
    }
    case 'cost-management-exports': {
      const [storageAccount, container, ...folder] = place.split('/');
      return { source, storageAccount, container, directory: folder.slice(0, -1).join('/'), exportName: folder.at(-1) };
    }
  }
}
