import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createTestDatabase,
  freePort,
  redisAvailable,
  seedTwoOrganizations,
  startTestIssuer,
  startTestRedis,
  type SeededOrganization,
  type TestDatabase,
  type TestIssuer,
  type TestRedis,
} from '@vitrine/testing';
import { startApiUnderTest } from '../testing/api-under-test.js';

let database: TestDatabase;
let issuer: TestIssuer;
let redis: TestRedis;
let acme: SeededOrganization;
let token: string;

/** redisAvailable() says one loud line where it cannot be had. */
const withRedis = redisAvailable() ? describe : describe.skip;

beforeAll(async () => {
  [database, issuer] = await Promise.all([createTestDatabase(), startTestIssuer()]);
  ({ acme } = await seedTwoOrganizations(database, { issuer: issuer.issuer }));
  token = await issuer.mint({ subject: acme.members.viewer.subject, claims: { org_id: acme.claim.value } });
});
afterAll(async () => {
  await issuer.stop();
  await database.drop();
});

const start = async (redisUrl: string, instances: 1 | 2 = 2): ReturnType<typeof startApiUnderTest> =>
  await startApiUnderTest({
    instances,
    databaseUrl: database.url('vitrine_api'),
    issuer: issuer.issuer,
    environment: { VITRINE_RATE_LIMIT: '10', VITRINE_REDIS_URL: redisUrl },
  });

withRedis('rate limits shared through Redis', () => {
  beforeAll(async () => {
    redis = await startTestRedis();
  });
  afterAll(async () => await redis.stop());

  it('two processes count together, so that adding processes does not add allowance', async () => {
    const [one, two] = await Promise.all([start(redis.url), start(redis.url)]);
    try {
      const statuses: number[] = [];
      for (let at = 0; at < 12; at += 1) statuses.push((await (at % 2 === 0 ? one : two).send('GET', '/v1/organization', { token })).status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(10);
      expect(statuses.slice(10)).toEqual([429, 429]);
    } finally {
      await Promise.all([one.stop(), two.stop()]);
    }
  });
});

describe('rate limits with Redis away', () => {
  it('fail open to a count of the process: nobody is refused because a limiter is down', async () => {
    const api = await start(`redis://127.0.0.1:${String(await freePort())}`, 1);
    try {
      const statuses: number[] = [];
      for (let at = 0; at < 11; at += 1) statuses.push((await api.send('GET', '/v1/organization', { token })).status);
      expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
    } finally {
      await api.stop();
    }
  });
});
