import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import {
  apiEnvironment,
  createTestDatabase,
  patchedCopy,
  seedTwoOrganizations,
  silentTrail,
  startPreparedServer,
  startProcess,
  startTestIssuer,
  type TestDatabase,
} from '@vitrine/testing';
import type { Pool } from 'pg';
import type { BenchOptions, BenchRow } from './bench-row.js';
import { median } from './table.js';
import { Undo } from './undo.js';
import { loadSequencingRound } from './worker-parts.js';

const ROUNDS = 5;
const MUTATIONS = 150;
const ENTRIES = 20_000;
const ORGANIZATIONS = 4;
const builtApi = fileURLToPath(new URL('../../apps/api/dist/main.js', import.meta.url));

/** A mutation of the API with its entry and without it (in a copy of the built API), alternating; and how fast entries get their leaves. */
export async function run({ say }: BenchOptions): Promise<BenchRow[]> {
  const undo = new Undo();
  try {
    const server = await startPreparedServer({ durable: true });
    undo.add(() => server.stop());
    const database = await createTestDatabase(server);
    undo.add(() => database.drop());
    const issuer = await startTestIssuer();
    undo.add(() => issuer.stop());
    const { acme } = await seedTwoOrganizations(database, { issuer: issuer.issuer });
    const token = await issuer.mint({ subject: acme.members.owner.subject, lifetime: 3_600, claims: { org_id: acme.claim.value } });
    const start = async (program: string): Promise<string> => {
      const started = await startProcess(program, {
        readyLine: /"ready":true,"port":(\d+)/,
        readyWithin: 60_000,
        env: apiEnvironment(database, issuer),
      });
      undo.add(async () => void (await started.kill('SIGTERM')));
      return `http://127.0.0.1:${started.ready?.[1] ?? ''}`;
    };
    // The API as built, and but for the one statement that writes an entry.
    const copy = await patchedCopy([silentTrail]);
    undo.add(() => copy.remove());
    const [ours, silent] = [await start(builtApi), await start(copy.program)];
    const times = { ours: [] as number[], silent: [] as number[] };
    for (const url of [ours, silent]) await mutate(url, token, MUTATIONS);
    for (let round = 1; round <= ROUNDS; round++) {
      times.ours.push(...(await mutate(ours, token, MUTATIONS)));
      times.silent.push(...(await mutate(silent, token, MUTATIONS)));
      say(
        `trail: round ${String(round)} of ${String(ROUNDS)}: ${median(times.ours).toFixed(2)} ms with its entry, ${median(times.silent).toFixed(2)} ms without`,
      );
    }
    const one = await entriesPerSecond(database, 1);
    const all = await entriesPerSecond(database, ORGANIZATIONS);
    return [
      {
        row: 'trail',
        figure: 'API mutation',
        measured: { value: median(times.ours), unit: 'ms' },
        baseline: { value: median(times.silent), unit: 'ms' },
        bar: { atMost: 1.3 },
        notes: `PATCH of the organization with its entry ÷ without; median of ${String(ROUNDS * MUTATIONS)}, one after the other, synced to disk`,
      },
      {
        row: 'trail',
        figure: 'entries, one organization',
        measured: { value: one, unit: 'entries/s' },
        baseline: null,
        bar: null,
        notes: `leaves, tiles, head and signed checkpoints of ${ENTRIES.toLocaleString('en-US')} entries, 1,000 a transaction`,
      },
      {
        row: 'trail',
        figure: 'entries, in total',
        measured: { value: all, unit: 'entries/s' },
        baseline: null,
        bar: null,
        notes: `of ${String(ORGANIZATIONS)} organizations at once, one sequencer`,
      },
    ];
  } finally {
    await undo.run();
  }
}

/** Milliseconds of each. */
async function mutate(url: string, token: string, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    const begun = performance.now();
    const response = await fetch(`${url}/v1/organization`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'if-match': '*' },
      body: JSON.stringify({ name: `acme ${String(n)}` }),
    });
    await response.text();
    if (response.status !== 200) throw new Error(`PATCH /v1/organization: ${String(response.status)}`);
    times.push(performance.now() - begun);
  }
  return times;
}

async function entriesPerSecond(database: TestDatabase, organizations: number): Promise<number> {
  const sequencingRound = await loadSequencingRound();
  const superuser: Pool = database.poolFor('postgres');
  const { privateKey } = generateKeyPairSync('ed25519');
  const round = sequencingRound({ pool: database.poolFor('vitrine_sequencer'), signers: [{ name: 'bench', privateKey }], host: 'bench', anchors: [] });
  while ((await round(() => false)) === 'more-left');
  for (let n = 0; n < organizations; n++)
    await superuser.query(
      `insert into vitrine.trail_event (organization_id, id, type, principal, payload) select $1, gen_random_uuid(), 'bench.written', 'bench', jsonb_build_object('n', n) from generate_series(1, $2::int) n`,
      [randomUUID(), ENTRIES],
    );
  await superuser.query('analyze vitrine.trail_event');
  const begun = performance.now();
  while ((await round(() => false)) === 'more-left');
  const seconds = (performance.now() - begun) / 1_000;
  const { rows } = await superuser.query<{ left: number }>('select count(*)::int as left from vitrine.trail_pending');
  if (rows[0]?.left !== 0) throw new Error('entries are left');
  return Math.round((ENTRIES * organizations) / seconds);
}
