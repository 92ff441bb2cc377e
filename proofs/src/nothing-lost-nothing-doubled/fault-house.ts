import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCloudSim, type CloudSim, type EstateDeclaration } from '@vitrine/cloud-sim';
import { auditIdSchema, connectionIdSchema, jobIdSchema, newId, organizationIdSchema, type ConnectionId, type OrganizationId } from '@vitrine/contracts';
import { currentSealingKey, type Credential } from '@vitrine/crypto-envelope';
import { createLocalKeySet, writeLocalKeySet } from '@vitrine/crypto-open';
import { sealCredential } from '@vitrine/crypto-seal';
import { createPool } from '@vitrine/database';
import {
  createTestDatabase,
  redisAvailable,
  seedTwoOrganizations,
  startPreparedServer,
  startTestRedis,
  type PreparedServer,
  type TestDatabase,
  type TestRedis,
} from '@vitrine/testing';
import type { Pool } from 'pg';
import type { Between } from './between.js';
import { auditor, BASE, ROLE, RULES } from './estate.js';
import { startFleet, type Duty, type Member } from './fleet.js';
import type { OwnServer } from './own-server.js';
import type { PreviousWorker } from './previous-worker.js';
import { recordHistory } from './recorded-history.js';
import { copyWorker, type Edit } from './worker-copy.js';

export type Backend = 'redis' | 'postgres';

/** A key of the customer's, or a role of his that our own identity assumes. */
export type SignIn = 'key' | 'role';

export interface FaultHouseOptions {
  readonly backend: Backend;
  readonly estate: EstateDeclaration;
  readonly edits?: readonly Edit[];
  readonly workers?: number;
  /** Of one worker, and of the relay (number -1). */
  readonly environmentOf?: (worker: number, folder: string) => Readonly<Record<string, string>>;
  /** In place of the simulator's own address: something that stands between. */
  readonly between?: (aws: string) => Promise<Between> | undefined;
  readonly redis?: { readonly maxmemory?: string } | (() => Promise<TestRedis>);
  readonly signIn?: SignIn;
  /** Default: the one that all attempts share, with a database for each. */
  readonly server?: () => Promise<OwnServer>;
  /** Every second worker is of this older version. */
  readonly previous?: () => PreviousWorker;
}

export interface Connected {
  readonly organizationId: OrganizationId;
  readonly connectionId: ConnectionId;
  readonly auditor: number;
}

/** Everything of a running Vitrine but its API, each part of it the attempt's own, so that it may be killed: Postgres, queue, clouds, workers, relay. */
export interface FaultHouse {
  readonly backend: Backend;
  readonly server: PreparedServer;
  readonly database: TestDatabase;
  readonly redis: TestRedis | null;
  readonly clouds: CloudSim;
  readonly relay: Member;
  readonly workers: readonly Member[];
  readonly folder: string;
  /** The program that the fleet runs, and the variables it runs with. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The commit that every second worker is of; null where all are of this version. */
  readonly previous: string | null;
  /** The end of the fleet's log, for whoever has to find out why. */
  lastWords(): string;
  /** The superuser's, who sees behind every policy. */
  readonly root: Pool;
  /** New connections, half of them in each of two organizations, all reading one account with a key of their own choice. */
  connect(count: number, auditorOf?: (index: number) => number): Promise<readonly Connected[]>;
  /** What the API writes when somebody asks for an audit. */
  startAudit(connected: Connected): Promise<string>;
  /** SIGTERM to all of the fleet, and no process after it. Safe to call twice. */
  retire(): Promise<void>;
  stop(): Promise<void>;
}

let shared: Promise<PreparedServer> | undefined;

/** One server for all attempts of this process, with a database for each; its supervisor ends it with us. Twenty starts would cost more than the faults. */
const sharedServer = (): Promise<PreparedServer> => (shared ??= startPreparedServer({ durable: true }));

