import { readPrice, type PriceReading } from '@vitrine/cloud-readers';
import { currencySchema, decimalSchema } from '@vitrine/contracts';
import { priceKeyText, type ListPrice, type PriceKey } from '@vitrine/pricing';
import { withOrganization } from '@vitrine/tenancy';
import { z } from 'zod';
import type { AuditContext, LentSession } from './audit-context.js';
import type { ClaimedJob } from '../jobs/claimed-job.js';

interface PricesInput {
  readonly context: AuditContext;
  readonly job: ClaimedJob;
  readonly lent: LentSession;
  readonly signal: AbortSignal;
}

const rowSchema = z.object({
  key: z.string(),
  unitPrice: decimalSchema.nullable(),
  currency: currencySchema.nullable(),
  unit: z.string().nullable(),
  sku: z.string().nullable(),
  effectiveDate: z.string().nullable(),
  fetchedAt: z.date(),
});
type PriceRow = z.infer<typeof rowSchema>;

/**
 * Unit prices under `priceKeyText`: cached for a day for everybody (public lists hold nothing of any organization), else fetched through
 * the gate. A list without exactly one product leaves the price unknown, and so does a denied or failed call; neither is cached as 0.
 */
export async function listPrices(input: PricesInput, keys: readonly PriceKey[]): Promise<ReadonlyMap<string, ListPrice>> {
  const wanted = new Map(keys.map((key) => [priceKeyText(key), key]));
  if (wanted.size === 0) return new Map();
  const cached = await cachedPrices(input, [...wanted.keys()]);
  const reader = input.context.priceReaders[input.job.cloud];
  const fetched: PriceRow[] = [];
  if (reader !== undefined) {
    for (const [text, key] of wanted) {
      if (cached.some((row) => row.key === text)) continue;
      const reading = await readPrice(reader, key, input.lent.session, input.signal);
      if (isAnswer(reading)) fetched.push(priceRow(text, reading));
    }
    await store(input, reader.id, fetched);
  }
  return new Map([...cached, ...fetched].flatMap((row) => listPrice(row)));
}

async function cachedPrices({ context, job }: PricesInput, texts: readonly string[]): Promise<PriceRow[]> {
  return await withOrganization(
    context.pool,
    job.organizationId,
    async (transaction) =>
      await transaction.read(
        rowSchema,
        `select price_key as key, trim_scale(unit_price)::text as "unitPrice", currency, unit, sku, effective_date as "effectiveDate", fetched_at as "fetchedAt"
         from vitrine.list_price where price_key = any($1) and fetched_on = current_date`,
        [texts],
      ),
    { mode: 'one-read' },
  );
}

type PriceAnswer = Extract<PriceReading, { outcome: 'found' | 'none' | 'ambiguous' }>;

/** The list answered; "not allowed" and "could not look" are not remembered. */
const isAnswer = (reading: PriceReading): reading is PriceAnswer =>
  reading.outcome === 'found' || reading.outcome === 'none' || reading.outcome === 'ambiguous';

function priceRow(key: string, answer: PriceAnswer): PriceRow {
  const fetchedAt = new Date();
  if (answer.outcome !== 'found') return { key, unitPrice: null, currency: null, unit: null, sku: null, effectiveDate: null, fetchedAt };
  const { unitPrice, currency, unit, sku, effectiveDate } = answer;
  return { key, unitPrice, currency, unit, sku, effectiveDate, fetchedAt };
}

async function store({ context, job }: PricesInput, source: string, rows: readonly PriceRow[]): Promise<void> {
  if (rows.length === 0) return;
  await withOrganization(context.pool, job.organizationId, async (transaction) => {
    await transaction.query(
      `insert into vitrine.list_price (price_key, unit_price, currency, unit, sku, effective_date, source)
       select u.key, u.price::numeric, u.currency, u.unit, u.sku, u.effective, $1 from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) as u (key, price, currency, unit, sku, effective)
       on conflict do nothing`,
      [source, ...(['key', 'unitPrice', 'currency', 'unit', 'sku', 'effectiveDate'] as const).map((member) => rows.map((row) => row[member]))],
    );
  });
}

function listPrice(row: PriceRow): [string, ListPrice][] {
  if (row.unitPrice === null || row.currency === null || row.unit === null || row.sku === null) return [];
  const { unitPrice, currency, unit, sku, effectiveDate } = row;
  return [[row.key, { unitPrice, currency, unit, sku, effectiveDate, fetchedAt: row.fetchedAt.toISOString() }]];
}
