import { performance } from 'node:perf_hooks';
import { withOrganization } from '@vitrine/tenancy';
import type { BenchRow } from './bench-row.js';
import type { PreparedDatabase } from './prepared-database.js';
import { sampleFindings } from './sample-findings.js';
import { median } from './table.js';
import { loadWriteFindings } from './worker-parts.js';

const TRANSACTIONS = 1_500;
const STORED = 5_000;

/** A page of 50 findings in a tenant's transaction under RLS, against the same SELECT by a role that no policy binds; one after the other, alternating. */
export async function tenantTransaction({ database, organizationId, connectionId, auditId }: PreparedDatabase): Promise<BenchRow> {
  const writeFindings = await loadWriteFindings();
  await withOrganization(database.poolFor('vitrine_worker'), organizationId, async (transaction) => {
    await writeFindings(transaction, sampleFindings({ connectionId, auditId }, STORED, 0));
  });
  await database.poolFor('postgres').query('analyze vitrine.finding');
  const sql = 'select * from vitrine.finding where organization_id = $1 order by saving_realisable_monthly desc nulls last, id limit 50';
  const scoped = database.poolFor('vitrine_api');
  const bare = database.poolFor('postgres');
  const times = { scoped: [] as number[], bare: [] as number[] };
  for (let index = 0; index < TRANSACTIONS; index++) {
    times.scoped.push(
      await milliseconds(() => withOrganization(scoped, organizationId, (transaction) => transaction.query(sql, [organizationId]), { mode: 'read-only' })),
    );
    times.bare.push(await milliseconds(() => bare.query(sql, [organizationId])));
  }
  return {
    row: 'primitives',
    figure: 'tenant transaction',
    measured: { value: median(times.scoped), unit: 'ms' },
    baseline: { value: median(times.bare), unit: 'ms' },
    bar: null,
    notes: `begin, scope, page of 50 under RLS, commit ÷ the page alone; median of ${String(TRANSACTIONS)}, loopback`,
  };
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
