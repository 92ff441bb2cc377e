import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { JobRoom, type Seat } from './job-room.js';

/** Where a promise stands once everything that was ready has run. */
async function standing<T>(promise: Promise<T>): Promise<T | 'waits'> {
  const turn = new Promise<'waits'>((resolve) => setImmediate(() => resolve('waits')));
  return await Promise.race([promise, turn]);
}

async function seated(promise: Promise<Seat | null>): Promise<Seat> {
  const seat = await standing(promise);
  if (seat === null || seat === 'waits') throw new Error('no seat');
  return seat;
}

const never = (): void => {
  throw new Error('nobody was to be sent away');
};

describe('the room of one process', () => {
  afterEach(() => void jest.useRealTimers());

  it('lets ordinary deliveries in side by side, without a wait', async () => {
    const room = new JobRoom();
    const seats = await Promise.all([seated(room.enter()), seated(room.enter()), seated(room.enter())]);
    expect(seats).toHaveLength(3);
  });

  it('lets a suspected job in when the last of the others has left, and whoever comes meanwhile after it: nobody dies with it', async () => {
    const room = new JobRoom();
    const [first, second] = [await seated(room.enter()), await seated(room.enter())];
    const alone = room.enterAlone(never);
    const newcomer = room.enter();
    first.leave();
    first.leave();
    expect(await standing(alone)).toBe('waits');
    second.leave();
    const suspect = await seated(alone);
    expect(await standing(newcomer)).toBe('waits');
    suspect.leave();
    await seated(newcomer);
  });

  it('lets others in beside a suspected job that was cleared, and counts it as one of them from then on', async () => {
    const room = new JobRoom();
    const suspect = await seated(room.enterAlone(never));
    const newcomer = room.enter();
    suspect.share();
    (await seated(newcomer)).leave();
    const next = room.enterAlone(never);
    expect(await standing(next)).toBe('waits');
    suspect.leave();
    await seated(next);
  });

  it('has the others sent away when a suspected job waited long enough, but never one that is alone itself: two would chase each other for ever', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const room = new JobRoom(5_000);
    const other = await seated(room.enter());
    let asked = 0;
    const first = room.enterAlone(() => (asked += 1));
    jest.advanceTimersByTime(5_001);
    expect(asked).toBe(1);
    other.leave();
    const suspect = await seated(first);
    const second = room.enterAlone(never);
    jest.advanceTimersByTime(60_000);
    suspect.leave();
    (await seated(second)).leave();
  });

  it('sends away whoever waits when the process goes, and still serves what the queue had handed over', async () => {
    const room = new JobRoom();
    const suspect = await seated(room.enterAlone(never));
    const [newcomer, next] = [room.enter(), room.enterAlone(never)];
    room.close();
    expect([await standing(newcomer), await standing(next)]).toEqual([null, null]);
    expect(await standing(room.enterAlone(never))).toBeNull();
    suspect.leave();
    await seated(room.enter());
  });
});
