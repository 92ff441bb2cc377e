import { jobIdSchema, newId } from '@vitrine/contracts';
import { z } from 'zod';
import type { Fault, Scene } from './fault.js';
import type { Connected } from './fault-house.js';
import { restUntil } from './waits.js';

/** Each kills up to three processes with all that they hold. */
const POISONS = 8;
/** How long a poison job waits with its work: as long as every slot beside it needs to be taken by a healthy one. */
const FUSE_MS = 1_200;

const HANDLER = 'await runner.handlers[job.kind](job, lease);';

const planted = new WeakMap<Scene, readonly string[]>();

/** Row 9, its other half: a healthy job shares a process with poison again and again, and must not be taken for it. */
export const poisonNeighbours: Fault = {
  row: 9,
  attack: `${String(POISONS)} jobs that end the process in the middle of healthy ones, one after the other, so that healthy ones die beside them again and again`,
  expected: 'only poison dead-lettered',
  removes: 'the room that a suspected job has for itself: after two lost holders it runs beside others as before',
  withoutGuard: { edits: [{ file: 'jobs/claim-job.js', from: 'suspected: 2,', to: 'suspected: 3,' }] },
  hooks: [
    {
      file: 'jobs/run-job.js',
      from: HANDLER,
      to: `if (job.detail.poison === 'exits') await new Promise((resolve) => setTimeout(resolve, ${String(FUSE_MS)})).then(() => process.exit(1));\n        ${HANDLER}`,
    },
  ],
  audits: 2,
  // Longer than the fuse: whoever begins beside poison has no page to show when it dies.
  latencyMs: 1_500,
  async throwIt(scene) {
    const { house, connected, settled } = scene;
    const ids: string[] = [];
    planted.set(scene, ids);
    const [first] = connected;
    if (first === undefined) throw new RangeError('there is a connection');
    while (ids.length < POISONS && !(await restUntil(settled, 500))) {
      // As many at a time as there are workers: as one is buried, the next one comes.
      if (ids.length - (await buriedOf(scene)) >= house.workers.length) continue;
      const jobId = await plant(scene, first).catch(() => null);
      if (jobId !== null) ids.push(jobId);
    }
  },
  async judge(scene) {
    const { buried } = await states(scene);
    const { rows } = await scene.house.root.query(`select count(*)::int as healthy from vitrine.job where error_code = 'dead-letter' and id <> all($1)`, [
      planted.get(scene) ?? [],
    ]);
    const { healthy } = z.object({ healthy: z.number() }).parse(rows[0]);
    const deaths = scene.house.workers.reduce((sum, member) => sum + member.starts - 1, 0);
    return {
      held: healthy === 0 && deaths >= 6,
      seen: `${String(buried)} poison jobs and ${String(healthy)} healthy ones dead-lettered; ${String(deaths)} processes died`,
    };
  },
};

/** A database that is too busy to answer is asked again. */
const buriedOf = async (scene: Scene): Promise<number> => (await states(scene).catch(() => null))?.buried ?? 0;

async function plant({ house }: Scene, { organizationId, connectionId }: Connected): Promise<string> {
  const jobId = newId(jobIdSchema);
  await house.root.query(
    `insert into vitrine.job (organization_id, id, kind, connection_id, queue, detail) values ($1, $2, 'validate', $3, 'aws', '{"poison": "exits"}')`,
    [organizationId, jobId, connectionId],
  );
  await house.root.query(`select pg_notify('vitrine_job', '')`);
  return jobId;
}

async function states(scene: Scene): Promise<{ readonly buried: number }> {
  const { rows } = await scene.house.root.query(
    `select count(*) filter (where error_code = 'dead-letter')::int as buried from vitrine.job where id = any($1)`,
    [planted.get(scene) ?? []],
  );
  return z.object({ buried: z.number() }).parse(rows[0]);
}
