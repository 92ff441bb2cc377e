import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deliver, someJobs } from './commit-then-exit.fault.js';
import type { Fault, Scene } from './fault.js';
import { restUntil } from './waits.js';

const OFF_MS = 10 * 60_000;
const ROUNDS = 40;

const delivered = new WeakMap<Scene, number>();

/** Loaded before the worker: its whole process believes in another time; SIGUSR2 turns the clock to the other side. */
const SHIFTED = (offset: number): string => `
let offset = ${String(offset)};
const Real = Date;
globalThis.Date = class Date extends Real {
  constructor(...args) { args.length === 0 ? super(Real.now() + offset) : super(...args); }
  static now() { return Real.now() + offset; }
};
process.on('SIGUSR2', () => { offset = -offset; });
`;

/** Row 12: leases, offers and pauses are the database's business; a worker's own clock may say what it likes. */
export const wrongClock: Fault = {
  row: 12,
  attack: 'workers whose clocks are 10 minutes ahead and behind, and jump from one side to the other',
  expected: '0 jobs taken from workers that hold them',
  removes: 'the database’s clock from claim and heartbeat: leases end by the worker’s own',
  withoutGuard: {
    edits: [
      { file: 'jobs/claim-job.js', from: `lease_until = clock_timestamp() + make`, to: `lease_until = to_timestamp(\${Date.now() / 1000}) + make` },
      { file: 'jobs/claim-job.js', from: 'const claimSql = `', to: 'const claimSql = () => `' },
      { file: 'jobs/claim-job.js', from: 'claimedJobSchema, claimSql,', to: 'claimedJobSchema, claimSql(),' },
      { file: 'jobs/lease.js', from: `lease_until = clock_timestamp() + make`, to: `lease_until = to_timestamp(\${Date.now() / 1000}) + make` },
      { file: 'jobs/lease.js', from: 'const beatSql = `', to: 'const beatSql = () => `' },
      { file: 'jobs/lease.js', from: 'beatSchema, beatSql,', to: 'beatSchema, beatSql(),' },
    ],
  },
  latencyMs: 250,
  environment(worker, folder) {
    if (worker < 0) return {};
    const file = join(folder, `clock-${String(worker)}.mjs`);
    writeFileSync(file, SHIFTED(worker % 2 === 0 ? OFF_MS : -OFF_MS));
    return { NODE_OPTIONS: `--max-semi-space-size=8 --import=${file}` };
  },
  async throwIt(scene) {
    const { house, settled } = scene;
    for (let round = 0; round < ROUNDS; round += 1) {
      if (await restUntil(settled, 500)) return;
      // Whoever believes that a lease is over gets the chance to take it: jobs that run are delivered once more.
      const sent = await someJobs(scene, ['running'], 16)
        .then((jobs) => deliver(scene, jobs, 1))
        .catch(() => 0);
      delivered.set(scene, (delivered.get(scene) ?? 0) + sent);
      if (round % 8 === 7) for (const member of house.workers) member.signal('SIGUSR2');
    }
  },
  judge(scene, { stolen, reexecuted }) {
    const chances = delivered.get(scene) ?? 0;
    return Promise.resolve({
      held: stolen === 0 && reexecuted === 0 && chances > 20,
      seen: `${String(stolen + reexecuted)} jobs taken from workers that held them, in ${String(chances)} deliveries of running jobs`,
    });
  },
};
