import { decimalText, exact } from '@vitrine/contracts';
import { z } from 'zod';
import type { CloudRequest } from '../engine/cloud-request.js';
import { chargePeriod, type BillInput, type BillReader, type BillRow } from './bill-reader.js';

const columns = ['day', 'global_name', 'resource_name', 'service', 'sku', 'region', 'project', 'billing_account', 'currency', 'cost', 'effective'] as const;

const answerSchema = z.object({
  jobComplete: z.boolean().default(true),
  jobReference: z.object({ jobId: z.string(), location: z.string().optional() }).optional(),
  pageToken: z.string().optional(),
  schema: z.object({ fields: z.array(z.object({ name: z.string() })) }).optional(),
  rows: z.array(z.object({ f: z.array(z.object({ v: z.string().nullable() })) })).default([]),
});

const amount = z.string().regex(/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/);
const rowSchema = z.object({
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  // The standard export names no resource, and only the FOCUS view says how a charge was priced.
  global_name: z.string().nullable().default(null),
  resource_name: z.string().nullable().default(null),
  pricing: z.enum(['Standard', 'Committed', 'Dynamic']).nullable().default(null).catch(null),
  service: z.string().nullable(),
  sku: z.string().nullable(),
  region: z.string().nullable(),
  project: z.string().nullable(),
  billing_account: z.string().nullable(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  cost: amount,
  effective: amount,
});

const tokenSchema = z.union([
  z.strictObject({ step: z.literal('run') }),
  z.strictObject({ step: z.literal('page'), jobId: z.string(), location: z.string().nullable(), pageToken: z.string().nullable() }),
]);
type Token = z.infer<typeof tokenSchema>;
const rowsPerPage = 10_000;

/**
 * The billing export of the pinned table (standard, detailed or FOCUS view): a dry run first (the customer pays for bytes scanned), then the same
 * query with that limit, then its further pages. Amounts are summed as NUMERIC and leave as text, so no digit is lost.
 */
export const gcpBillingExportBillReader: BillReader = {
  id: 'gcp.bigquery.billing-export',
  cloud: 'gcp',
  operations: ['bigquery.jobs.query', 'bigquery.jobs.getQueryResults'],
  longestDays: 31,
  request(input) {
    const token = tokenOf(input.pageToken);
    return token?.step === 'page' ? resultsRequest(input, token) : queryRequest(input, token === null);
  },
  page(answer, input) {
    if (input.pageToken === null) return { rows: [], next: JSON.stringify({ step: 'run' } satisfies Token) };
    const { jobComplete, jobReference, pageToken, schema, rows } = answerSchema.parse(answer);
    const names = schema?.fields.map(({ name }) => name) ?? columns;
    const parsed = rows.map(({ f }) => rowSchema.parse(Object.fromEntries(f.map(({ v }, index) => [names[index] ?? '', v]))));
    const token = tokenOf(input.pageToken);
    const jobId = jobReference?.jobId ?? (token?.step === 'page' ? token.jobId : null);
    const more = !jobComplete || (pageToken !== undefined && pageToken !== '');
    const next: Token | null = more && jobId !== null ? { step: 'page', jobId, location: jobReference?.location ?? null, pageToken: pageToken ?? null } : null;
    return { rows: parsed.map(billRow), next: next === null ? null : JSON.stringify(next) };
  },
  resume: (pageToken) => (tokenOf(pageToken)?.step === 'page' ? pageToken : null),
};

function tokenOf(pageToken: string | null): Token | null {
  return pageToken === null ? null : tokenSchema.parse(JSON.parse(pageToken));
}

function pinOf({ pins }: BillInput): NonNullable<BillInput['pins']['bigQuery']> {
  return z.custom<NonNullable<BillInput['pins']['bigQuery']>>((value) => value !== undefined).parse(pins.bigQuery);
}

function queryRequest(input: BillInput, dryRun: boolean): CloudRequest {
  const pin = pinOf(input);
  return {
    operation: 'bigquery.jobs.query',
    path: { project: pin.jobProject },
    body: {
      query: billingExportQuery(pin.table, input.from, input.to, input.scope.accountId),
      useLegacySql: false,
      dryRun,
      maximumBytesBilled: pin.maximumBytesBilled,
      ...(dryRun ? {} : { maxResults: rowsPerPage, timeoutMs: 25_000 }),
      ...(pin.location === undefined ? {} : { location: pin.location }),
    },
  };
}

function resultsRequest(input: BillInput, token: Extract<Token, { step: 'page' }>): CloudRequest {
  const query: Record<string, string> = { maxResults: String(rowsPerPage), timeoutMs: '25000' };
  if (token.location !== null) query['location'] = token.location;
  if (token.pageToken !== null) query['pageToken'] = token.pageToken;
  return { operation: 'bigquery.jobs.getQueryResults', path: { project: pinOf(input).jobProject, jobId: token.jobId }, query };
}

/** Days and the project are checked before they become text; the table is the connection's pin, which the gate compares again. */
export function billingExportQuery(table: string, from: string, to: string, projectId: string): string {
  const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
  const project = z
    .string()
    .regex(/^[a-z][a-z0-9-]{4,61}[a-z0-9]$/)
    .parse(projectId);
  const [since, until] = [day.parse(from), day.parse(to)];
  const name = table.split('.').at(-1) ?? '';
  if (/focus/i.test(name)) return focusQuery(table, since, until, project);
  const detailed = !/^gcp_billing_export_v1_/.test(name);
  return exportQuery(table, since, until, project, detailed);
}

/** The standard export is the detailed one without its resources: account and service totals, by which no resource is priced. */
function exportQuery(table: string, since: string, until: string, project: string, detailed: boolean): string {
  const credits = 'SUM(IFNULL((SELECT SUM(CAST(c.amount AS NUMERIC)) FROM UNNEST(credits) AS c), 0))';
  return [
    `SELECT CAST(DATE(usage_start_time) AS STRING) AS day, ${detailed ? 'resource.global_name AS global_name, resource.name AS resource_name,' : ''}`.trimEnd(),
    'service.description AS service, sku.description AS sku, location.region AS region, project.id AS project,',
    'billing_account_id AS billing_account, currency AS currency,',
    `CAST(SUM(CAST(cost AS NUMERIC)) AS STRING) AS cost, CAST(SUM(CAST(cost AS NUMERIC)) + ${credits} AS STRING) AS effective`,
    `FROM \`${table}\``,
    `WHERE _PARTITIONTIME >= TIMESTAMP('${since}') AND usage_start_time >= TIMESTAMP('${since}') AND usage_start_time < TIMESTAMP('${until}')`,
    `AND project.id = '${project}' AND cost_type = 'regular'`,
    detailed ? 'GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY 1, 2, 5' : 'GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3',
  ].join(' ');
}

/** Google's FOCUS view. ChargeDescription stands for the meter, since it is in every version and SkuMeter is not. */
function focusQuery(table: string, since: string, until: string, project: string): string {
  return [
    'SELECT CAST(DATE(ChargePeriodStart) AS STRING) AS day, ResourceId AS global_name, ResourceName AS resource_name,',
    'ServiceName AS service, ChargeDescription AS sku, RegionId AS region, SubAccountId AS project,',
    'BillingAccountId AS billing_account, BillingCurrency AS currency, PricingCategory AS pricing,',
    'CAST(SUM(CAST(BilledCost AS NUMERIC)) AS STRING) AS cost, CAST(SUM(CAST(EffectiveCost AS NUMERIC)) AS STRING) AS effective',
    `FROM \`${table}\``,
    `WHERE ChargePeriodStart >= TIMESTAMP('${since}') AND ChargePeriodStart < TIMESTAMP('${until}')`,
    `AND SubAccountId = '${project}' AND ChargeCategory = 'Usage'`,
    'GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ORDER BY 1, 2, 5',
  ].join(' ');
}

function billRow(row: z.infer<typeof rowSchema>): BillRow {
  const resource = row.global_name === null || row.global_name === '' ? null : row.global_name;
  return {
    provider: 'Google Cloud',
    billing_account_id: row.billing_account,
    sub_account_id: row.project ?? '',
    ...chargePeriod(row.day),
    charge_category: 'Usage',
    pricing_category: row.pricing,
    billed_cost: decimalText(exact(row.pricing === null ? row.effective : row.cost)),
    effective_cost: decimalText(exact(row.effective)),
    list_cost: null,
    billing_currency: row.currency,
    resource_id: resource,
    resource_id_canonical: resource === null ? null : namedCanonicalId(resource, row.resource_name),
    service_name: row.service,
    sku_meter: row.sku,
    region_id: row.region,
  };
}

/**
 * The export ends a resource's name in its numeric id and says `disk` where every API says `disks`; the inventory knows it by
 * name. The row's own `resource.name` gives that name, so both meet.
 */
export function namedCanonicalId(globalName: string, name: string | null): string {
  const found = /^(\/\/compute\.googleapis\.com\/projects\/[^/]+\/(?:global|(?:zones|regions)\/[^/]+))\/([a-zA-Z]+)\/[^/]+$/.exec(globalName);
  const [, place, collection] = found ?? [];
  if (place === undefined || collection === undefined || name === null || name === '') return globalName.toLowerCase();
  const plural = collection === 'disk' ? 'disks' : collection;
  return `${place}/${plural}/${name.slice(name.lastIndexOf('/') + 1)}`.toLowerCase();
}
