import type { AuditId, ConnectionId, OrganizationId } from '@vitrine/contracts';
import { createPool } from '@vitrine/database';
import type { Pool } from 'pg';
import type { BenchOptions, BenchRow } from './bench-row.js';
import { newConnection, openBenchHouse, timeAudit, type BenchHouse } from './bench-house.js';
import { FLEET_CURSORS, logGroupsEstate } from './estates.js';
import { flood } from './flooding-organization.js';
import { median } from './table.js';
import { Undo } from './undo.js';

const ROUNDS = 3;
const LATENCY_MS = 100;
/** One page a cursor. */
const PER_REGION = 50;
const FLOOD = 50_000;
/** Three lists in each region, since an address is judged by two; with plan and finalize, fifty jobs. */
const RULES = ['aws.logs.log-group-no-retention', 'aws.ec2.address-idle'];
const JOBS = 3 * FLEET_CURSORS + 2;

/** One organization's audit of fifty jobs, alone and then beside another organization that has 50,000 jobs due, on one worker as it is shipped. */
export async function run({ say }: BenchOptions): Promise<BenchRow[]> {
  const undo = new Undo();
  try {
    const house = await openBenchHouse(logGroupsEstate(PER_REGION), undo);
    await house.clouds.behave({ latencyMs: LATENCY_MS });
    const root = createPool({ url: house.instance.superuserUrl, applicationName: 'vitrine-bench', max: 2, statementTimeoutMs: 300_000 });
    undo.add(() => root.end());
    const last = await audit(house, root, 'warm');
    const alone = await rounds(house, root, 'alone');
    const flooding = await flood(root, house.instance.client, { like: last.auditId, jobs: FLOOD });
    const before = await ended(root, flooding);
    const beside = await rounds(house, root, 'beside a flood');
    const worked = (await ended(root, flooding)) - before;
    say(`flood: alone ${alone.map((each) => each.toFixed(1)).join(', ')} s, beside ${beside.map((each) => each.toFixed(1)).join(', ')} s`);
    return [
      {
        row: 'flood',
        figure: `an audit of ${String(JOBS)} jobs beside ${String(FLOOD)} of another organization`,
        measured: { value: median(beside), unit: 's' },
        baseline: { value: median(alone), unit: 's' },
        bar: { atMost: 2 },
        notes: `median of ${String(ROUNDS)}; one worker, ${String(LATENCY_MS)} ms a call; ${String(worked)} jobs of the other organization ended meanwhile`,
      },
    ];
  } finally {
    await undo.run();
  }
}

async function rounds(house: BenchHouse, root: Pool, name: string): Promise<number[]> {
  const seconds: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) seconds.push((await audit(house, root, `${name} ${String(round)}`)).seconds);
  return seconds;
}

async function audit(house: BenchHouse, root: Pool, name: string): Promise<{ readonly auditId: AuditId; readonly seconds: number }> {
  const connection: ConnectionId = await newConnection(house, name);
  const { auditId, seconds } = await timeAudit(house, connection, RULES);
  const { rows } = await root.query<{ jobs: number }>(`select count(*)::int as jobs from vitrine.job where audit_id = $1`, [auditId]);
  if (rows[0]?.jobs !== JOBS) throw new Error(`the audit had ${String(rows[0]?.jobs)} jobs`);
  return { auditId, seconds };
}

async function ended(root: Pool, organizationId: OrganizationId): Promise<number> {
  const { rows } = await root.query<{ ended: number }>(`select count(*)::int as ended from vitrine.job where organization_id = $1 and state = 'done'`, [
    organizationId,
  ]);
  return rows[0]?.ended ?? 0;
}
