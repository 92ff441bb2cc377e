import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, isAbsolute, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MutantResult } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import { startSharedServer } from '@vitrine/testing';
import { recordOf, recordWithoutGone, writeRecord, type MutationRecord, type Recorded } from './mutation-record.js';
import { countMutants, filesOf, type MutationReport } from './mutation-report.js';
import { isSampled, type Sample } from './sample.js';
import { digestsOf, mutatedFiles, partsOf, specFiles } from './source-files.js';
import { targets, type Target, type TargetName } from './targets.js';

const project = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
const reports = join(project, 'reports/mutation');

export interface Part {
  readonly only?: readonly string[];
  /** `only` are what the record does not speak of: it is brought up to date. */
  readonly changed?: boolean;
  readonly sample?: Sample;
}

/** Bytes of sources that are mutated together, some 150 mutants: what a run that is cut off loses, against one more round of all specs for each. */
const TOGETHER = 6_000;

/**
 * Mutates one target on a copy outside the tree, part after part, each of which goes into the record to commit as it ends: `changed` goes on from there.
 * Of a whole run `reports/mutation/NAME.json` is left too, and a page to look at by part.
 * @param part some files alone, or a share of the mutants; then there is no report: a part must not look like the whole
 */
export async function mutate(name: TargetName, part: Part = {}): Promise<MutationReport> {
  const target: Target = targets[name];
  const started = performance.now();
  // Specs that read the shared samples find them beside the project, not beside the copy.
  process.env['VITRINE_SHARED'] ??= join(project, '../shared');
  const home = process.cwd();
  process.chdir(project);
  mkdirSync(reports, { recursive: true });
  const files = part.only ?? mutatedFiles(project, target);
  const sizeOf = (file: string): number => statSync(join(project, file)).size;
  const runs = part.sample === undefined ? partsOf(files, sizeOf, TOGETHER) : [files];
  const results: MutantResult[] = [];
  const texts = new Map<string, string>();
  const count = (some: readonly MutantResult[]): ReturnType<typeof countMutants> => countMutants(some, (file) => texts.get(file) ?? '');
  let record: MutationRecord | undefined = part.changed === true ? recordOf(project, name, target)?.record : undefined;
  const stop = target.database ? await startSharedServer() : () => Promise.resolve();
  try {
    for (const run of runs) {
      // Taken before the copy is: others may write in the tree while the run goes on.
      const measured = digestsOf(project, target);
      for (const file of run) texts.set(file, readFileSync(join(project, file), 'utf8'));
      const seen = await runStryker(name, target, { ...part, only: run });
      results.push(...seen);
      if (isWhole(part) || part.changed === true)
        record = writeRecord(project, { target: name, files: filesOf(run, count(seen).files) }, measured, record, new Date());
    }
    const report = { target: name, seconds: Math.round((performance.now() - started) / 1000), ...count(results) };
    if (isWhole(part)) writeFileSync(join(reports, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`);
    return report;
  } finally {
    await stop();
    process.chdir(home);
  }
}

async function runStryker(name: TargetName, target: Target, part: Part & { readonly only: readonly string[] }): Promise<MutantResult[]> {
  const sandbox = mkdtempSync(join(tmpdir(), 'vitrine-mutation-'));
  const leave = (): void => rmSync(sandbox, { recursive: true, force: true });
  process.once('exit', leave);
  try {
    const results = await new Stryker(strykerOptions(name, target, sandbox, part)).runMutationTest();
    const counting = results.filter(({ id }) => part.sample === undefined || isSampled(id, part.sample));
    return counting.map((each) => ({ ...each, fileName: isAbsolute(each.fileName) ? relative(project, each.fileName) : each.fileName }));
  } finally {
    process.off('exit', leave);
    leave();
  }
}

const isWhole = ({ only, sample }: Part): boolean => only === undefined && sample === undefined;

/** The committed record, once it has forgotten the files that are no more. */
export const currentRecord = (name: TargetName): Recorded | undefined => recordWithoutGone(project, name, targets[name], new Date());

/** The last full run of a target that was committed, and what has changed since. */
export const lastRecord = (name: TargetName): Recorded | undefined => recordOf(project, name, targets[name]);

function strykerOptions(
  name: TargetName,
  target: Target,
  sandbox: string,
  part: Part & { readonly only: readonly string[] },
): ConstructorParameters<typeof Stryker>[0] {
  const options = {
    // The copy holds what the specs read, the rest of the project stays out of it.
    ignorePatterns: ['**', '!libs/**', '!tools/cloud-sim/**', '!package.json', '!tsconfig.base.json', '**/dist/**', '**/.vitrine/**', '**/*.tsbuildinfo'],
    mutate: [...part.only],
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
    // For a mutant that never lets go of the processor; one that waits in vain is found by the runner itself.
    timeoutMS: 60_000,
    // All specs once, on a machine that may be busy with something else.
    dryRunTimeoutMinutes: 60,
    tempDirName: sandbox,
    cleanTempDir: 'always',
    disableTypeChecks: false,
    allowConsoleColors: false,
    allowEmpty: false,
    reporters: part.sample === undefined ? ['html', 'progress-lines'] : [],
    // Most of a schema is static: it is read as its module loads.
    warnings: { slow: false },
    htmlReporter: { fileName: join(reports, name, `${basename(part.only[0] ?? name, '.ts')}.html`) },
    logLevel: 'warn',
  };
  // The names of levels and analyses are enums in Stryker's types and plain words in its configuration files.
  return options as unknown as ConstructorParameters<typeof Stryker>[0];
}
