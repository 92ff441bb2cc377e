import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiClient } from '@vitrine/api-client';
import type { OrganizationId } from '@vitrine/contracts';
import { clouds, parseSealingKeySet } from '@vitrine/crypto-envelope';
import { z } from 'zod';
import { bundledPrograms } from './bundled-programs.js';
import { adoptMovedIssuer } from './first-organization.js';
import { startInstanceDatabase } from './instance-database.js';
import { ensureInstanceFederation, type InstanceFederation } from './instance-federation.js';
import { openInstanceFolder } from './instance-folder.js';
import { ensureInstanceKeys } from './instance-keys.js';
import { ensureInstanceSecrets } from './instance-secrets.js';
import { ensureInstanceTrail } from './instance-trail.js';
import { readInstanceState, writeInstanceState } from './instance-state.js';
import { AUDIENCE } from './issuer/issuer-configuration.js';
import { startOwnedProcess, type OwnedProcess } from './owned-process.js';
import { signInAndMakeToken } from './persona-token.js';
import { Undoing } from './undoing.js';
import { wantedPort } from './wanted-port.js';
import { workerMemory } from './worker-memory.js';

export interface EmbeddedStartOptions {
  readonly folder: string;
  /** `VITRINE_*` endpoint variables of the worker: the simulated clouds, which may still be starting. Empty means the real ones. */
  readonly endpoints?: Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  /** The operator's own AWS identity, which assumes customers' roles. */
  readonly awsBaseIdentity?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Further variables of the worker, for instance a quota share. */
  readonly workerEnvironment?: Readonly<Record<string, string>>;
  readonly onStep?: (step: string) => void;
}

export interface EmbeddedInstance {
  readonly apiUrl: string;
  readonly issuer: string;
  readonly login: { readonly name: string; readonly password: string; readonly passwordFile: string };
  readonly organizationId: OrganizationId;
  readonly client: ApiClient;
  readonly tokenFile: string;
  /** The key of keyless connections; its issuer is `apiUrl`. */
  readonly federation: InstanceFederation;
  /** Thumbprints of the sealing keys, read from the instance's own files and not over the API. */
  readonly sealingKids: ReadonlySet<string>;
  readonly firstStart: boolean;
  readonly folder: string;
  readonly superuserUrl: string;
  /** Prometheus text of API, worker and relay. */
  readonly metricsUrls: readonly string[];
  /** Name and pid of everything that was started. */
  readonly processes: readonly { readonly name: string; readonly pid: number }[];
  /** Resolves with the name of a process that ended by itself. */
  readonly lost: Promise<string>;
  /** Ends everything by pid, in order. Safe to call twice. */
  stop(): Promise<void>;
}

const readySchema = z.looseObject({ port: z.number().int().optional(), metricsPort: z.number().int().optional(), healthPort: z.number().int().optional() });

/** Brings up Vitrine on this machine: database, issuer, API, worker and relay, each with its own role, keys and process. */
export async function startEmbedded(options: EmbeddedStartOptions): Promise<EmbeddedInstance> {
  const undoing = new Undoing();
  try {
    return await bringUp(options, undoing);
  } catch (error) {
    await undoing.run();
    throw error;
  }
}

