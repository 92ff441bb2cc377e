import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@vitrine/testing';
import { createFleetLimiter, type CallPlace } from './fleet-limiter.js';
import { quotaClassOf, shareOf } from './quotas.js';
import { holdBack, takeTokens } from './rate-bucket.js';

describe('the fleet’s limiter', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => database.drop());
  const pool = () => database.poolFor('vitrine_worker');
  const place = (accountId: string): CallPlace => ({ cloud: 'aws', accountId, region: 'eu-central-1', operation: 'ec2:DescribeVolumes' });
  const signal = new AbortController().signal;

  it('gives the whole fleet no more than the bucket holds, however many ask at once', async () => {
    const quota = { capacity: 20, refillPerSecond: 0.001 };
    const grants = await Promise.all(Array.from({ length: 10 }, () => takeTokens(pool(), 'spec/shared', quota, 5)));
    expect(grants.reduce((sum, { granted }) => sum + granted, 0)).toBe(20);
    expect(grants.filter(({ granted }) => granted === 0).every(({ waitMs }) => waitMs > 0)).toBe(true);
  });

  it('has no organization in its key, since two of them may audit one account', async () => {
    await createFleetLimiter({ pool: pool() }).take(place('account-a'), signal);
    const { rows } = await database.poolFor('postgres').query(`select bucket from vitrine.rate_bucket where bucket like '%account-a%'`);
    expect(rows).toEqual([{ bucket: 'aws/account-a/eu-central-1/ec2-describe' }]);
  });

  it('keeps to half of the provider’s quota', () => {
    expect(shareOf(quotaClassOf('azure', 'Microsoft.ResourceGraph/resources/read').quota, 0.5)).toEqual({ capacity: 7.5, refillPerSecond: 1.5 });
  });

  it('lets a 429’s Retry-After hold for everybody, and puts jobs back rather than let them sleep under a lease', async () => {
    const [one, other] = [createFleetLimiter({ pool: pool() }), createFleetLimiter({ pool: pool() })];
    await one.take(place('account-b'), signal);
    await one.throttled(place('account-b'), 60_000);
    await expect(other.take(place('account-b'), signal)).rejects.toMatchObject({ name: 'JobPostponed', code: 'throttled' });
    await other.take(place('account-c'), signal);
  });

  it('never shortens a wait that somebody else was told', async () => {
    await takeTokens(pool(), 'spec/held', { capacity: 5, refillPerSecond: 1 }, 1);
    await holdBack(pool(), 'spec/held', 60_000);
    await holdBack(pool(), 'spec/held', 1_000);
    expect((await takeTokens(pool(), 'spec/held', { capacity: 5, refillPerSecond: 1 }, 1)).waitMs).toBeGreaterThan(50_000);
  });
});
