import { readFileSync } from 'node:fs';
import { endpointsFromEnvironment, endpointVariables, type Endpoints } from '@vitrine/cloud-readers';
import { queueNames } from '@vitrine/contracts';
import {
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

/** What one worker process does: the queues it takes jobs from, and the relay. */
export const duties = [...queueNames, 'relay'] as const;
export type Duty = (typeof duties)[number];

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
  openingKeysFile: z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((each) => each.trim())
        .filter((each) => each !== ''),
    )
    .default([]),
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
  const text = at === -1 ? duties.join(',') : (argv[at]?.split('=')[1] ?? argv[at + 1] ?? '');
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
  const works = chosen.some((duty) => duty !== 'relay');
  const needs: [boolean, string][] = [
    [works && config.databaseUrl === undefined && config.databaseHost === undefined, 'VITRINE_DATABASE_URL: missing'],
    [chosen.includes('relay') && config.relayDatabaseUrl === undefined && config.databaseHost === undefined, 'VITRINE_RELAY_DATABASE_URL: missing'],
    [config.redisUrl === undefined && config.queueDatabaseUrl === undefined, 'VITRINE_REDIS_URL or VITRINE_QUEUE_DATABASE_URL: missing'],
    [chosen.some((duty) => duty !== 'relay' && duty !== 'system') && config.openingKeysFile.length === 0, 'VITRINE_OPENING_KEYS_FILE: missing'],
  ];
  const pairs = [
    ['databaseCertificateFile', 'databaseKeyFile'],
    ['redisCertFile', 'redisKeyFile'],
    ['federationIssuer', 'federationKey'],
  ] as const;
  return [...needs.flatMap(([lacks, problem]) => (lacks ? [problem] : [])), ...loneHalves({ ...config }, pairs)];
}

/** The URL of a role, as given or from the one address and that role's password. */
export const workerDatabaseUrl = (config: WorkerConfig, role: 'vitrine_worker' | 'vitrine_relay'): string =>
  role === 'vitrine_worker'
    ? databaseUrlOf(config, { role, url: config.databaseUrl, password: config.databasePassword })
    : databaseUrlOf(config, { role, url: config.relayDatabaseUrl, password: config.relayPassword });
