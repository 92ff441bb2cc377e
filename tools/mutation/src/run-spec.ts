import { AsyncLocalStorage } from 'node:async_hooks';
import type { SpecBlock, SpecTest } from './spec-tree.js';

export interface SpecResult {
  readonly test: SpecTest;
  readonly milliseconds: number;
  readonly failure?: string;
}

export interface RunOptions {
  /** Runs these alone, and the hooks around them. Default: every test. */
  readonly only?: ReadonlySet<string>;
  /** Stop after the first failure: one is enough to notice a mutant. */
  readonly bail: boolean;
  /** Told whose code runs next: one test's, or, before and after them, that of all tests of a block. */
  readonly enter?: (tests: readonly SpecTest[]) => void;
  /** Milliseconds for which a test or a hook may wait without anything happening; default: 15 s. */
  readonly longestIdle?: number;
}

/** Whose code is running: what an earlier run left behind must not count against this one, which would call a mutant noticed that nobody noticed. */
const running = new AsyncLocalStorage<object>();

/** Runs one spec file's tests in their order, as Jest does: hooks from the outside in, and a block whose `beforeAll` fails fails in each of its tests. */
export async function runSpec(root: SpecBlock, options: RunOptions): Promise<SpecResult[]> {
  const results: SpecResult[] = [];
  const stray: string[] = [];
  const self = {};
  const catchStray = (error: unknown): void => {
    const owner = running.getStore();
    if (owner === undefined || owner === self) stray.push(wordsOf(error));
  };
  process.on('unhandledRejection', catchStray).on('uncaughtException', catchStray);
  try {
    await running.run(self, () => runBlock(root, [], { longestIdle: LONGEST_IDLE, ...options, results, stray }));
  } finally {
    process.off('unhandledRejection', catchStray).off('uncaughtException', catchStray);
  }
  return results;
}

const LONGEST_IDLE = 15_000;
type Run = RunOptions & { readonly longestIdle: number; readonly results: SpecResult[]; readonly stray: string[] };

const isBlock = (item: SpecTest | SpecBlock): item is SpecBlock => 'items' in item;
export const testsOf = (block: SpecBlock, only?: RunOptions['only']): SpecTest[] =>
  block.items.flatMap((item) => (isBlock(item) ? testsOf(item, only) : only === undefined || only.has(item.id) ? [item] : []));

/** Where one failure is enough, nobody waits long for the cleaning up behind it: what hung once hangs there too. */
const hurried = (run: Run): Run => (run.bail ? { ...run, longestIdle: run.longestIdle / 15 } : run);

async function runBlock(block: SpecBlock, around: readonly SpecBlock[], run: Run): Promise<void> {
  const tests = testsOf(block, run.only);
  if (tests.length === 0) return;
  const path = [...around, block];
  run.enter?.(tests);
  const broken = await failureOf(block.hooks.beforeAll, run);
  if (broken === undefined) {
    for (const item of block.items) {
      if (run.bail && run.results.some((each) => each.failure !== undefined)) break;
      if (isBlock(item)) await runBlock(item, path, run);
      else if (run.only === undefined || run.only.has(item.id)) run.results.push(await runTest(item, path, run));
    }
  } else {
    run.results.push(...tests.map((test) => ({ test, milliseconds: 0, failure: broken })));
  }
  run.enter?.(tests);
  const left = await failureOf(block.hooks.afterAll, run.results.some(({ failure }) => failure !== undefined) ? hurried(run) : run);
  const last = run.results.at(-1);
  if (left !== undefined && last !== undefined && last.failure === undefined) run.results[run.results.length - 1] = { ...last, failure: left };
}

async function runTest(test: SpecTest, path: readonly SpecBlock[], run: Run): Promise<SpecResult> {
  run.enter?.([test]);
  const took = unhurried();
  const before = path.flatMap((each) => each.hooks.beforeEach);
  const after = path.toReversed().flatMap((each) => each.hooks.afterEach);
  const failure = (await failureOf([...before, test.run], run)) ?? undefined;
  const left = await failureOf(after, failure === undefined ? run : hurried(run));
  const milliseconds = took();
  const why = failure ?? left;
  return { test, milliseconds, ...(why === undefined ? {} : { failure: why }) };
}

/** Milliseconds that something takes where nobody else wants the processor: what it computed and what it waited. */
function unhurried(): () => number {
  const idle = performance.eventLoopUtilization();
  const computed = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(computed);
    return performance.eventLoopUtilization(idle).idle + (user + system) / 1_000;
  };
}

/** Runs all until one throws; an error that nobody awaited counts against whoever ran. */
async function failureOf(work: readonly (() => unknown)[], { stray, longestIdle }: Run): Promise<string | undefined> {
  try {
    for (const each of work) await unlessIdle(each, longestIdle);
  } catch (error) {
    return wordsOf(error);
  }
  if (stray.length === 0) return undefined;
  return stray.splice(0).join('\n');
}

/** In so many looks nothing has to happen, until somebody is taken to wait in vain. */
const LOOKS = 30;
/** Milliseconds of work between two looks which are the look itself. */
const NOTHING = 1;

/**
 * Fails what waits for something that never comes, as Jest's time limit does. Only time in which the process had nothing to do, all of it
 * in one piece, counts: on a busy machine a slow test is no hanging one.
 */
async function unlessIdle(work: () => unknown, longest: number): Promise<void> {
  let watch: NodeJS.Timeout | undefined;
  let before = performance.eventLoopUtilization();
  let quiet = 0;
  const idle = new Promise<never>((_, reject) => {
    watch = setInterval(() => {
      const now = performance.eventLoopUtilization();
      quiet = performance.eventLoopUtilization(now, before).active < NOTHING ? quiet + 1 : 0;
      before = now;
      if (quiet >= LOOKS) reject(new Error(`waits for what does not come: idle for ${String(longest)} ms`));
    }, longest / LOOKS);
  });
  try {
    await Promise.race([work(), idle]);
  } finally {
    clearInterval(watch);
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
