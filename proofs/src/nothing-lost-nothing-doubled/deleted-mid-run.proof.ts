import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Proof } from '../proof.js';
import { auditorName, manyScopes } from './estate.js';
import { openFaultHouse, type Connected, type FaultHouse } from './fault-house.js';
import { seededRandom } from './seeded-random.js';
import type { Edit } from './worker-copy.js';

const MOMENTS = 200;
/** Audits that run side by side. */
const LANES = 12;
const ABORT_SECONDS = 5;

/** Neither heartbeat nor page asks any more what became of the connection and its audit. */
const deaf: readonly Edit[] = [
  { file: 'jobs/lease.js', from: 'if (isClosed(row.connectionState, job.kind))', to: 'if (false)' },
  { file: 'jobs/lease.js', from: 'if (row.cancelRequested)', to: 'if (false)' },
  { file: 'jobs/commit-page.js', from: 'and a.cancel_requested_at is not null)', to: 'and false)' },
  { file: 'jobs/commit-page.js', from: `and c.state not in ('rejected', 'revoked', 'purged'))`, to: ')' },
];

interface Deletion {
  readonly connected: Connected;
  readonly auditId: string;
  /** When the deletion was committed. */
  readonly at: Date;
}

/** Row 14. */
export const proof: Proof = {
  attack: `a connection deleted in the middle of its audit, at ${String(MOMENTS)} random moments (fault 14)`,
  expected: `work aborted within ${String(ABORT_SECONDS)} s, 0 calls to the cloud afterwards, 0 sealed rows`,
  pace: 'whole',
  mutation: { removes: 'the question of heartbeat and page whether the connection still stands' },
  async attempt({ guard, seed, pace, say }) {
    const random = seededRandom(seed);
    const moments = guard === 'removed' ? LANES : pace === 'quick' ? LANES : MOMENTS;
    const house = await openFaultHouse({ backend: 'redis', estate: manyScopes({ regions: 16, auditors: moments }), edits: guard === 'standing' ? [] : deaf });
    try {
      house.clouds.behaviour.latencyMs = 150;
      const waiting = [...(await house.connect(moments, (index) => index))];
      const deletions: Deletion[] = [];
      const lane = async (): Promise<void> => {
        for (let connected = waiting.pop(); connected !== undefined; connected = waiting.pop())
          deletions.push(await deleteMidRun(house, connected, random.next()));
      };
      await Promise.all(Array.from({ length: LANES }, lane));
      await delay(ABORT_SECONDS * 1_000);
      await house.retire();
      const { longest, later, sealed, running } = await judge(house, deletions);
      const calls = house.clouds.log.all().length;
      say(`  ${guard}: longest ${longest.toFixed(2)} s, ${String(later)} later calls of ${String(calls)}`);
      return {
        held: longest <= ABORT_SECONDS && later === 0 && sealed === 0 && running === 0,
        seen: `${String(deletions.length)} deletions, longest abort ${longest.toFixed(1)} s, ${String(later)} calls after it, ${String(sealed)} sealed rows, ${String(running)} jobs still running`,
      };
    } finally {
      await house.stop();
    }
  },
};

/** Lets the audit begin, waits for the random moment, and does what the API's DELETE does, in one transaction. */
async function deleteMidRun(house: FaultHouse, connected: Connected, moment: number): Promise<Deletion> {
  const auditId = await house.startAudit(connected);
  const { connectionId } = connected;
  await until(house, `select 1 from proof.step where audit_id = $1 and to_state = 'running' limit 1`, auditId);
  await delay(moment * 2_500);
  await house.root.query(
    `with erased as (delete from vitrine.credential where connection_id = $1),
       cancelled as (update vitrine.audit set cancel_requested_at = now() where connection_id = $1 and state in ('queued', 'running') and cancel_requested_at is null)
     update vitrine.connection set state = 'purged', state_code = 'deleted', deleted_at = now(), version = version + 1 where id = $1`,
    [connectionId],
  );
  const at = new Date();
  await Promise.race([until(house, `select 1 from vitrine.audit where id = $1 and state not in ('queued', 'running')`, auditId), delay(20_000)]);
  return { connected, auditId, at };
}

async function until(house: FaultHouse, sql: string, id: string): Promise<void> {
  while (((await house.root.query(sql, [id])).rowCount ?? 0) === 0) await delay(150);
}

const lastSchema = z.object({ at: z.date().nullable() });

async function judge(house: FaultHouse, deletions: readonly Deletion[]) {
  const calls = house.clouds.log.all();
  let [longest, later] = [0, 0];
  for (const { connected, auditId, at } of deletions) {
    const name = `user/${auditorName(connected.auditor)}`;
    const mine = calls.filter(({ principal }) => principal?.endsWith(name) === true).map((call) => Date.parse(call.at));
    // The work is aborted when the last job that ran for the connection has let go of it; finalize opens nothing.
    const { rows } = await house.root.query(`select max(at) as at from proof.step where audit_id = $1 and kind <> 'finalize' and from_state = 'running'`, [
      auditId,
    ]);
    const stopped = lastSchema.parse(rows[0]).at?.getTime() ?? 0;
    const lastCall = Math.max(0, ...mine);
    longest = Math.max(longest, (Math.max(stopped, lastCall) - at.getTime()) / 1_000);
    later += mine.filter((time) => time > Math.min(Math.max(stopped, at.getTime()), at.getTime() + ABORT_SECONDS * 1_000)).length;
  }
  const { rows } = await house.root.query(
    `select (select count(*)::int from vitrine.credential c join vitrine.connection n on n.id = c.connection_id where n.state = 'purged') as sealed,
       (select count(*)::int from vitrine.job where state = 'running') as running`,
  );
  return { longest, later, ...z.object({ sealed: z.number(), running: z.number() }).parse(rows[0]) };
}
