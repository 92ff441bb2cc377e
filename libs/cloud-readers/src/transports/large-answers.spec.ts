import { describe, expect, it } from '@jest/globals';
import { LargeAnswers } from './large-answers.js';

describe('large answers', () => {
  it('come one after the other, in the order in which they grew large', async () => {
    const answers = new LargeAnswers(60_000);
    const seen: string[] = [];
    const one = async (name: string): Promise<void> => {
      const leave = await answers.enter();
      seen.push(`${name} in`);
      await Promise.resolve();
      seen.push(`${name} out`);
      leave();
    };
    await Promise.all(['a', 'b', 'c'].map(one));
    expect(seen).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  });

  it('do not wait for one that never ends, or whoever sends it would hold up all other customers', async () => {
    const answers = new LargeAnswers(1);
    await answers.enter();
    const leave = await answers.enter();
    leave();
    await expect(answers.enter()).resolves.toBeInstanceOf(Function);
  });
});
