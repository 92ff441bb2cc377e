import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { createPool } from '@vitrine/database';
import { withOrganization } from '@vitrine/tenancy';
import { startProcess } from '@vitrine/testing';
import type { BenchOptions, BenchRow } from './bench-row.js';
import { newConnection, openBenchHouse, pidOf, type BenchHouse } from './bench-house.js';
import { volumesEstate } from './estates.js';
import { listStatement } from './list-statement.js';
import { cpuSecondsOf } from './process-usage.js';
import { sampleFindings } from './sample-findings.js';
import { median } from './table.js';
import { Undo } from './undo.js';
import { loadWriteFindings } from './worker-parts.js';

const ROUNDS = 9;
/** Rounds of each before anything counts: a server is compiled for good after some thousands of requests, and serves for weeks. */
const WARM_UP = 5;
/** Requests in a round: CPU is told in hundredths of a second. */
const REQUESTS = 500;
const AT_ONCE = 8;
const STORED = 5_000;

/** The first page of findings with token, tenant guard, scope and RLS, against bare Fastify with the same SELECT; alternating, CPU of each server. */
export async function run({ say }: BenchOptions): Promise<BenchRow[]> {
  const undo = new Undo();
  try {
    const house = await openBenchHouse(volumesEstate(1_000), undo);
    await storeFindings(house);
    const statement = await listStatement(house.instance.organizationId);
    const bare = await startProcess(fileURLToPath(new URL('./bare-list.program.js', import.meta.url)), {
      env: { BENCH_STATEMENT: JSON.stringify(statement), BENCH_DATABASE_URL: house.instance.superuserUrl },
      readyLine: /^ready (\d+)$/m,
    });
    undo.add(async () => void (await bare.kill()));
    const token = readFileSync(house.instance.tokenFile, 'utf8').trim();
    const ours = { pid: pidOf(house.instance, 'api'), url: `${house.instance.apiUrl}/v1/findings?limit=50`, headers: { authorization: `Bearer ${token}` } };
    const theirs = { pid: bare.pid, url: `http://127.0.0.1:${bare.ready?.[1] ?? ''}/v1/findings`, headers: {} };
    for (let round = 1; round <= WARM_UP; round++) for (const server of [ours, theirs]) await load(server);
    const cpu = { ours: [] as number[], theirs: [] as number[] };
    const wall = { ours: [] as number[], theirs: [] as number[] };
    for (let round = 1; round <= ROUNDS; round++) {
      const [a, b] = [await load(ours), await load(theirs)];
      cpu.ours.push(a.cpuMilliseconds);
      wall.ours.push(a.milliseconds);
      cpu.theirs.push(b.cpuMilliseconds);
      wall.theirs.push(b.milliseconds);
      say(`list-page: round ${String(round)} of ${String(ROUNDS)}: API ${a.cpuMilliseconds.toFixed(2)} CPU-ms, bare ${b.cpuMilliseconds.toFixed(2)} CPU-ms`);
    }
    return [
      {
        row: 'list-page',
        figure: 'CPU',
        measured: { value: median(cpu.ours), unit: 'CPU-ms' },
        baseline: { value: median(cpu.theirs), unit: 'CPU-ms' },
        bar: { atMost: 2 },
        notes: `a request, of the server process; median of ${String(ROUNDS)} rounds of ${String(REQUESTS)}; 50 of ${STORED.toLocaleString('en-US')} findings`,
      },
      {
        row: 'list-page',
        figure: 'wall',
        measured: { value: median(wall.ours), unit: 'ms' },
        baseline: { value: median(wall.theirs), unit: 'ms' },
        bar: null,
        notes: `a request, ${String(AT_ONCE)} at once`,
      },
    ];
  } finally {
    await undo.run();
  }
}

async function storeFindings(house: BenchHouse): Promise<void> {
  const { organizationId, superuserUrl } = house.instance;
  const connectionId = await newConnection(house, 'findings');
  const auditId = randomUUID();
  const pool = createPool({ url: superuserUrl, applicationName: 'vitrine-bench', max: 1 });
  try {
    const writeFindings = await loadWriteFindings();
    await pool.query(
      `insert into vitrine.audit (organization_id, id, connection_id, credential_version, requested_by, state) values ($1, $2, $3, 1, 'bench', 'completed')`,
      [organizationId, auditId, connectionId],
    );
    await withOrganization(pool, organizationId, async (transaction) => {
      await writeFindings(transaction, sampleFindings({ connectionId, auditId }, STORED, 0));
    });
    await pool.query('analyze vitrine.finding');
  } finally {
    await pool.end();
  }
}

/** Milliseconds of the server's CPU, and of the clock, for one request. */
async function load(server: {
  readonly pid: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}): Promise<{ cpuMilliseconds: number; milliseconds: number }> {
  const cpuBefore = cpuSecondsOf(server.pid);
  const begun = performance.now();
  let left = REQUESTS;
  const client = async (): Promise<void> => {
    for (; left > 0;) {
      left -= 1;
      const response = await fetch(server.url, { headers: server.headers });
      const { items } = (await response.json()) as { items?: readonly unknown[] }; // only its length is looked at, below
      if (response.status !== 200 || items === undefined || items.length < 50)
        throw new Error(`${server.url} answered ${String(response.status)} with ${String(items?.length)} items`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  return { cpuMilliseconds: ((cpuSecondsOf(server.pid) - cpuBefore) * 1000) / REQUESTS, milliseconds: (performance.now() - begun) / (REQUESTS / AT_ONCE) };
}
