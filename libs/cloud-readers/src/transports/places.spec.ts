import { describe, expect, it } from '@jest/globals';
import { Places } from './places.js';

async function hold<Result>(places: Places, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  const leave = await places.enter(signal);
  return await work().finally(leave);
}

describe('places', () => {
  const never = new AbortController().signal;
  const gate = (): { readonly open: () => void; readonly passed: Promise<undefined> } => {
    let open = (): void => undefined;
    const passed = new Promise<undefined>((resolve) => (open = () => resolve(undefined)));
    return { open, passed };
  };

  it('are so many and no more, and are handed on in the order in which was asked', async () => {
    const places = new Places(2, 60_000);
    const gates = [gate(), gate(), gate(), gate()];
    const begun: number[] = [];
    const all = gates.map(async ({ passed }, index) => {
      await hold(places, never, async () => {
        begun.push(index);
        await passed;
      });
    });
    for (const [index, { open }] of gates.entries()) {
      await Promise.resolve();
      expect(begun).toEqual([0, 1, 2, 3].slice(0, Math.min(4, index + 2)));
      open();
      await all[index];
    }
  });

  it('are free again when the work failed', async () => {
    const places = new Places(1, 60_000);
    await expect(hold(places, never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(hold(places, never, () => Promise.resolve('yes'))).resolves.toBe('yes');
  });

  it('are not waited for for ever: who has one may wait for a cloud that throttles one customer', async () => {
    const places = new Places(1, 1);
    const held = gate();
    const first = hold(places, never, () => held.passed);
    await expect(hold(places, never, () => Promise.resolve('beside it'))).resolves.toBe('beside it');
    held.open();
    await first;
    // No place has come of it: of two that come now, the second is behind the first.
    const again = gate();
    const order: string[] = [];
    const one = hold(places, never, async () => {
      await again.passed;
      order.push('one');
    });
    again.open();
    await Promise.all([one, hold(places, never, async () => await Promise.resolve(order.push('two')))]);
    expect(order).toEqual(['one', 'two']);
  });

  it('are not waited for by a job that is told to end, nor lost on it', async () => {
    const places = new Places(1, 60_000);
    const held = gate();
    const first = hold(places, never, () => held.passed);
    const cancel = new AbortController();
    const second = hold(places, cancel.signal, () => Promise.resolve('never'));
    cancel.abort(new Error('cancelled'));
    await expect(second).rejects.toThrow('cancelled');
    held.open();
    await first;
    await expect(hold(places, never, () => Promise.resolve('yes'))).resolves.toBe('yes');
    await expect(hold(places, cancel.signal, () => Promise.resolve('never'))).rejects.toThrow('cancelled');
  });
});
