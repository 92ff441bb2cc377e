import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { endpointsFromEnvironment, endpointVariables, type Endpoints } from '@vitrine/cloud-readers/outgoing';
import { queueNames } from '@vitrine/contracts';
import {
  commaList,
  configInvalid,
  databaseFields,
  databaseUrlOf,
  federationIssuer,
  loneHalves,
  postgresUrl,
  problemsOf,
  readVariables,
  variableOf,
  type Environment,
} from '@vitrine/settings';
import { z } from 'zod';
import { isSigningKey } from './credentials/federation-assertion.js';

/** What one worker process does: the queues it takes jobs from, the relay, and the sequencer of the trail, which alone holds the signing key. */
export const duties = [...queueNames, 'relay', 'sequencer'] as const;
export type Duty = (typeof duties)[number];
/** Without `--queues`: all but the sequencer. A key that signs is given to a process on purpose. */
const usualDuties: readonly Duty[] = duties.filter((duty) => duty !== 'sequencer');
/** Only the others have to do with a queue. */
export const usesQueue = (chosen: readonly Duty[]): boolean => chosen.some((duty) => duty !== 'sequencer');

const number = (from: number, to: number, preset: number) =>
  z
    .string()
    .regex(/^\d{1,9}(\.\d{1,6})?$/, 'not a number')
    .transform(Number)
    .pipe(
      z
        .number()
        .min(from, `below ${String(from)}`)
        .max(to, `above ${String(to)}`),
    )
    .default(preset);
const json = <T>(schema: z.ZodType<T>) =>
  z.string().transform((text, context): T | typeof z.NEVER => {
    const parsed = schema.safeParse(URL.canParse(text) ? null : parseJson(text));
    if (parsed.success) return parsed.data;
    context.addIssue({ code: 'custom', message: 'not the expected JSON' });
    return z.NEVER;
  });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Refused at the start: a key that a customer's cloud would refuse at each audit. */
const signingKeyText = z.string().refine(isSigningKey, 'not a private RSA JWK of 2048 bits or more with a kid');

const awsKeysSchema = z.strictObject({ accessKeyId: z.string().min(16), secretAccessKey: z.string().min(1), sessionToken: z.string().min(1).exactOptional() });

/** One member per `VITRINE_*` variable; each may be given as `…_FILE`, a file that holds it. */
const fields = z.object({
  /** As `vitrine_worker`. */
  ...databaseFields,
  /** As `vitrine_relay` and as `vitrine_queue`; in place of a URL, one address and a password per role. */
  relayDatabaseUrl: postgresUrl.optional(),
  queueDatabaseUrl: postgresUrl.optional(),
  relayPassword: z.string().optional(),
  /** As `vitrine_sequencer`. */
  sequencerDatabaseUrl: postgresUrl.optional(),
  sequencerPassword: z.string().optional(),
  /** PKCS #8 PEM of the Ed25519 keys that sign checkpoints; two while one is being replaced. */
  trailKey: z.string().optional(),
  /** Name of the key in signatures, as in the published `name+hash+base64`. */
  trailKeyName: z
    .string()
    .regex(/^[a-z0-9./-]{1,100}$/, 'not a key name')
    .default('vitrine-trail'),
  /** First part of every checkpoint's origin: the name by which the API is known. Never changed once checkpoints stand. */
  trailHost: z
    .string()
    .regex(/^[a-z0-9.:-]{1,200}$/, 'not a host name')
    .default('vitrine.localhost'),
  /** Folder mounted from outside, where checkpoints are kept beside the database. */
  trailAnchorFolder: z.string().optional(),
  databasePoolSize: number(2, 200, 12),
  redisUrl: z
    .string()
    .regex(/^rediss?:\/\//, 'not a redis:// URL')
    .optional(),
  redisPasswordFile: z.string().optional(),
  redisCaFile: z.string().optional(),
  redisCertFile: z.string().optional(),
  redisKeyFile: z.string().optional(),
  /** Private JWKS files, comma between. */
  openingKeysFile: commaList.default([]),
  /** Folder where the files of an export wait until their month is whole; as large as the packed month of the largest bill. */
  spoolFolder: z.string().default(tmpdir()),
  /** The public set as the API publishes it, for the canary. */
  sealingKeysFile: z.string().optional(),
  /** `{"accessKeyId","secretAccessKey"}` of the operator's identity that assumes customers' roles; an empty file is none. */
  awsBaseIdentity: json(awsKeysSchema).optional(),
  /** Issuer URL and private RSA JWK of the workers' assertions. */
  federationIssuer: federationIssuer.optional(),
  federationKey: signingKeyText.optional(),
  healthHost: z.string().default('127.0.0.1'),
  /** 0 takes a free port; the readiness line says which. */
  healthPort: number(0, 65_535, 0),
  /** Jobs at a time per queue. */
  concurrency: number(1, 200, 4),
  /** Part of the providers' quotas that Vitrine may use. */
  quotaShare: number(0.01, 1_000, 0.5),
  /** Jobs of one organization that may run or stand offered at once. */
  organizationQuota: number(1, 10_000, 16),
  /** `host:port` pairs, comma between: receivers in tests, where plain http and loopback are taken. Empty wherever customers are. */
  webhookTestHosts: z
    .string()
    .regex(/^([a-z0-9.-]+:\d{1,5}(,[a-z0-9.-]+:\d{1,5})*)?$/, 'not host:port pairs')
    .default(''),
  /** Milliseconds that running pages have to end after SIGTERM. */
  drainTimeoutMs: number(0, 600_000, 20_000),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'not a level').default('info'),
});
type Fields = z.infer<typeof fields>;

