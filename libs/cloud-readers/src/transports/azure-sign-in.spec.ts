import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLoopbackCloud, type LoopbackCloud } from '../testing/loopback-cloud.js';
import { borrowedCredential, clientSecretCredential } from './azure-sign-in.js';
import { NoTokenError } from './azure.transport.js';

describe('tokens borrowed from the user’s own login', () => {
  const ends = new Date('2026-11-22T01:00:00Z');
  const borrowed = borrowedCredential({ one: 'token-1', two: undefined }, ends);

  it('are given for the family they were borrowed for, until they end', async () => {
    const token = { token: 'token-1', expiresOnTimestamp: ends.getTime() };
    expect(await borrowed.getToken('one')).toEqual(token);
    expect(await borrowed.getToken(['one', 'two'])).toEqual(token);
  });

  it('are none for any other, which is never signed in for', async () => {
    for (const scopes of ['two', ['two'], 'three', []]) await expect(borrowed.getToken(scopes)).rejects.toThrow(NoTokenError);
  });
});

describe('a sign-in at Entra', () => {
  let cloud: LoopbackCloud;
  beforeAll(async () => {
    cloud = await startLoopbackCloud();
  });
  afterAll(() => cloud.close());
  const tenant = '0fde5b2d-0000-4000-8000-000000000001';
  const client = '0fde5b2d-0000-4000-8000-0000000000c1';

  it('goes to our authority alone and is asked once: a refusal stays one, and no other tenant is signed in to', async () => {
    cloud.answers({ status: 503, body: { error: 'temporarily_unavailable' } });
    const credential = clientSecretCredential(tenant, client, 'secret', cloud);
    await expect(credential.getToken('https://management.azure.com/.default')).rejects.toThrow();
    const asked = cloud.heard.map(({ path }) => path.split('?')[0]);
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.every((path) => path?.startsWith(`/${tenant}/`))).toBe(true);
    cloud.answers({});
    await expect(credential.getToken('https://management.azure.com/.default', { tenantId: '0fde5b2d-0000-4000-8000-000000000002' })).rejects.toThrow();
    expect(cloud.heard).toEqual([]);
  });
});
