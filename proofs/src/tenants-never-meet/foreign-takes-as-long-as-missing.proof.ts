import { startApiProcess } from '../hostile-input/api-process.js';
import { prepareGround } from '../hostile-input/attack-ground.js';
import type { Proof } from '../proof.js';
import { seededRandom } from './seeded-random.js';

const PAIRS = 1_000;
const PAIRS_OF_SOAK = 10_000;
/** Milliseconds between the medians. Smaller than one question to the database takes, which is what a careless look-up would add. */
const MOST = 1;

/** Same bytes and same status are proven by `every-operation`; here the clock is the witness. */
export const proof: Proof = {
  attack: `${String(PAIRS)} times the id of the other organization’s row and an id of nobody, in random order, each timed (${String(PAIRS_OF_SOAK)} with --soak)`,
  expected: `all 404; the medians lie ≤ ${String(MOST)} ms apart`,
  pace: 'whole',
  mutation: { removes: 'the one question for both (for a foreign id a second one is asked first)' },
  async attempt({ guard, seed, pace }) {
    const pairs = pace === 'soak' ? PAIRS_OF_SOAK : PAIRS;
    const random = seededRandom(seed);
    const ground = await prepareGround();
    try {
      const api = await startApiProcess(ground);
      const token = await ground.tokenOf(ground.acme, 'owner');
      const ask = async (id: string): Promise<number> => (await api.send({ method: 'GET', path: `/v1/connections/${id}`, token })).status;
      const foreignId = ground.umbra.connections.aws;
      const times = { foreign: [] as number[], missing: [] as number[] };
      const statuses = new Set<number>();
      const timed = async (kind: keyof typeof times, id: string): Promise<void> => {
        const started = performance.now();
        if (guard === 'removed' && kind === 'foreign') await ask(id);
        statuses.add(await ask(id));
        times[kind].push(performance.now() - started);
      };
      // The first ones warm what is warmed once: connections, plans, compiled code.
      for (let pair = -100; pair < pairs; pair += 1) {
        if (pair === 0) times.foreign.length = times.missing.length = 0;
        const missingId = `018f0000-0000-7000-8000-${(pair + 100).toString(16).padStart(12, '0')}`;
        const both = [() => timed('foreign', foreignId), () => timed('missing', missingId)];
        for (const one of random.shuffled(both)) await one();
      }
      await api.stop();
      const [foreign, missing] = [median(times.foreign), median(times.missing)];
      const apart = Math.abs(foreign - missing);
      const said = [...statuses].join(', ');
      return {
        held: apart <= MOST && said === '404',
        seen: `${String(pairs)} pairs, all ${said}: medians ${foreign.toFixed(2)} ms (foreign) and ${missing.toFixed(2)} ms (missing), ${apart.toFixed(2)} ms apart`,
      };
    } finally {
      await ground.leave();
    }
  },
};

const median = (values: readonly number[]): number => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