export interface WorkerConfig extends Fields {
  readonly duties: readonly Duty[];
  readonly exitWithParent: boolean;
  readonly endpoints: Endpoints;
}

/** Every variable that `readConfig` knows. Any but paths and endpoints may instead be given as `…_FILE`. */
export const settingNames: readonly string[] = [...Object.keys(fields.shape).map(variableOf), ...endpointVariables];

/**
 * Reads the command line and the environment.
 * @throws VitrineError `config-invalid`, which lists every wrong variable by name at once, and never a value
 */
export function readConfig(environment: Environment, argv: readonly string[]): WorkerConfig {
  const { values, problems: unread } = readVariables(environment, Object.keys(fields.shape), 'absent');
  const parsed = fields.safeParse(values);
  const problems = [...unread, ...(parsed.success ? [] : problemsOf(parsed.error, wordsOf))];
  const chosen = dutiesOf(argv, problems);
  const endpoints = endpointsOf(environment, problems);
  if (parsed.success) problems.push(...missing(parsed.data, chosen));
  if (!parsed.success || problems.length > 0) throw configInvalid(problems);
  return { ...parsed.data, duties: chosen, exitWithParent: argv.includes('--exit-with-parent'), endpoints };
}

/** Our own messages are constants in lower case; zod's may quote the input, and only their code is said. */
const wordsOf = ({ code, message }: z.core.$ZodIssue): string => (code === 'custom' || /^[a-z][a-z0-9 -]{0,80}$/.test(message) ? message : code);

function dutiesOf(argv: readonly string[], problems: string[]): Duty[] {
  const at = argv.findIndex((each) => each === '--queues' || each.startsWith('--queues='));
  const text = at === -1 ? usualDuties.join(',') : (argv[at]?.split('=')[1] ?? argv[at + 1] ?? '');
  const parsed = z
    .array(z.enum(duties))
    .min(1)
    .safeParse(text.split(',').map((each) => each.trim()));
  if (parsed.success) return [...new Set(parsed.data)];
  problems.push(`--queues: not a list of ${duties.join(', ')}`);
  return [];
}

function endpointsOf(environment: Environment, problems: string[]): Endpoints {
  try {
    return endpointsFromEnvironment(environment, (path) => readFileSync(path, 'utf8'));
  } catch {
    problems.push('VITRINE_*_ENDPOINT, VITRINE_AZURE_AUTHORITY, VITRINE_EGRESS_PROXY, VITRINE_EXTRA_CA_FILE: not an origin, or a file that cannot be read');
    return {};
  }
}

/** What the chosen duties cannot do without. */
function missing(config: Fields, chosen: readonly Duty[]): string[] {
  const works = chosen.some((duty) => duty !== 'relay' && duty !== 'sequencer');
  const sequences = chosen.includes('sequencer');
  const needs: [boolean, string][] = [
    [works && config.databaseUrl === undefined && config.databaseHost === undefined, 'VITRINE_DATABASE_URL: missing'],
    [chosen.includes('relay') && config.relayDatabaseUrl === undefined && config.databaseHost === undefined, 'VITRINE_RELAY_DATABASE_URL: missing'],
    [sequences && config.sequencerDatabaseUrl === undefined && config.databaseHost === undefined, 'VITRINE_SEQUENCER_DATABASE_URL: missing'],
    [sequences && config.trailKey === undefined, 'VITRINE_TRAIL_KEY: missing'],
    [usesQueue(chosen) && config.redisUrl === undefined && config.queueDatabaseUrl === undefined, 'VITRINE_REDIS_URL or VITRINE_QUEUE_DATABASE_URL: missing'],
    [
      chosen.some((duty) => duty !== 'relay' && duty !== 'system' && duty !== 'sequencer') && config.openingKeysFile.length === 0,
      'VITRINE_OPENING_KEYS_FILE: missing',
    ],
  ];
  const pairs = [
    ['databaseCertificateFile', 'databaseKeyFile'],
    ['redisCertFile', 'redisKeyFile'],
    ['federationIssuer', 'federationKey'],
  ] as const;
  return [...needs.flatMap(([lacks, problem]) => (lacks ? [problem] : [])), ...loneHalves({ ...config }, pairs)];
}

/** The URL of a role, as given or from the one address and that role's password. */
export function workerDatabaseUrl(config: WorkerConfig, role: 'vitrine_worker' | 'vitrine_relay' | 'vitrine_sequencer'): string {
  switch (role) {
    case 'vitrine_worker':
      return databaseUrlOf(config, { role, url: config.databaseUrl, password: config.databasePassword });
    case 'vitrine_relay':
      return databaseUrlOf(config, { role, url: config.relayDatabaseUrl, password: config.relayPassword });
    case 'vitrine_sequencer':
      return databaseUrlOf(config, { role, url: config.sequencerDatabaseUrl, password: config.sequencerPassword });
  }
}
