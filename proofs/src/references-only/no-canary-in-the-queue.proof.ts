import { jobReferenceSchema } from '@vitrine/contracts';
import { hunt, type Place } from '@vitrine/e2e';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { z } from 'zod';
import type { Proof } from '../proof.js';
import { openMarkedHouse, type MarkedHouse } from './marked-house.js';
import { runMarked } from './marked-run.js';
import { recordQueueTables } from './queue-history.js';
import { jsonObjectsIn, watchRedis } from './redis-watch.js';

/** What BullMQ notes beside the data: how often, and its own id, made of the job's and the number of the offer. */
const optionsSchema = z.strictObject({
  jobId: z.string().regex(/^[0-9a-f-]{36}-\d+$/),
  removeOnComplete: z.literal(true),
  removeOnFail: z.literal(true),
  attempts: z.literal(1),
});
const valueSchema = z.union([jobReferenceSchema, optionsSchema]);

interface Seen {
  readonly places: readonly Place[];
  /** Data of jobs, as it came by. */
  readonly data: readonly unknown[];
  readonly canaries: readonly string[];
  readonly audits: string;
}

/** T14: whatever a queue's operator, its backups or an intruder see there is two ids. */
export const proof: Proof = {
  attack:
    'a marked credential of each kind and a marked bill through whole audits; the hunt in Redis MONITOR and dumps, and in every row that the Postgres queue ever held',
  expected: '0 canaries in any encoding; every job’s data is two ids, and its options name no more than its id',
  pace: 'whole',
  beside: 'computes',
  mutation: { removes: 'the strict schema at the producer (a job that carries what it is about)' },
  attempt: async ({ guard, say }) => {
    const careless = guard === 'removed';
    const seen = [await onRedis(careless), ...(careless ? [] : [await onPostgres()])];
    const found = seen.flatMap(({ canaries, places }) => hunt(canaries, places));
    const data = seen.flatMap((each) => each.data);
    const odd = data.filter((each) => !valueSchema.safeParse(each).success);
    if (!careless) for (const each of [...found, ...odd.map((value) => `data ${JSON.stringify(value)}`)]) say(each);
    const characters = seen.flatMap(({ places }) => places).reduce((sum, { text }) => sum + text.length, 0);
    return {
      held: found.length === 0 && odd.length === 0 && data.length >= 20,
      seen: `${seen.map(({ audits }) => audits).join('; ')}; ${String(Math.round(characters / 1024))} kB searched: ${String(found.length)} canaries; ${String(data.length - odd.length)} of ${String(data.length)} values ids only`,
    };
  },
};

async function onRedis(careless: boolean): Promise<Seen> {
  const house = await openMarkedHouse('redis');
  try {
    const port = house.redis?.port ?? 0;
    const watch = await watchRedis(port);
    try {
      const { canaries, audits, completed } = await runMarked(house);
      if (careless) await offerCarelessly(port, canaries);
      await watch.stop();
      const told = watch.told();
      return {
        canaries,
        places: [{ name: 'MONITOR', text: told }, ...watch.dumps().map((text, at) => ({ name: `dump ${String(at)}`, text }))],
        data: jsonObjectsIn(told),
        audits: `Redis: ${String(audits)} audits, ${String(completed)} to the end`,
      };
    } finally {
      await watch.stop();
    }
  } finally {
    await house.stop();
  }
}

const rowsSchema = z.array(z.object({ name: z.string(), text: z.string(), data: z.unknown() }));

async function onPostgres(): Promise<Seen> {
  const house: MarkedHouse = await openMarkedHouse('postgres');
  try {
    await recordQueueTables(house.root);
    const { canaries, audits, completed } = await runMarked(house);
    const rows = rowsSchema.parse((await house.root.query('select name, text, data from proof_queue.history')).rows);
    return {
      canaries,
      places: [{ name: 'queue tables', text: rows.map(({ name, text }) => `${name} ${text}`).join('\n') }],
      data: rows.flatMap(({ data }) => (data === null || data === undefined ? [] : [typeof data === 'string' ? (JSON.parse(data) as unknown) : data])),
      audits: `Postgres: ${String(audits)} audits, ${String(completed)} to the end`,
    };
  } finally {
    await house.stop();
  }
}

/** As an author would who finds it handy to have the credential at hand. */
async function offerCarelessly(port: number, canaries: readonly string[]): Promise<void> {
  const connection = new Redis({ port, host: '127.0.0.1', maxRetriesPerRequest: null });
  const queue = new Queue('aws', { connection, prefix: '{vitrine}' });
  try {
    await queue.add('job', { secret: canaries[0], row: canaries.at(-1) });
  } finally {
    await queue.close();
    connection.disconnect();
  }
}