async function bringUp(
  { folder, endpoints = {}, awsBaseIdentity, workerEnvironment = {}, onStep = () => undefined }: EmbeddedStartOptions,
  undoing: Undoing,
): Promise<EmbeddedInstance> {
  const instance = openInstanceFolder(folder);
  const before = readInstanceState(instance);
  const known = before === 'first-start' ? null : before;
  const secrets = await ensureInstanceSecrets(instance);
  const keys = await ensureInstanceKeys(instance, new Date());
  const trail = ensureInstanceTrail(instance);
  const federation = ensureInstanceFederation(instance);
  onStep('Postgres');
  const starting = startInstanceDatabase(instance.postgres);
  undoing.add(async () => await (await starting.catch(() => null))?.server.stop());
  const bundling = bundledPrograms();
  // Told where it is awaited; a database that cannot start comes first.
  bundling.catch(() => undefined);
  // Loaded while Postgres starts: an OpenID provider is a quarter of this program.
  const { startLocalIssuer } = await import('./issuer/local-issuer.js');
  const database = await starting;

  onStep('issuer');
  let apiUrl = '';
  const issuer = await startLocalIssuer({
    persona: secrets.persona,
    privateJwk: secrets.issuerJwk,
    cookieKey: secrets.cookieKey,
    preferredPort: known?.issuerPort ?? null,
    apiUrl: () => apiUrl,
  });
  undoing.add(() => issuer.stop());
  const organizationBefore = known?.organizationId ?? null;
  if (organizationBefore !== null && known?.issuer !== issuer.issuer)
    await adoptMovedIssuer(database.url('vitrine_api'), organizationBefore, issuer.issuer, secrets.persona);

  const programs = await bundling;
  onStep('API, worker, relay');
  const start = async (name: string, program: string, args: readonly string[], environment: Readonly<Record<string, string>>): Promise<OwnedProcess> => {
    const started = await startOwnedProcess({
      name,
      program,
      args: [...args, '--exit-with-parent'],
      environment,
      logFile: join(instance.folder('logs'), `${name}.log`),
      compiledFolder: join(instance.folder('compiled'), name),
    });
    undoing.add(() => started.stop());
    return started;
  };
  const queue = { VITRINE_QUEUE_DATABASE_URL: database.url('vitrine_queue') };
  const apiPort = await wantedPort(known?.apiPort ?? null);
  apiUrl = `http://127.0.0.1:${String(apiPort)}`;
  const startingApi = start('api', programs.api, [], {
    // A page of a list is garbage once it is sent: with a young generation that holds eight at once, little of it is copied.
    NODE_OPTIONS: '--max-semi-space-size=32',
    ...queue,
    VITRINE_DATABASE_URL: database.url('vitrine_api'),
    VITRINE_PORT: String(apiPort),
    VITRINE_PUBLIC_URL: apiUrl,
    VITRINE_OIDC_ISSUERS: JSON.stringify([
      { issuer: issuer.issuer, audience: AUDIENCE, algorithms: ['RS256'], organizationClaim: 'org_id', createOnFirstSignIn: true },
    ]),
    VITRINE_ALLOW_LOOPBACK_ISSUER: 'true',
    VITRINE_TOKEN_PEPPERS_FILE: secrets.tokenPeppersFile,
    VITRINE_TOKEN_ENVIRONMENT: 'local',
    VITRINE_REQUEST_KEY_FILE: secrets.requestKeyFile,
    VITRINE_SEALING_KEYS_FILE: keys.publicFile,
    VITRINE_TRAIL_KEYS_FILE: trail.publishedFile,
    VITRINE_FEDERATION_ISSUER: apiUrl,
    VITRINE_FEDERATION_KEYS_FILE: federation.publicKeysFile,
    VITRINE_ALLOWED_HOSTS: `127.0.0.1:${String(apiPort)},127.0.0.1`,
    VITRINE_RATE_LIMIT: '100000',
    // When this instance is told to end, its one user is the one who said so.
    VITRINE_DRAIN_TIMEOUT_MS: '1000',
  });
  // A first API makes the queue's tables; two processes that make them at once get in each other's way.
  if (known === null) await startingApi;
  // Two duties that mostly wait, so on one machine they share a process; each has its own role all the same.
  const startingRelay = start('relay', programs.worker, ['--queues', 'relay,sequencer'], {
    ...queue,
    VITRINE_RELAY_DATABASE_URL: database.url('vitrine_relay'),
    VITRINE_SEQUENCER_DATABASE_URL: database.url('vitrine_sequencer'),
    VITRINE_TRAIL_KEY_FILE: trail.signingKeyFile,
    VITRINE_TRAIL_ANCHOR_FOLDER: trail.anchorFolder,
  });
  const startingWorker = Promise.resolve(endpoints).then((environment) =>
    start('worker', programs.worker, ['--queues', 'aws,azure,gcp,system'], {
      ...queue,
      ...environment,
      VITRINE_DATABASE_URL: database.url('vitrine_worker'),
      VITRINE_OPENING_KEYS_FILE: clouds.map((cloud) => keys.privateFiles[cloud]).join(','),
      VITRINE_SEALING_KEYS_FILE: keys.publicFile,
      VITRINE_FEDERATION_ISSUER: apiUrl,
      VITRINE_FEDERATION_KEY_FILE: federation.signingKeyFile,
      ...(awsBaseIdentity === undefined ? {} : { VITRINE_AWS_BASE_IDENTITY: JSON.stringify(awsBaseIdentity) }),
      ...workerMemory,
      ...workerEnvironment,
    }),
  );
  const [api, worker, relay] = await Promise.all([startingApi, startingWorker, startingRelay]);

  onStep('sign-in');
  const { port = apiPort } = readySchema.parse(api.ready);
  apiUrl = `http://127.0.0.1:${String(port)}`;
  const seeded = await signInAndMakeToken(instance, {
    apiUrl,
    issuer: issuer.issuer,
    login: secrets.persona.email,
    password: secrets.persona.password,
    lastTokenId: known?.tokenId ?? null,
  });
  writeInstanceState(instance, {
    issuer: issuer.issuer,
    issuerPort: Number(new URL(issuer.issuer).port),
    apiPort: port,
    organizationId: seeded.organizationId,
    tokenId: seeded.tokenId,
  });

  const owned = [api, worker, relay];
  return {
    apiUrl,
    issuer: issuer.issuer,
    login: { name: secrets.persona.email, password: secrets.persona.password, passwordFile: join(instance.folder('secrets'), 'persona-password') },
    organizationId: seeded.organizationId,
    client: seeded.client,
    tokenFile: seeded.tokenFile,
    federation,
    sealingKids: new Set(parseSealingKeySet(JSON.parse(readFileSync(keys.publicFile, 'utf8'))).keys.map(({ kid }) => kid)),
    firstStart: known === null,
    folder: instance.path,
    superuserUrl: database.url('postgres'),
    metricsUrls: owned.flatMap(({ ready }) => {
      const { metricsPort, healthPort } = readySchema.parse(ready);
      return [metricsPort, healthPort].flatMap((each) => (each === undefined ? [] : [`http://127.0.0.1:${String(each)}/metrics`]));
    }),
    processes: [{ name: 'postgres', pid: database.server.pid }, ...owned.map(({ name, pid }) => ({ name, pid }))],
    lost: Promise.race(owned.map(async ({ name, ended }) => await ended.then(() => name))),
    stop: () => undoing.run(),
  };
}
