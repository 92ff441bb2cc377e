import { label } from '@vitrine/cloud-sim';
import type { Attempt, Outcome, Pace, Proof } from '../proof.js';
import { manyScopes, type EstateOptions } from './estate.js';
import type { Fault, Scene } from './fault.js';
import { openFaultHouse, type Backend, type FaultHouse } from './fault-house.js';
import { checkHistory, undisturbed, type Undisturbed } from './recorded-history.js';
import { seededRandom } from './seeded-random.js';
import { isStuck, untilSettled } from './until-settled.js';

/** Seconds without any movement after which an attempt is over: longer than a lease and a repeated offer together. */
const PATIENCE = { standing: 90, removed: 32 };
/** Two organizations with this many audits between them; the attempt without the guard needs no more than a few to fall. */
const AUDITS = { standing: 6, removed: 2 };
const PACES = { quick: 0.34, whole: 1, soak: 4 };

/**
 * One row of the matrix on one backend.
 * @param pace default: the fault's own; `soak` for rows whose guard is the same code on the other backend, so that the whole matrix stays within its time
 */
export function faultProof(fault: Fault, backend: Backend, pace: Pace = fault.pace ?? 'whole'): Proof {
  return {
    attack: `${fault.attack} (${backend === 'redis' ? 'Redis' : 'Postgres'} queue, fault ${String(fault.row)})`,
    expected: `0 lost, 0 doubled${fault.expected === undefined ? '' : `, ${fault.expected}`}`,
    pace,
    mutation: { removes: fault.removes },
    ...(fault.alone === true ? {} : { beside: 'waits' }),
    attempt: (attempt) => throwFault(fault, backend, attempt),
  };
}

async function throwFault(fault: Fault, backend: Backend, { guard, seed, pace, say }: Attempt): Promise<Outcome> {
  const random = seededRandom(seed);
  const { hooks = [], withoutGuard } = fault;
  const size = { ...fault.estate, ...(pace === 'quick' ? { regions: 6 } : {}) };
  const estate = manyScopes(size);
  const expected = await undisturbedAudit(backend, size);
  const house = await openFaultHouse({
    backend,
    estate,
    edits: guard === 'standing' ? hooks : [...hooks, ...withoutGuard.edits],
    ...(fault.workers === undefined ? {} : { workers: fault.workers }),
    ...(fault.redis === undefined ? {} : { redis: fault.redis }),
    ...(fault.previous === undefined ? {} : { previous: fault.previous }),
    ...(fault.server === undefined ? {} : { server: fault.server }),
    ...(fault.signIn === undefined ? {} : { signIn: fault.signIn }),
    ...(fault.environment === undefined ? {} : { environmentOf: fault.environment }),
    ...(fault.between === undefined ? {} : { between: (aws: string) => fault.between?.(aws, { random, guard }) }),
  });
  try {
    if (guard === 'removed' && withoutGuard.sql !== undefined) await house.root.query(withoutGuard.sql);
    house.clouds.behaviour.latencyMs = fault.latencyMs ?? 0;
    const connected = await house.connect(
      guard === 'standing' ? Math.ceil((fault.audits ?? AUDITS.standing) * PACES[pace]) : (fault.auditsWithoutGuard ?? AUDITS.removed),
    );
    const begun = performance.now();
    const auditIds = await Promise.all(connected.map((each) => house.startAudit(each)));
    const settled = new AbortController();
    const scene: Scene = { house, auditIds, connected, random, pace, guard, settled: settled.signal, say };
    const thrown = fault.throwIt(scene);
    const standStill = (): Promise<number> => untilSettled(house.root, auditIds, PATIENCE[guard], () => hasFallen(scene, expected));
    const first =
      fault.endsByClock === true && pace === 'soak' && guard === 'standing'
        ? thrown.then(() => 0)
        : Promise.race([standStill(), thrown.then(() => new Promise<never>(() => undefined))]);
    const stood = await first;
    settled.abort();
    await thrown;
    // A schedule may have begun an audit in the moment in which all others had ended.
    const open = guard === 'standing' ? await standStill() : stood;
    // Whoever was thought dead and lives commits now, or finds that it may not.
    await house.retire();
    const history = await checkHistory(house.root, auditIds, expected);
    const own = await fault.judge?.(scene, history);
    const { jobs, lost, doubled, after, gaps, reexecuted, stolen } = history;
    // Stopped in the middle: what had not been done by then was not lost.
    const fallen = guard === 'removed' && open > 0 && doubled + stolen + gaps > 0;
    const rate = jobs / ((performance.now() - begun) / 1_000);
    say(`  ${guard}: ${JSON.stringify({ ...history, open })}, ${rate.toFixed(0)} jobs/s`);
    if (guard === 'standing' && lost + doubled + after + gaps > 0) say(house.lastWords());
    return {
      held: open + lost + doubled + after + gaps === 0 && own?.held !== false,
      seen: `${String(jobs)} jobs, ${fallen ? 'fallen before their end' : `${String(lost)} lost`}, ${String(doubled)} doubled, ${String(reexecuted)} re-executed${strays({ after: fallen ? 0 : after, gaps })}${own === undefined ? '' : `; ${own.seen}`}`,
    };
  } finally {
    await house.stop();
  }
}

/** Only where the guard was taken away, and at most every few seconds: an attempt that has fallen need not be watched to its end. */
async function hasFallen({ guard, house, auditIds }: Scene, expected: Undisturbed): Promise<boolean> {
  if (guard === 'standing' || performance.now() % 4_000 > 600) return false;
  if (await isStuck(house.root, auditIds)) return true;
  const { doubled, stolen, gaps } = await checkHistory(house.root, auditIds, expected);
  return doubled + stolen + gaps > 0;
}

const strays = ({ after, gaps }: { readonly after: number; readonly gaps: number }): string =>
  `${after > 0 ? `, ${String(after)} still moving after their audit’s end` : ''}${gaps > 0 ? `, ${String(gaps)} events missing` : ''}`;

const known = new Map<string, Promise<Undisturbed>>();

/** Run once per estate and process; what it found must be the estate's own label, else every comparison with it would be worth nothing. */
async function undisturbedAudit(backend: Backend, options: EstateOptions | undefined): Promise<Undisturbed> {
  const key = JSON.stringify(options ?? {});
  const before = known.get(key);
  if (before !== undefined) return await before;
  const audited = (async () => {
    const estate = manyScopes(options);
    const house = await openFaultHouse({ backend, estate, workers: 1 });
    try {
      return await auditUndisturbed(house);
    } finally {
      await house.stop();
    }
  })();
  known.set(key, audited);
  return await audited;
}

async function auditUndisturbed(house: FaultHouse): Promise<Undisturbed> {
  const [connected] = await house.connect(1);
  if (connected === undefined) throw new RangeError('asked for one connection');
  const auditId = await house.startAudit(connected);
  if ((await untilSettled(house.root, [auditId])) > 0) throw new Error(`an undisturbed audit did not end: ${house.lastWords()}`);
  const seen = await undisturbed(house.root, auditId);
  const labelled = label(house.clouds.estate).map(({ resourceId }) => resourceId);
  if (JSON.stringify([...seen.failing].sort()) !== JSON.stringify(labelled.sort()))
    throw new Error('an undisturbed audit did not find what the estate declares');
  return seen;
}
