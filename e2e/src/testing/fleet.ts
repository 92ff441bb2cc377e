import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoAzureClientId, demoAzureClientSecret, demoAzureTenantId, demoEstate, endpointVariablesOf, startCloudSim, type CloudSim } from '@vitrine/cloud-sim';
import {
  createTestDatabase,
  killRunningProcesses,
  seedTwoOrganizations,
  startProcess,
  startTestIssuer,
  type SeededOrganization,
  type TestDatabase,
  type TestIssuer,
  type TestProcess,
} from '@vitrine/testing';
import { projectRoot } from './project-root.js';

export interface FleetApi {
  readonly url: string;
  readonly process: TestProcess;
}

/** Database, issuer and clouds of one spec, and the programs of the fleet as processes over them. The queue is the embedded one. */
export interface Fleet {
  readonly database: TestDatabase;
  readonly issuer: TestIssuer;
  readonly sim: CloudSim;
  readonly acme: SeededOrganization;
  readonly umbra: SeededOrganization;
  startApi(): Promise<FleetApi>;
  /** One process for every queue and the relay. */
  startWorker(): Promise<TestProcess>;
  stop(): Promise<void>;
}

/** What the demo's Azure takes; fit for `POST …/credentials` of an `azure.secret` connection. */
export const simulatedAzureCredential = { tenantId: demoAzureTenantId, clientId: demoAzureClientId, clientSecret: demoAzureClientSecret };

const random32 = (fill: number): string => Buffer.alloc(32, fill).toString('base64');

/** Builds the workspace first, since processes run what is built. */
export async function prepareFleet(): Promise<Fleet> {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-fleet-'));
  const keys = join(folder, 'keys');
  execFileSync(join(projectRoot, 'node_modules/.bin/tsc'), ['-b'], { cwd: projectRoot });
  mkdirSync(keys, { mode: 0o700 });
  execFileSync(process.execPath, [join(projectRoot, 'deploy/make-keys.mjs'), keys]);
  const [database, issuer, sim] = await Promise.all([createTestDatabase(), startTestIssuer(), startCloudSim({ estate: demoEstate() })]);
  const { acme, umbra } = await seedTwoOrganizations(database, { issuer: issuer.issuer });
  const authority = join(folder, 'simulated-authority.crt');
  writeFileSync(authority, sim.caCertificatePem);
  chmodSync(authority, 0o644);
  const queue = { VITRINE_QUEUE_DATABASE_URL: database.url('vitrine_queue'), VITRINE_SEALING_KEYS_FILE: join(keys, 'sealing_public.json') };
  return {
    database,
    issuer,
    sim,
    acme,
    umbra,
    startApi: async () => {
      const started = await startProcess(join(projectRoot, 'apps/api/dist/main.js'), {
        args: ['--exit-with-parent'],
        readyLine: /"ready":true,"port":(\d+)/,
        env: {
          ...queue,
          VITRINE_PORT: '0',
          VITRINE_DATABASE_URL: database.url('vitrine_api'),
          VITRINE_OIDC_ISSUERS: JSON.stringify([{ issuer: issuer.issuer, audience: 'vitrine' }]),
          VITRINE_ALLOW_LOOPBACK_ISSUER: 'true',
          VITRINE_TOKEN_PEPPERS: JSON.stringify([{ id: 'p1', key: random32(7) }]),
          VITRINE_REQUEST_KEY: random32(9),
        },
      });
      return { process: started, url: `http://127.0.0.1:${started.ready?.[1] ?? ''}` };
    },
    startWorker: async () =>
      await startProcess(join(projectRoot, 'apps/worker/dist/main.js'), {
        args: ['--exit-with-parent'],
        readyLine: /"ready":true/,
        env: {
          ...queue,
          VITRINE_DATABASE_URL: database.url('vitrine_worker'),
          VITRINE_RELAY_DATABASE_URL: database.url('vitrine_relay'),
          VITRINE_OPENING_KEYS_FILE: ['aws', 'azure', 'gcp'].map((cloud) => join(keys, `opening_${cloud}.json`)).join(','),
          ...endpointVariablesOf(sim.endpoints),
          VITRINE_EXTRA_CA_FILE: authority,
        },
      }),
    stop: async () => {
      await killRunningProcesses();
      await Promise.all([issuer.stop(), sim.stop()]);
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Asked {
  readonly token: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  /** Specs assert what they use of it. */
  readonly body: Record<string, unknown>;
}

export async function ask(api: FleetApi, method: string, path: string, { token, body, headers = {} }: Asked): Promise<Answered> {
  const response = await fetch(`${api.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, connection: 'close', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  // JSON of our own API; its shape is what the specs look at.
  return { status: response.status, headers: response.headers, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
}
