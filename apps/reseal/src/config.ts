import { commaList, configInvalid, databaseFields, loneHalves, problemsOf, readVariables, variableOf, wholeNumber, type Environment } from '@vitrine/settings';
import { z } from 'zod';

/** One member per `VITRINE_*` variable; each but the paths may be given as `…_FILE`, a file that holds it. */
const fields = z.object({
  ...databaseFields,
  /** Files of opening keys, old epochs among them, comma between; the clouds of these keys are what this process serves. */
  openingKeysFile: commaList.pipe(z.array(z.string()).min(1)),
  /** The public set as the API publishes it: what is current decides what is old. Read again at every round. */
  sealingKeysFile: z.string(),
  healthHost: z.string().default('127.0.0.1'),
  /** 0 takes a free port; the readiness line says which. */
  healthPort: wholeNumber(0, 65_535, 0),
  /** Seconds between the end of a round and the next. */
  roundSeconds: wholeNumber(1, 86_400, 60),
  /** Organizations at a time. */
  concurrency: wholeNumber(1, 64, 4),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'not a level').default('info'),
});
type Fields = z.infer<typeof fields>;

export interface ResealConfig extends Fields {
  /** One round, then the end: exit code 0 when nothing is left under an old key. */
  readonly once: boolean;
  readonly exitWithParent: boolean;
}

/** Every variable that `readConfig` knows. */
export const settingNames: readonly string[] = Object.keys(fields.shape).map(variableOf);

/** @throws VitrineError `config-invalid`, which lists every wrong variable by name at once, and never a value */
export function readConfig(environment: Environment, argv: readonly string[]): ResealConfig {
  const { values, problems: unread } = readVariables(environment, Object.keys(fields.shape), 'absent');
  const parsed = fields.safeParse(values);
  const problems = [
    ...unread,
    ...(parsed.success ? [] : problemsOf(parsed.error, ({ code }) => code)),
    ...(parsed.success && parsed.data.databaseUrl === undefined && parsed.data.databaseHost === undefined ? ['VITRINE_DATABASE_URL: missing'] : []),
    ...loneHalves(values, [['databaseCertificateFile', 'databaseKeyFile']]),
  ];
  if (!parsed.success || problems.length > 0) throw configInvalid(problems);
  return { ...parsed.data, once: argv.includes('--once'), exitWithParent: argv.includes('--exit-with-parent') };
}
