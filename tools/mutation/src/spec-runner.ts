import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { InstrumenterContext, MutantCoverage, StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  toMutantRunResult,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
} from '@stryker-mutator/api/test-runner';
import { z } from 'zod';
import { progress } from './progress.js';
import { runSpec, testsOf, type SpecResult } from './run-spec.js';
import { isSampled, sampleSchema, type Sample } from './sample.js';
import { importFromSandbox } from './sandbox-imports.js';
import { collectSpec, type SpecBlock, type SpecTest } from './spec-tree.js';

/** What `mutate` hands the runner through Stryker's options. */
export const specRunnerOptionsSchema = z.object({
  specRunner: z.object({ project: z.string(), specs: z.array(z.string()).min(1), without: z.array(z.string()), sample: sampleSchema.optional() }),
});

/** Left in the copy by the process of the dry run for the processes after it; milliseconds by test. */
const DURATIONS = 'spec-durations.json';
const durationsSchema = z.record(z.string(), z.number());
/**
 * Milliseconds: a mutant that quicker tests notice never meets the longer ones, and one that acts while modules load (nobody knows which tests it
 * concerns) meets the quicker ones alone: the score can only be worse for it.
 */
const QUICK = 400;

/**
 * Runs our specs against one mutant after another in one process: Jest would start its whole machinery (and a database server) for each.
 * Every mutant still gets modules of its own, evaluated anew, so that none inherits what another one left behind.
 */
class SpecRunner implements TestRunner {
  static readonly inject = tokens(commonTokens.options);
  readonly #specs: readonly string[];
  readonly #without: readonly string[];
  readonly #sample: Sample | undefined;
  /** By source file, the tests that noticed earlier mutants of it: the likeliest to notice the next one. */
  readonly #noticed = new Map<string, Set<string>>();
  readonly #imports: ReturnType<typeof importFromSandbox>;
  // The instrumented code looks for its switch and keeps its counts in this global.
  readonly #context: InstrumenterContext = (Object.assign(globalThis, { __stryker__: {} }) as unknown as { __stryker__: InstrumenterContext }).__stryker__;

  constructor(options: StrykerOptions) {
    const { specRunner } = specRunnerOptionsSchema.parse(options);
    this.#specs = specRunner.specs;
    this.#without = specRunner.without;
    this.#sample = specRunner.sample;
    // What a mutant leaves behind may still fail when its run is over: that is nobody's, and must not end the process.
    process.on('uncaughtException', () => undefined);
    this.#imports = importFromSandbox({ sandbox: process.cwd(), project: specRunner.project });
  }

  capabilities(): { reloadEnvironment: boolean } {
    return { reloadEnvironment: true };
  }

