import { AsyncResource } from 'node:async_hooks';
import { describe, expect, it, jest } from '@jest/globals';
import type { MutantResult } from '@stryker-mutator/api/core';
import { countMutants, filesOf } from './mutation-report.js';
import { runSpec, testsOf, type RunOptions } from './run-spec.js';
import { isSampled } from './sample.js';
import * as specs from './spec-tree.js';

/** Outcomes as `title: failure or ok`, of a spec that is declared here as a spec file would declare it. */
async function outcomes(declare: () => void, options: Partial<RunOptions> = {}): Promise<string[]> {
  const root = await specs.collectSpec('a.spec.ts', () => Promise.resolve(declare()));
  const results = await runSpec(root, { bail: false, ...options });
  return results.map(({ test, failure }) => `${test.id}: ${failure ?? 'ok'}`);
}
const fail = (message: string) => (): never => {
  throw new Error(message);
};
const pass = (): void => undefined;

describe('specs as the mutation run sees them, which must be as Jest sees them', () => {
  it('fail where a test throws or rejects', async () => {
    const seen = await outcomes(() => {
      specs.it('throws', fail('thrown'));
      specs.it('rejects', () => Promise.reject(new Error('rejected')));
      specs.it('passes', pass);
    });
    expect(seen).toEqual(['a.spec.ts › throws: thrown', 'a.spec.ts › rejects: rejected', 'a.spec.ts › passes: ok']);
  });

  it('fail in every test of a block whose beforeAll fails, and in no other', async () => {
    const seen = await outcomes(() => {
      specs.it('before', pass);
      specs.describe('block', () => {
        specs.beforeAll(fail('no server'));
        specs.it('one', pass);
        specs.describe('inner', () => specs.it('two', pass));
      });
    });
    expect(seen).toEqual(['a.spec.ts › before: ok', 'a.spec.ts › block › one: no server', 'a.spec.ts › block › inner › two: no server']);
  });

  it('run hooks from the outside in and back, and clean up after a failure too', async () => {
    const order: string[] = [];
    const note = (what: string) => (): void => void order.push(what);
    await outcomes(() => {
      specs.beforeAll(note('all'));
      specs.beforeEach(note('each'));
      specs.afterEach(note('after each'));
      specs.afterAll(note('after all'));
      specs.describe('block', () => {
        specs.beforeEach(note('inner each'));
        specs.afterEach(note('inner after each'));
        specs.it('fails', fail('x'));
      });
    });
    expect(order).toEqual(['all', 'each', 'inner each', 'inner after each', 'after each', 'after all']);
  });

  it('stop at the first failure where one is enough, and run only what is asked for, hooks included', async () => {
    const declare = (): void => {
      specs.it('one', fail('x'));
      specs.it('two', pass);
      specs.describe('other', () => {
        specs.beforeAll(fail('never wanted'));
        specs.it('three', pass);
      });
    };
    expect(await outcomes(declare, { bail: true })).toEqual(['a.spec.ts › one: x']);
    expect(await outcomes(declare, { only: new Set(['a.spec.ts › two']) })).toEqual(['a.spec.ts › two: ok']);
  });

  it('fail where one waits for what never comes, as by the time limit of Jest', async () => {
    const seen = await outcomes(
      () => {
        specs.it('hangs', () => new Promise(() => undefined));
        specs.it('is slow', () => new Promise((resolve) => setTimeout(resolve, 30)));
      },
      { longestIdle: 90 },
    );
    expect(seen).toEqual(['a.spec.ts › hangs: waits for what does not come: idle for 90 ms', 'a.spec.ts › is slow: ok']);
  });

  it('do not wait as long again for the cleaning up behind a failure where one is enough', async () => {
    const waits = jest.spyOn(globalThis, 'setInterval');
    const hang = (): Promise<void> => new Promise(() => undefined);
    const seen = await outcomes(
      () => {
        specs.afterEach(hang);
        specs.afterAll(hang);
        specs.it('hangs', hang);
      },
      { longestIdle: 900, bail: true },
    );
    const between = waits.mock.calls.map(([, milliseconds]) => milliseconds);
    waits.mockRestore();
    expect(seen).toEqual([expect.stringContaining('hangs: waits for what does not come')]);
    // The time between two looks: 30 of them make a wait that is given up, and the one for the test was 900 ms.
    expect(between).toEqual([30, 2, 2]);
  });

  it('fail by an error that nobody awaited, but not by one that an earlier run left behind, which would call a mutant noticed that nobody noticed', async () => {
    const failStray = (): void => void process.emit('uncaughtException', new Error('stray'));
    let later = pass;
    await outcomes(() => specs.it('leaves', () => (later = AsyncResource.bind(failStray))));
    expect(await outcomes(() => specs.it('is innocent', () => later()))).toEqual(['a.spec.ts › is innocent: ok']);
    expect(await outcomes(() => specs.it('is guilty', failStray))).toEqual(['a.spec.ts › is guilty: stray']);
  });

  it('have a name of their own each, also in a table and under one title', async () => {
    const root = await specs.collectSpec('a.spec.ts', () =>
      Promise.resolve(
        specs.describe('d', () => {
          specs.it.each([
            ['x', 1],
            ['y', 2],
          ])('%s is %i', pass);
          specs.it.each([{ name: 'n' }])('$name', pass);
          specs.it('same', pass);
          specs.it('same', pass);
        }),
      ),
    );
    expect(testsOf(root).map(({ id }) => id.replace('a.spec.ts › d › ', ''))).toEqual(['x is 1', 'y is 2', 'n', 'same', 'same (2)']);
  });
});

describe('the score', () => {
  const mutant = (status: MutantResult['status']): MutantResult => ({
    id: '1',
    fileName: 'a.ts',
    mutatorName: 'StringLiteral',
    replacement: '""',
    status,
    location: { start: { line: 1, column: 5 }, end: { line: 1, column: 8 } },
  });

  it('is what was noticed of what could be: no test counts as surviving, what did not load or is ignored counts for nothing', () => {
    const statuses = ['Killed', 'Killed', 'Timeout', 'Survived', 'NoCoverage', 'Ignored', 'RuntimeError'] as const;
    const { score, counts, survivors } = countMutants(statuses.map(mutant), () => 'let abc = 1;');
    expect(score).toBe(60);
    expect(counts).toEqual({ killed: 2, timeout: 1, survived: 1, uncovered: 1, ignored: 1, invalid: 1 });
    expect(survivors).toEqual([
      { place: 'a.ts:1', mutator: 'StringLiteral', original: 'abc', replacement: '""', covered: true },
      { place: 'a.ts:1', mutator: 'StringLiteral', original: 'abc', replacement: '""', covered: false },
    ]);
    expect(countMutants([], () => '').score).toBe(0);
  });

  it('is recorded of every file that was mutated, also of one that holds nothing to change, which would look unmeasured for ever', () => {
    const { files } = countMutants([mutant('Killed')], () => '');
    expect(Object.entries(filesOf(['a.ts', 'empty.ts'], files)).map(([file, { killed }]) => [file, killed])).toEqual([
      ['a.ts', 1],
      ['empty.ts', 0],
    ]);
  });

  it('of a sample is of the same mutants for the same seed', () => {
    const taken = (seed: number): string[] => Array.from({ length: 1000 }, (_, index) => String(index)).filter((id) => isSampled(id, { seed, share: 0.2 }));
    expect(taken(1)).toEqual(taken(1));
    expect(taken(1)).not.toEqual(taken(2));
    expect(Math.abs(taken(1).length - 200)).toBeLessThan(50);
  });
});