export async function openFaultHouse(options: FaultHouseOptions): Promise<FaultHouse> {
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step().catch(() => undefined);
  };
  try {
    return await open(options, undo, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function open(options: FaultHouseOptions, undo: (() => Promise<unknown>)[], stop: () => Promise<void>): Promise<FaultHouse> {
  const { backend, edits = [], workers = 2 } = options;
  if (backend === 'redis' && !redisAvailable()) throw new Error('redis-server is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-faults-'));
  chmodSync(folder, 0o711);
  undo.push(() => Promise.resolve(rmSync(folder, { recursive: true, force: true })));
  const clouds = await startCloudSim({ estate: options.estate });
  undo.push(() => clouds.stop());
  const between = await options.between?.(clouds.endpoints.aws);
  if (between !== undefined) undo.push(() => between.stop());
  const own = await options.server?.();
  if (own !== undefined) undo.push(() => own.stop());
  const server = own?.server ?? (await sharedServer());
  const database = await createTestDatabase(server);
  undo.push(() => database.drop());
  // Patient: a machine that is busy with the fault is no broken promise.
  const root = createPool({ url: database.url('postgres'), applicationName: 'vitrine-proof', statementTimeoutMs: 60_000, connectTimeoutMs: 60_000 });
  undo.push(() => root.end());
  await recordHistory(root);
  const redis = backend === 'redis' ? await (typeof options.redis === 'function' ? options.redis() : startTestRedis(options.redis)) : null;
  if (redis !== null) undo.push(() => redis.stop());
  // An hour old, so that a worker whose clock is behind does not refuse a key of the future.
  const keySet = await createLocalKeySet({ now: new Date(Date.now() - 3_600_000) });
  const keys = await writeLocalKeySet(join(folder, 'keys'), keySet);
  const { acme, umbra } = await seedTwoOrganizations(database);
  const organizations = [acme, umbra].map(({ organizationId }) => organizationIdSchema.parse(organizationId));

  const program = copyWorker(folder, edits);
  const previous = options.previous?.();
  if (previous !== undefined) undo.push(() => Promise.resolve(previous.remove()));
  const environment = {
    VITRINE_DATABASE_URL: database.url('vitrine_worker'),
    VITRINE_RELAY_DATABASE_URL: database.url('vitrine_relay'),
    ...(redis === null ? { VITRINE_QUEUE_DATABASE_URL: database.url('vitrine_queue') } : { VITRINE_REDIS_URL: redis.url }),
    VITRINE_OPENING_KEYS_FILE: Object.values(keys.privateFiles).join(','),
    VITRINE_SEALING_KEYS_FILE: keys.publicFile,
    VITRINE_AWS_ENDPOINT: between?.origin ?? clouds.endpoints.aws,
    VITRINE_AWS_BASE_IDENTITY: JSON.stringify(BASE),
    // The clouds are our own processes: nobody's quota.
    VITRINE_QUOTA_SHARE: '1000',
    VITRINE_CONCURRENCY: '8',
    VITRINE_LOG_LEVEL: 'warn',
    NODE_OPTIONS: '--max-semi-space-size=8',
  };
  const duty = (number: number, queues: string): Duty => ({
    name: number < 0 ? 'relay' : `worker-${String(number)}`,
    program: number % 2 === 0 && previous !== undefined ? previous.program : program,
    queues,
    environment: { ...environment, ...options.environmentOf?.(number, folder) },
  });
  const logFile = join(folder, 'fleet.log');
  // The first one makes the queue's tables; two that make them at once get in each other's way.
  const [relay] = await startFleet([duty(-1, 'relay')], logFile);
  if (relay === undefined) throw new RangeError('asked for one relay');
  undo.push(() => relay.retire());
  const members = await startFleet(
    Array.from({ length: workers }, (_, number) => duty(number, 'aws,system')),
    logFile,
  );
  const retire = async (): Promise<void> => void (await Promise.all([...members, relay].map((member) => member.retire())));
  undo.push(retire);

  let named = 0;
  const connectOne = async (organizationId: OrganizationId, key: number): Promise<Connected> => {
    const connectionId = connectionIdSchema.parse(newId(connectionIdSchema));
    const name = `account ${String((named += 1))}`;
    const { credential, externalId } = credentialOf(options.signIn ?? 'key', key);
    const { kind } = credential;
    const sealed = await sealCredential({
      credential,
      context: { organizationId, connectionId, version: 1, kind },
      key: currentSealingKey(keySet.publicJwks, kind, new Date()),
    });
    await root.query(
      `insert into vitrine.connection (organization_id, id, cloud, kind, name, state, external_id, credential_version, created_by) values ($1, $2, 'aws', $3, $4, 'valid', $5, 1, 'proof')`,
      [organizationId, connectionId, kind, name, externalId],
    );
    await root.query(
      `insert into vitrine.credential (organization_id, connection_id, version, kind, kid, sealed, sealed_by_client, created_by) values ($1, $2, 1, $3, $4, $5, true, 'proof')`,
      [organizationId, connectionId, kind, sealed.kid, Buffer.from(sealed.bytes)],
    );
    return { organizationId, connectionId, auditor: key };
  };
  return {
    backend,
    server,
    database,
    redis,
    clouds,
    relay,
    workers: members,
    folder,
    program,
    environment,
    previous: previous?.commit ?? null,
    lastWords: () => readFileSync(logFile, 'utf8').slice(-3_000),
    root,
    retire,
    connect: (count, auditorOf = () => 0) =>
      Promise.all(
        Array.from({ length: count }, (_, index) => {
          const organizationId = organizations[index % 2];
          if (organizationId === undefined) throw new RangeError('there are two organizations');
          return connectOne(organizationId, auditorOf(index));
        }),
      ),
    startAudit: async ({ organizationId, connectionId }) => {
      const auditId = newId(auditIdSchema);
      await root.query(
        `with audit as (insert into vitrine.audit (organization_id, id, connection_id, credential_version, requested_by, rules, jobs_open) values ($1, $2, $3, 1, 'proof', $4, 1) returning id),
           job as (insert into vitrine.job (organization_id, id, kind, audit_id, connection_id, queue) select $1, $5, 'plan', id, $3, 'aws' from audit)
         select pg_notify('vitrine_job', '')`,
        [organizationId, auditId, connectionId, [...RULES], newId(jobIdSchema)],
      );
      return auditId;
    },
    stop,
  };
}

function credentialOf(signIn: SignIn, key: number): { readonly credential: Credential; readonly externalId: string } {
  return signIn === 'key'
    ? { credential: { kind: 'aws.key', ...auditor(key) }, externalId: randomBytes(16).toString('hex') }
    : { credential: { kind: 'aws.role', roleArn: ROLE.arn, externalId: ROLE.externalId }, externalId: ROLE.externalId };
}
