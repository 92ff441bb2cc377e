import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@vitrine/testing';
import type { JobHandlers } from './jobs/run-job.js';
import { readConfig } from './config.js';
import { selfCheck, type SelfCheck } from './self-check.js';

const nothing = () => Promise.resolve();
const handlers: JobHandlers = {
  plan: nothing,
  cursor: nothing,
  metrics: nothing,
  validate: nothing,
  bill: nothing,
  finalize: nothing,
  deliver: nothing,
  schedule: nothing,
};
const noKey: SelfCheck['openingKeys'] = null;
const goodKey = { unwrapper: { kidsFor: () => new Set<string>(), unwrap: () => Promise.reject(new Error('unused')) }, proveCanary: nothing };

describe('the self-check', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => database.drop());
  const check = (more: Partial<SelfCheck> = {}) =>
    selfCheck({
      duties: ['aws', 'system'],
      pools: [database.poolFor('vitrine_worker'), database.poolFor('vitrine_relay')],
      openingKeys: goodKey,
      handlers,
      ...more,
    });

  it('passes a worker with its own roles, a key that opens and a handler for every kind', async () => {
    await expect(check()).resolves.toBeUndefined();
  });

  it('refuses a role that stands above row-level security', async () => {
    await expect(check({ pools: [database.poolFor('postgres')] })).rejects.toMatchObject({
      code: 'self-check-failed',
      internal: expect.stringMatching(/is a superuser.*bypasses row-level security/),
    });
    await expect(check({ pools: [database.poolFor('vitrine_migrator')] })).rejects.toMatchObject({ internal: expect.stringContaining('member of the owner') });
  });

  it('refuses a table of tenants whose policies are not forced', async () => {
    await database.poolFor('postgres').query('alter table vitrine.finding no force row level security');
    await expect(check()).rejects.toMatchObject({ internal: 'row-level security is not forced on finding' });
    await database.poolFor('postgres').query('alter table vitrine.finding force row level security');
  });

  it('refuses to serve a cloud whose envelopes it cannot open, and asks no key of one that serves none', async () => {
    await expect(check({ openingKeys: noKey })).rejects.toMatchObject({ internal: 'the opening key for aws cannot open a canary' });
    await expect(check({ openingKeys: { ...goodKey, proveCanary: () => Promise.reject(new Error('wrong key')) } })).rejects.toMatchObject({
      code: 'self-check-failed',
    });
    await expect(check({ openingKeys: noKey, duties: ['system', 'relay'] })).resolves.toBeUndefined();
  });

  it('refuses when a kind of job has no handler', async () => {
    const { bill: _bill, ...rest } = handlers;
    await expect(check({ handlers: rest })).rejects.toMatchObject({ internal: 'no handler for jobs of kind bill' });
  });
});

describe('the configuration', () => {
  it('names every wrong variable at once and never a value', () => {
    const secret = 'postgresql-with-a-secret-inside';
    const wrong = () =>
      readConfig({ VITRINE_DATABASE_URL: secret, VITRINE_HEALTH_PORT: '99999999', VITRINE_RELAY_PASSWORD_FILE: '/nonexistent' }, ['--queues', 'aws,relay']);
    expect(wrong).toThrow(
      expect.objectContaining({
        code: 'config-invalid',
        internal: expect.stringMatching(/VITRINE_RELAY_PASSWORD_FILE.*VITRINE_DATABASE_URL.*VITRINE_HEALTH_PORT/),
      }),
    );
    try {
      wrong();
    } catch (error) {
      expect(JSON.stringify(error)).not.toContain(secret);
    }
  });

  it('does not know a queue that is none', () => {
    expect(() => readConfig({}, ['--queues', 'aws,everything'])).toThrow(expect.objectContaining({ internal: expect.stringContaining('--queues') }));
  });
});
