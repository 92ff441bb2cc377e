import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient } from '@vitrine/api-client';
import { endpointVariablesOf, startCloudSim } from '@vitrine/cloud-sim';
import { createLocalKeySet, writeLocalKeySet } from '@vitrine/crypto-open';
import { canary } from '@vitrine/e2e';
import { startProcess, startTestRedis, type TestRedis } from '@vitrine/testing';
import type { Pool } from 'pg';
import { builtApi, projectRoot, startApiProcess } from '../hostile-input/api-process.js';
import { prepareGround, type AttackGround } from '../hostile-input/attack-ground.js';
import { BASE, manyScopes } from '../nothing-lost-nothing-doubled/estate.js';

/** API, worker and relay as processes over one queue, before simulated clouds: what a marked credential walks through. */
export interface MarkedHouse {
  readonly client: ApiClient;
  readonly ground: AttackGround;
  readonly apiUrl: string;
  /** Where each process tells its metrics. */
  readonly metricsUrls: readonly string[];
  /** The superuser's, who sees behind every policy. */
  readonly root: Pool;
  readonly redis: TestRedis | null;
  /** The operator's own secret, which the worker holds and the queue must not. */
  readonly ownSecret: string;
  stop(): Promise<void>;
}

export interface MarkedHouseOptions {
  /** Default: two organizations on the server of the test run, where there is one. */
  readonly prepare?: () => Promise<AttackGround>;
  /** Default: the API as built. Another is a copy with a guard taken out. */
  readonly program?: string;
}

export async function openMarkedHouse(
  backend: 'redis' | 'postgres',
  { prepare = prepareGround, program = builtApi }: MarkedHouseOptions = {},
): Promise<MarkedHouse> {
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step().catch(() => undefined);
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-marked-'));
    undo.push(() => rm(folder, { recursive: true, force: true }));
    const ground = await prepare();
    undo.push(() => ground.leave());
    const keys = await writeLocalKeySet(join(folder, 'keys'), await createLocalKeySet());
    const sim = await startCloudSim({ estate: manyScopes({ regions: 2 }) });
    undo.push(() => sim.stop());
    const authority = join(folder, 'authority.crt');
    await writeFile(authority, sim.caCertificatePem);
    const redis = backend === 'redis' ? await startTestRedis() : null;
    if (redis !== null) undo.push(() => redis.stop());
    const queue: Record<string, string> =
      redis === null ? { VITRINE_QUEUE_DATABASE_URL: ground.database.url('vitrine_queue') } : { VITRINE_REDIS_URL: redis.url };
    // Alone at first: it makes the queue's tables.
    const api = await startApiProcess(ground, {
      program,
      environment: { ...queue, VITRINE_SEALING_KEYS_FILE: keys.publicFile, VITRINE_REQUEST_TIMEOUT_MS: '30000' },
    });
    undo.push(() => api.stop());
    const ownSecret = canary().padEnd(40, 'x').slice(0, 40);
    const worker = await startProcess(join(projectRoot, 'apps/worker/dist/main.js'), {
      args: ['--exit-with-parent'],
      readyLine: /"ready":true,"healthPort":(\d+)/,
      readyWithin: 60_000,
      env: {
        ...queue,
        VITRINE_DATABASE_URL: ground.database.url('vitrine_worker'),
        VITRINE_RELAY_DATABASE_URL: ground.database.url('vitrine_relay'),
        VITRINE_OPENING_KEYS_FILE: Object.values(keys.privateFiles).join(','),
        VITRINE_SEALING_KEYS_FILE: keys.publicFile,
        VITRINE_AWS_BASE_IDENTITY: JSON.stringify({ accessKeyId: BASE.accessKeyId, secretAccessKey: ownSecret }),
        ...endpointVariablesOf(sim.endpoints),
        VITRINE_EXTRA_CA_FILE: authority,
        VITRINE_QUOTA_SHARE: '1000',
      },
    });
    undo.push(() => worker.kill('SIGTERM'));
    const token = await ground.tokenOf(ground.acme, 'owner');
    const apiUrl = `http://127.0.0.1:${String(api.port)}`;
    const ports = [/"metricsPort":(\d+)/.exec(api.process.output())?.[1], worker.ready?.[1]];
    return {
      client: new ApiClient({ url: apiUrl, token }),
      ground,
      apiUrl,
      metricsUrls: ports.map((port) => `http://127.0.0.1:${port ?? ''}/metrics`),
      root: ground.database.poolFor('postgres'),
      redis,
      ownSecret,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
