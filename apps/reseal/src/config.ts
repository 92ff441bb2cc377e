import { readFileSync } from 'node:fs';
import { VitrineError } from '@vitrine/contracts';
import type { DatabaseTls } from '@vitrine/database';
import { z } from 'zod';

const count = (from: number, to: number, preset: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'not a number')
    .transform(Number)
    .pipe(
      z
        .number()
        .min(from, `below ${String(from)}`)
        .max(to, `above ${String(to)}`),
    )
    .default(preset);

/** One member per `VITRINE_*` variable; each but the paths may be given as `…_FILE`, a file that holds it. */
const fields = z.object({
  /** `postgres://vitrine_reseal[:…]@host:5432/database`, or one address and this role's password. */
  databaseUrl: z.string().startsWith('postgres://', 'not a postgres:// URL').optional(),
  databaseHost: z.string().optional(),
  databasePort: count(1, 65_535, 5432),
  databaseName: z.string().default('vitrine'),
  databasePassword: z.string().optional(),
  /** PEM files: the database's CA (TLS is on when it is given), and the certificate that we show to it. */
  databaseCaFile: z.string().optional(),
  databaseCertificateFile: z.string().optional(),
  databaseKeyFile: z.string().optional(),
  /** Files of opening keys, old epochs among them, comma between; the clouds of these keys are what this process serves. */
  openingKeysFile: z
    .string()
    .transform((text) => text.split(',').flatMap((each) => (each.trim() === '' ? [] : [each.trim()])))
    .pipe(z.array(z.string()).min(1)),
  /** The public set as the API publishes it: what is current decides what is old. Read again at every round. */
  sealingKeysFile: z.string(),
  healthHost: z.string().default('127.0.0.1'),
  /** 0 takes a free port; the readiness line says which. */
  healthPort: count(0, 65_535, 0),
  /** Seconds between the end of a round and the next. */
  roundSeconds: count(1, 86_400, 60),
  /** Organizations at a time. */
  concurrency: count(1, 64, 4),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'not a level').default('info'),
});
type Fields = z.infer<typeof fields>;

export interface ResealConfig extends Fields {
  /** One round, then the end: exit code 0 when nothing is left under an old key. */
  readonly once: boolean;
  readonly exitWithParent: boolean;
}

const variableOf = (member: string): string => `VITRINE_${member.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

/** Every variable that `readConfig` knows. */
export const settingNames: readonly string[] = Object.keys(fields.shape).map(variableOf);

/** @throws VitrineError `config-invalid`, which lists every wrong variable by name at once, and never a value */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, argv: readonly string[]): ResealConfig {
  const problems: string[] = [];
  const parsed = fields.safeParse(Object.fromEntries(Object.keys(fields.shape).flatMap((member) => given(environment, member, problems))));
  if (!parsed.success) problems.push(...parsed.error.issues.map((issue) => `${variableOf(String(issue.path[0]))}: ${issue.code}`));
  if (parsed.success && parsed.data.databaseUrl === undefined && parsed.data.databaseHost === undefined) problems.push('VITRINE_DATABASE_URL: missing');
  if (!parsed.success || problems.length > 0)
    throw new VitrineError({ code: 'config-invalid', status: 500, publicMessage: 'An internal error occurred.', internal: problems.join('; ') });
  return { ...parsed.data, once: argv.includes('--once'), exitWithParent: argv.includes('--exit-with-parent') };
}

/** The variable itself, or the file that holds it; empty means not given. */
function given(environment: Readonly<Record<string, string | undefined>>, member: string, problems: string[]): [string, string][] {
  const name = variableOf(member);
  const inline = environment[name] ?? '';
  const file = environment[`${name}_FILE`] ?? '';
  if (inline !== '' && file !== '') problems.push(`${name}: given twice, as itself and as ${name}_FILE`);
  if (inline !== '') return [[member, inline]];
  if (file === '') return [];
  try {
    const text = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    return text === '' ? [] : [[member, text]];
  } catch {
    problems.push(`${name}_FILE: cannot be read`);
    return [];
  }
}

/** How the database's TLS is checked, and what we show to it; nothing without a CA. */
export function databaseTlsOf({ databaseCaFile, databaseCertificateFile, databaseKeyFile }: ResealConfig): { readonly tls?: DatabaseTls } {
  if (databaseCaFile === undefined) return {};
  const own =
    databaseCertificateFile === undefined || databaseKeyFile === undefined ? {} : { certificateFile: databaseCertificateFile, keyFile: databaseKeyFile };
  return { tls: { authorityFile: databaseCaFile, ...own } };
}

/** The URL of the role, as given or from the one address and the role's password. */
export function databaseUrlOf({ databaseUrl, databaseHost, databasePort, databaseName, databasePassword }: ResealConfig): string {
  const whole = new URL(databaseUrl ?? `postgres://vitrine_reseal@${databaseHost ?? ''}:${String(databasePort)}/${databaseName}`);
  if (databasePassword !== undefined) whole.password = encodeURIComponent(databasePassword);
  return whole.href;
}
