import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';
import { startSharedServer } from '@vitrine/testing';
import { recordOf, writeRecord, type Recorded } from './mutation-record.js';
import { countMutants, type MutationReport } from './mutation-report.js';
import { isSampled, type Sample } from './sample.js';
import { digestsOf, mutatedFiles, specFiles } from './source-files.js';
import { targets, type Target, type TargetName } from './targets.js';

const project = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
const reports = join(project, 'reports/mutation');

export interface Part {
  readonly only?: readonly string[];
  /** `only` are what the record does not speak of: it is brought up to date. */
  readonly changed?: boolean;
  readonly sample?: Sample;
}

/**
 * Mutates one target on a copy outside the tree, writes `reports/mutation/NAME.json`, a page to look at beside it, and its record to commit.
 * @param part some files alone, or a share of the mutants; then there is no report: a part must not look like the whole
 */
export async function mutate(name: TargetName, part: Part = {}): Promise<MutationReport> {
  const target: Target = targets[name];
  const started = performance.now();
  // Taken before the copy is: others may write in the tree while the run goes on.
  const measured = digestsOf(project, target);
  const texts = new Map(mutatedFiles(project, target).map((file) => [file, readFileSync(join(project, file), 'utf8')]));
  const sandbox = mkdtempSync(join(tmpdir(), 'vitrine-mutation-'));
  // Specs that read the shared samples find them beside the project, not beside the copy.
  process.env['VITRINE_SHARED'] ??= join(project, '../shared');
  const home = process.cwd();
  const leave = (): void => rmSync(sandbox, { recursive: true, force: true });
  process.once('exit', leave);
  process.chdir(project);
  mkdirSync(reports, { recursive: true });
  const stop = target.database ? await startSharedServer() : () => Promise.resolve();
  try {
    const results = await new Stryker(strykerOptions(name, target, sandbox, part)).runMutationTest();
    const counting = results.filter(({ id }) => part.sample === undefined || isSampled(id, part.sample));
    const inProject = counting.map((each) => ({ ...each, fileName: isAbsolute(each.fileName) ? relative(project, each.fileName) : each.fileName }));
    const counted = countMutants(inProject, (file) => texts.get(file) ?? '');
    const report = { target: name, seconds: Math.round((performance.now() - started) / 1000), ...counted };
    if (isWhole(part)) {
      writeFileSync(join(reports, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`);
      writeRecord(project, report, measured, undefined, new Date());
    } else if (part.changed === true) writeRecord(project, report, measured, recordOf(project, name, target)?.record, new Date());
    return report;
  } finally {
    await stop();
    process.chdir(home);
    process.off('exit', leave);
    leave();
  }
}

const isWhole = ({ only, sample }: Part): boolean => only === undefined && sample === undefined;

/** The last full run of a target that was committed, and what has changed since. */
export const lastRecord = (name: TargetName): Recorded | undefined => recordOf(project, name, targets[name]);

function strykerOptions(name: TargetName, target: Target, sandbox: string, part: Part): ConstructorParameters<typeof Stryker>[0] {
  const options = {
    // The copy holds what the specs read, the rest of the project stays out of it.
    ignorePatterns: ['**', '!libs/**', '!tools/cloud-sim/**', '!package.json', '!tsconfig.base.json', '**/dist/**', '**/.vitrine/**', '**/*.tsbuildinfo'],
    mutate: [...(part.only ?? mutatedFiles(project, target))],
    plugins: [fileURLToPath(new URL('./spec-runner.js', import.meta.url))],
    testRunner: 'specs',
    specRunner: {
      project,
      specs: specFiles(project, target),
      without: Object.keys(target.without),
      ...(part.sample === undefined ? {} : { sample: part.sample }),
    },
    testRunnerNodeArgs: ['--disable-warning=ExperimentalWarning'],
    // Node keeps every load of a module: a runner is replaced before that weighs.
    maxTestRunnerReuse: 300,
    coverageAnalysis: 'perTest',
    concurrency: 1,
    timeoutMS: 15_000,
    tempDirName: sandbox,
    cleanTempDir: 'always',
    disableTypeChecks: false,
    allowConsoleColors: false,
    allowEmpty: false,
    reporters: isWhole(part) ? ['html', 'progress-lines'] : part.sample === undefined ? ['progress-lines'] : [],
    // Most of a schema is static: it is read as its module loads.
    warnings: { slow: false },
    htmlReporter: { fileName: join(reports, `${name}.html`) },
    logLevel: 'warn',
  };
  // The names of levels and analyses are enums in Stryker's types and plain words in its configuration files.
  return options as unknown as ConstructorParameters<typeof Stryker>[0];
}
