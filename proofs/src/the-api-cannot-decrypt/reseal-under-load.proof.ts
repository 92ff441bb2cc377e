import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import { label } from '@vitrine/cloud-sim';
import { parseSealingKeySet } from '@vitrine/crypto-envelope';
import { fileKeyProvider, localKeyFiles, prepareEpoch, promoteEpoch, publishEpoch, type LocalKeyFiles } from '@vitrine/crypto-open';
import { startProcess, type TestProcess } from '@vitrine/testing';
import { z } from 'zod';
import { manyScopes } from '../nothing-lost-nothing-doubled/estate.js';
import { openFaultHouse, type FaultHouse } from '../nothing-lost-nothing-doubled/fault-house.js';
import { untilSettled } from '../nothing-lost-nothing-doubled/until-settled.js';
import type { Edit } from '../nothing-lost-nothing-doubled/worker-copy.js';
import type { Proof } from '../proof.js';
import { resealProgram } from './reseal-program.js';
import { countOpening, plantEnvelopes } from './sealed-estate.js';

const ENVELOPES = { standing: 10_000, removed: 200 };
const AUDITS = { standing: 4, removed: 4 };
const LIMIT_SECONDS = 60;
/** Per call, so that the audits are under way while their credentials are moved. */
const LATENCY_MS = 900;

/** A worker that stops as soon as the connection's version is another one. */
const noThread: readonly Edit[] = [
  { file: 'jobs/same-credential.js', from: ' or (c.credential_version = c.resealed_to and ${version} between c.resealed_from and c.resealed_to)', to: '' },
];

/** The operator's steps as documented, with real workers that audit and a real re-sealer that is killed half way. */
export const proof: Proof = {
  attack: `a new epoch promoted while ${String(AUDITS.standing)} audits run: ${ENVELOPES.standing.toLocaleString('en')} envelopes re-sealed in the background, the re-sealer killed (-9) half way and started again`,
  expected: `all under the new key in ≤ ${String(LIMIT_SECONDS)} s, one version and one trail event each; every audit completes and finds what the estate declares`,
  pace: 'whole',
  mutation: { removes: 'the thread from a re-sealed version to the one before it, in a copy of the worker' },
  async attempt({ guard, say }) {
    const house = await openFaultHouse({
      backend: 'postgres',
      estate: manyScopes({ regions: 4, auditors: AUDITS[guard] }),
      workers: 1,
      edits: guard === 'standing' ? [] : noThread,
    });
    try {
      const files = localKeyFiles(join(house.folder, 'keys'));
      const connected = await house.connect(AUDITS[guard], (index) => index);
      const planted = ENVELOPES[guard] - connected.length;
      const published = parseSealingKeySet(JSON.parse(readFileSync(files.publicFile, 'utf8')));
      await plantEnvelopes(house.root, [...new Set(connected.map(({ organizationId }) => organizationId))], published, planted);
      await prepareEpoch(files, { now: new Date(), lifetimeDays: 30 });
      for (const worker of house.workers) await worker.roll();
      await publishEpoch(files);
      await promoteEpoch(files);

      house.clouds.behaviour.latencyMs = LATENCY_MS;
      const auditIds = await Promise.all(connected.map((each) => house.startAudit(each)));
      await until(house, `select 1 from vitrine.job where kind = 'plan' and state = 'running'`);
      const { seconds, kills } = await resealAll(house, files, ENVELOPES[guard], guard === 'standing');
      const open = await untilSettled(house.root, auditIds, guard === 'standing' ? 60 : 20);
      const state = await stateOf(house, files, label(house.clouds.estate).length);
      const rate = ENVELOPES[guard] / seconds;
      say(`  ${guard}: ${JSON.stringify({ ...state, open, seconds })}, ${rate.toFixed(0)} envelopes/s`);
      if (guard === 'standing' && state.completed < AUDITS.standing) say(house.lastWords());
      const moved = state.moved === ENVELOPES[guard] && state.versions === ENVELOPES[guard] * 2 && state.events === ENVELOPES[guard];
      const audited = open === 0 && state.completed === AUDITS[guard] && state.whole === AUDITS[guard];
      return {
        held: moved && audited && state.opening && seconds <= LIMIT_SECONDS,
        seen: `${String(state.moved)} of ${String(ENVELOPES[guard])} moved in ≤ ${String(LIMIT_SECONDS)} s${seconds <= LIMIT_SECONDS ? '' : ' – NOT'}, ${String(kills)} kill; ${String(state.events)} trail events; ${String(state.completed)} of ${String(AUDITS[guard])} audits completed, ${String(state.replaced)} jobs stopped`,
      };
    } finally {
      await house.stop();
    }
  },
};

