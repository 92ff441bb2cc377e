import type { Fault, Scene } from './fault.js';
import type { Member } from './fleet.js';
import { buildPreviousWorker } from './previous-worker.js';
import { restUntil } from './waits.js';

const done = new WeakMap<Scene, number[]>();

/** Row 17: a deploy under way. The database is of the new version already, and half of the workers are of the one before. */
export const sideBySide: Fault = {
  row: 17,
  pace: 'soak',
  attack: 'workers of this version and of the one before the last migration, side by side on the migrated database',
  expected: '0 re-executed, both did jobs',
  removes: 'the rule that a migration asks nothing new of the version before it: a column that its code does not fill',
  withoutGuard: { edits: [], sql: `alter table vitrine.audit_page add column told_by text not null` },
  previous: buildPreviousWorker,
  audits: 13,
  latencyMs: 60,
  async throwIt(scene) {
    const counts = scene.house.workers.map(() => 0);
    done.set(scene, counts);
    while (!(await restUntil(scene.settled, 500)))
      for (const [place, member] of scene.house.workers.entries()) counts[place] = await jobsDone(member).catch(() => counts[place] ?? 0);
  },
  judge(scene, { reexecuted }) {
    const [older = 0, newer = 0] = done.get(scene) ?? [];
    return Promise.resolve({
      held: reexecuted === 0 && older > 0 && newer > 0,
      seen: `at least ${String(older)} done by version ${scene.house.previous ?? 'none'}, ${String(newer)} by this one`,
    });
  },
};

/** As the process itself counts them, on its health port. */
async function jobsDone(member: Member): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${String(member.healthPort)}/metrics`, { signal: AbortSignal.timeout(2_000) });
  const lines = [...(await response.text()).matchAll(/^vitrine_jobs_total\{[^}]*outcome="done"[^}]*\} (\d+)$/gm)];
  return lines.reduce((sum, [, count]) => sum + Number(count), 0);
}
