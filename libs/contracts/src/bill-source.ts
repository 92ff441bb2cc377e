import { z } from 'zod';

/** Segments of a folder: none is empty or climbs, and none holds what S3 signs in a way of its own. */
const folderSchema = z
  .string()
  .max(300, 'too-long')
  .refine((text) => text === '' || text.split('/').every((each) => /^[\w.=:+@,&$ ~-]+$/.test(each) && each !== '.' && each !== '..'), 'invalid-folder');
const exportNameSchema = z.string().regex(/^[\w-][\w.-]{0,127}$/, 'invalid-export-name');

/** The key itself and no alias: a policy grants the use of a key by its ARN alone. */
export const kmsKeyArnSchema = z
  .string()
  .regex(
    /^arn:aws(?:-[a-z]{2,6}){0,2}:kms:[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}:\d{12}:key\/(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
    'invalid-kms-key',
  );

/** Where the bill is. No URL: names only, each pinned in the gate and in the policy. */
export const billSchema = z
  .discriminatedUnion('source', [
    z.strictObject({ source: z.literal('cost-explorer') }),
    z.strictObject({ source: z.literal('cost-management') }),
    z.strictObject({
      source: z.literal('bigquery'),
      project: z.string().regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, 'invalid-project'),
      dataset: z.string().regex(/^[A-Za-z0-9_]{1,1024}$/, 'invalid-dataset'),
      table: z.string().regex(/^[A-Za-z0-9_]{1,1024}$/, 'invalid-table'),
    }),
    z.strictObject({
      source: z.literal('data-exports').meta({ description: 'AWS Data Exports, FOCUS or CUR 2.0, in `<bucket>/<prefix>/<exportName>/`' }),
      bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'invalid-bucket'),
      region: z
        .string()
        .regex(/^[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}$/, 'invalid-region')
        .meta({ description: 'Of the bucket' }),
      prefix: folderSchema,
      exportName: exportNameSchema,
      kmsKeyArn: kmsKeyArnSchema
        .optional()
        .meta({ description: 'Of the key under which the files lie, where it is the customer’s own (SSE-KMS); absent for keys of S3’s own' }),
    }),
    z.strictObject({
      source: z
        .literal('cost-management-exports')
        .meta({ description: 'Exports of Azure Cost Management with partitions, in `<container>/<directory>/<exportName>/` of a storage account' }),
      storageAccount: z.string().regex(/^[a-z0-9]{3,24}$/, 'invalid-storage-account'),
      container: z.string().regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, 'invalid-container'),
      directory: folderSchema,
      exportName: exportNameSchema,
    }),
  ])
  .meta({ id: 'BillSource' });
export type NamedBill = z.infer<typeof billSchema>;

/** What a connection's own bill may be. */
export const billKinds = [
  'cost-explorer',
  'cost-management',
  'bigquery',
  'data-exports',
  'cost-management-exports',
] as const satisfies readonly NamedBill['source'][];
export type BillKind = (typeof billKinds)[number];
/** Where rows of the ledger come from: uploads too. */
export const costSourceKinds = ['focus-upload', ...billKinds] as const;
export type CostSourceKind = (typeof costSourceKinds)[number];

/** The folder of an export and the only one that is opened: policy, session policy and gate name this same one. */
export interface ExportFolder {
  /** Bucket or storage account. */
  readonly place: string;
  /** null in S3. */
  readonly container: string | null;
  /** Ends in a slash: without it `bills` would open `bills-of-others/` too. */
  readonly prefix: string;
  /** Of the customer's own key, which S3 asks in the reader's name; null where the files lie under none. */
  readonly kmsKeyArn: string | null;
}

/** `a/b` and `name` → `a/b/name/`. null for a bill that is no export. */
export function exportFolderOf(bill: NamedBill | null): ExportFolder | null {
  switch (bill?.source) {
    case 'data-exports':
      return { place: bill.bucket, container: null, prefix: folder(bill.prefix, bill.exportName), kmsKeyArn: bill.kmsKeyArn ?? null };
    case 'cost-management-exports':
      return { place: bill.storageAccount, container: bill.container, prefix: folder(bill.directory, bill.exportName), kmsKeyArn: null };
    default:
      return null;
  }
}

const folder = (...names: readonly string[]): string =>
  names
    .filter((name) => name !== '')
    .map((name) => `${name}/`)
    .join('');
