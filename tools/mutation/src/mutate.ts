import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';
import { startSharedServer } from '@vitrine/testing';
import { countMutants, mutationReportSchema, type MutationReport } from './mutation-report.js';
import { isSampled, type Sample } from './sample.js';
import { mutatedFiles, sourceHash, specFiles } from './source-files.js';
import { targets, type Target, type TargetName } from './targets.js';

const project = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
const reports = join(project, 'reports/mutation');

export interface Part {
  readonly only?: readonly string[];
  readonly sample?: Sample;
}

/**
 * Mutates one target on a copy outside the tree, writes `reports/mutation/NAME.json` and a page to look at beside it.
 * @param part some files alone, or a share of the mutants; then there is no report: a part must not look like the whole
 */
export async function mutate(name: TargetName, part: Part = {}): Promise<MutationReport> {
  const target: Target = targets[name];
  const started = performance.now();
  const hash = sourceHash(project, target);
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
    const counted = countMutants(inProject, (file) => readFileSync(join(project, file), 'utf8'));
    const report = { target: name, sourceHash: hash, seconds: Math.round((performance.now() - started) / 1000), ...counted };
    if (isWhole(part)) writeFileSync(join(reports, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`);
    return report;
  } finally {
    await stop();
    process.chdir(home);
    process.off('exit', leave);
    leave();
  }
}

const isWhole = ({ only, sample }: Part): boolean => only === undefined && sample === undefined;

/** The last full run's report, if sources and specs are still those it measured. */
export function presentReport(name: TargetName): MutationReport | undefined {
  let text: string;
  try {
    text = readFileSync(join(reports, `${name}.json`), 'utf8');
  } catch {
    return undefined;
  }
  const { data } = mutationReportSchema.safeParse(JSON.parse(text));
  return data?.sourceHash === sourceHash(project, targets[name]) ? data : undefined;
}

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
