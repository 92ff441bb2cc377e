import { describe, expect, it } from '@jest/globals';
import { RECENT_MS, RecentRows } from './recent-rows.js';

const acme = '0190b3a4-0000-7000-8000-00000000000a';
const umbra = '0190b3a4-0000-7000-8000-00000000000b';

/** Rows whose reading is counted, at a clock that the spec moves. */
function house() {
  const clock = { now: 0 };
  const recent = new RecentRows(() => clock.now);
  const reads: string[] = [];
  const ask = async (organizationId: string, presented: string, row: string | undefined = 'row'): Promise<string | undefined> =>
    await recent.get(organizationId, presented, () => {
      reads.push(`${organizationId === acme ? 'acme' : 'umbra'} ${presented}`);
      return Promise.resolve(row);
    });
  return { clock, recent, reads, ask };
}

describe('rows of who asked lately', () => {
  it('are read once for requests that come together, and again after a quarter of a second', async () => {
    const { clock, reads, ask } = house();
    expect(await Promise.all([ask(acme, 'token a'), ask(acme, 'token a'), ask(acme, 'token b')])).toEqual(['row', 'row', 'row']);
    expect(reads).toEqual(['acme token a', 'acme token b']);
    clock.now = RECENT_MS - 1;
    await ask(acme, 'token a');
    expect(reads).toHaveLength(2);
    clock.now = RECENT_MS;
    await ask(acme, 'token a');
    expect(reads).toHaveLength(3);
    // "Revoked within a second everywhere" has to stay true with room for a slow request.
    expect(RECENT_MS).toBeLessThanOrEqual(250);
  });

  it('are one organization’s: the same token key presented to another one is read there', async () => {
    const { reads, ask } = house();
    await ask(acme, 'token a');
    await ask(umbra, 'token a');
    expect(reads).toEqual(['acme token a', 'umbra token a']);
  });

  it('are forgotten by a change in their organization, also one that was being read when the change came', async () => {
    const { recent, reads, ask } = house();
    const before = ask(acme, 'token a');
    await ask(umbra, 'token u');
    recent.forget(acme);
    await before;
    await ask(acme, 'token a');
    await ask(umbra, 'token u');
    expect(reads).toEqual(['acme token a', 'umbra token u', 'acme token a']);
  });

  it('are not kept where there is none, or where reading failed: guesses fill no memory, and a fault is not repeated', async () => {
    const { recent, reads, ask } = house();
    const nothing = async (): Promise<string | undefined> =>
      await recent.get<string>(acme, 'guess', () => {
        reads.push('acme guess');
        return Promise.resolve(undefined);
      });
    expect([await nothing(), await nothing()]).toEqual([undefined, undefined]);
    await expect(recent.get(acme, 'token a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await ask(acme, 'token a')).toBe('row');
    expect(reads).toEqual(['acme guess', 'acme guess', 'acme token a']);
  });

  it('are bounded: whoever comes after too many callers or organizations starts over', async () => {
    const { reads, ask } = house();
    for (let n = 0; n <= 1_000; n++) await ask(acme, `token ${String(n)}`);
    reads.length = 0;
    await ask(acme, 'token 1000');
    await ask(acme, 'token 0');
    expect(reads).toEqual(['acme token 0']);
    for (let n = 0; n <= 10_000; n++) await ask(`organization ${String(n)}`, 'token');
    reads.length = 0;
    await ask(acme, 'token 1000');
    expect(reads).toEqual(['acme token 1000']);
  });
});