  async dryRun(): Promise<DryRunResult> {
    const shared = new Map<string, readonly SpecTest[]>();
    const enter = (tests: readonly SpecTest[]): void => {
      const [first] = tests;
      this.#context.currentTestId = tests.length === 1 && first !== undefined ? first.id : `block ${String(shared.size)}`;
      if (tests.length !== 1) shared.set(this.#context.currentTestId, tests);
    };
    const results: SpecResult[] = [];
    for (const file of this.#specs) {
      // What runs while a file loads is nobody's.
      delete this.#context.currentTestId;
      const spec = await this.#load(file);
      const only = new Set(
        testsOf(spec)
          .map(({ id }) => id)
          .filter((id) => !this.#without.some((left) => id.startsWith(left))),
      );
      results.push(...(await runSpec(spec, { bail: false, enter, only })));
    }
    delete this.#context.currentTestId;
    writeFileSync(DURATIONS, JSON.stringify(Object.fromEntries(results.map(({ test, milliseconds }) => [test.id, milliseconds]))));
    const mutantCoverage = this.#context.mutantCoverage ?? { static: {}, perTest: {} };
    shareBlocks(mutantCoverage, shared);
    return { status: DryRunStatus.Complete, tests: results.map(testResult), mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation, disableBail, sandboxFileName }: MutantRunOptions): Promise<MutantRunResult> {
    // Stryker knows no sample; `mutate` leaves these out of the count.
    if (this.#sample !== undefined && !isSampled(activeMutant.id, this.#sample)) return { status: MutantRunStatus.Survived, nrOfTests: 0 };
    const durations = durationsSchema.parse(JSON.parse(readFileSync(DURATIONS, 'utf8')));
    const ids = testFilter ?? Object.keys(durations);
    const isQuick = (id: string): boolean => (durations[id] ?? 0) < QUICK;
    Object.assign(this.#context, hitLimit === undefined ? {} : { hitLimit, hitCount: 0 });
    try {
      const results: SpecResult[] = [];
      const source = relative(process.cwd(), sandboxFileName);
      const noticed = this.#noticed.get(source) ?? new Set();
      this.#noticed.set(source, noticed);
      const quick = ids.filter(isQuick);
      const slow = mutantActivation === 'static' ? [] : ids.filter((id) => !isQuick(id));
      const rounds = [quick.filter((id) => noticed.has(id)), quick.filter((id) => !noticed.has(id)), slow];
      for (const only of rounds.map((round) => new Set(round))) {
        for (const file of nearest(this.#specs, source)) {
          if (![...only].some((id) => id.startsWith(file))) continue;
          if (mutantActivation === 'runtime') delete this.#context.activeMutant;
          else this.#context.activeMutant = activeMutant.id;
          const spec = await this.#load(file).catch((error: unknown) => String(error));
          this.#context.activeMutant = activeMutant.id;
          // A spec file that no longer loads is red, in Jest as here; its first test stands for it.
          if (typeof spec === 'string')
            results.push({ test: { id: [...only].find((id) => id.startsWith(file)) ?? file, file, run: () => undefined }, milliseconds: 0, failure: spec });
          else results.push(...(await runSpec(spec, { bail: !disableBail, only })));
          if (!disableBail && results.some((each) => each.failure !== undefined)) break;
        }
        const failed = results.find((each) => each.failure !== undefined);
        if (failed !== undefined) noticed.add(failed.test.id);
        if (failed !== undefined) break;
      }
      const endless = determineHitLimitReached(this.#context.hitCount, this.#context.hitLimit);
      return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests: results.map(testResult) }, disableBail);
    } catch (error) {
      return toMutantRunResult({ status: DryRunStatus.Error, errorMessage: String(error) });
    } finally {
      delete this.#context.activeMutant;
      delete this.#context.hitCount;
      delete this.#context.hitLimit;
    }
  }

  #load(file: string): Promise<SpecBlock> {
    this.#imports.begin();
    return collectSpec(file, () => import(this.#imports.address(resolve(file))));
  }
}

/** The specs beside a source first: they are the likeliest to notice. */
const nearest = (specs: readonly string[], source: string): string[] => {
  const folder = dirname(source);
  return specs.toSorted((one, other) => Number(dirname(other) === folder) - Number(dirname(one) === folder));
};

/** What ran in a block's `beforeAll` was run for each of its tests; Stryker would take it for code that runs while loading. */
function shareBlocks(coverage: MutantCoverage, shared: ReadonlyMap<string, readonly SpecTest[]>): void {
  for (const [id, tests] of shared) {
    const hits = coverage.perTest[id];
    if (hits === undefined) continue;
    Reflect.deleteProperty(coverage.perTest, id);
    for (const test of tests) {
      const own = (coverage.perTest[test.id] ??= {});
      for (const [mutant, count] of Object.entries(hits)) own[mutant] = (own[mutant] ?? 0) + count;
    }
  }
}

const testResult = ({ test, milliseconds, failure }: SpecResult): TestResult => {
  const common = { id: test.id, name: test.id, fileName: resolve(test.file), timeSpentMs: Math.ceil(milliseconds) };
  return failure === undefined ? { ...common, status: TestStatus.Success } : { ...common, status: TestStatus.Failed, failureMessage: failure };
};

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'specs', SpecRunner), progress];

/** Tells Stryker that the option is known. */
export const strykerValidationSchema = { properties: { specRunner: { type: 'object' } } };