/** Seconds from the first start to the last envelope, a kill and a second start between. */
async function resealAll(house: FaultHouse, files: LocalKeyFiles, count: number, kill: boolean): Promise<{ seconds: number; kills: number }> {
  const begun = performance.now();
  let reseal = await startReseal(house, files);
  let kills = 0;
  for (;;) {
    const moved = await movedSoFar(house);
    if (moved >= count) break;
    if (performance.now() - begun > 150_000) throw new Error(`the re-sealer stands still at ${String(moved)}: ${reseal.output().slice(-1_000)}`);
    if (kill && kills === 0 && moved > count / 3) {
      await reseal.kill('SIGKILL');
      kills += 1;
      reseal = await startReseal(house, files);
    }
    await delay(400);
  }
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  await reseal.kill('SIGTERM');
  return { seconds, kills };
}

const startReseal = ({ database }: FaultHouse, { privateFiles, publicFile }: LocalKeyFiles): Promise<TestProcess> =>
  startProcess(resealProgram, {
    readyLine: /"ready":true/,
    env: {
      VITRINE_DATABASE_URL: database.url('vitrine_reseal'),
      VITRINE_OPENING_KEYS_FILE: privateFiles.aws,
      VITRINE_SEALING_KEYS_FILE: publicFile,
      VITRINE_ROUND_SECONDS: '1',
    },
  });

const movedSql = `select count(*)::int as moved from vitrine.connection where created_by = 'proof' and resealed_from = 1 and resealed_to = 2 and credential_version = 2`;

async function movedSoFar({ root }: FaultHouse): Promise<number> {
  const { rows } = await root.query(movedSql);
  return z.object({ moved: z.number() }).parse(rows[0]).moved;
}

async function until({ root }: FaultHouse, sql: string): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (((await root.query(sql)).rowCount ?? 0) === 0) {
    if (performance.now() > deadline) throw new Error(`nothing came of: ${sql}`);
    await delay(50);
  }
}

const stateSchema = z.object({ moved: z.number(), versions: z.number(), events: z.number(), completed: z.number(), whole: z.number(), replaced: z.number() });

/** `whole`: audits of which every finding that the estate declares stands. */
async function stateOf(house: FaultHouse, files: LocalKeyFiles, declared: number): Promise<z.infer<typeof stateSchema> & { readonly opening: boolean }> {
  const { rows } = await house.root.query(
    `select (${movedSql}),
       (select count(*)::int from vitrine.credential where created_by in ('proof', 'vitrine-reseal')) as versions,
       (select count(*)::int from vitrine.trail_event where type = 'vitrine.credential.resealed') as events,
       (select count(*)::int from vitrine.audit where state = 'completed') as completed,
       (select count(*)::int from vitrine.job where error_code = 'credential-replaced') as replaced,
       (select count(*)::int from (select connection_id from vitrine.finding where verdict = 'fail' group by connection_id having count(*) = $1) f) as whole`,
    [declared],
  );
  // The new key alone: a sample is enough, since opening is what the re-sealer's spec and `epoch-shred` count to the last one.
  const { kidsFor, unwrap } = fileKeyProvider({ files: [files.privateFiles.aws] });
  const current = parseSealingKeySet(JSON.parse(readFileSync(files.publicFile, 'utf8'))).keys.flatMap(({ cloud, kid }) => (cloud === 'aws' ? [kid] : []));
  const newOnly = { unwrap, kidsFor: (cloud: 'aws' | 'azure' | 'gcp') => new Set([...kidsFor(cloud)].filter((kid) => current.includes(kid))) };
  const { opened, of } = await countOpening(house.root, newOnly, 'current', 500);
  return { ...stateSchema.parse(rows[0]), opening: opened === of && of > 0 };
}
