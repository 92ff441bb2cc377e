import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { sealWebhookSecret } from '@vitrine/crypto-seal';
import { keyProviderOf } from './local-key-provider.js';
import { createLocalKeySet } from './local-key-set.js';
import { openCredential } from './open-credential.js';
import { openWebhookSecret } from './open-webhook-secret.js';

const keySet = await createLocalKeySet();
const unwrapper = keyProviderOf(keySet.privateJwks);
const acme = {
  organizationId: '01981111-0000-7000-8000-000000000001',
  webhookId: '01981111-0000-7000-8000-0000000000aa',
  version: 1,
  cloud: 'aws',
} as const;
const [key] = keySet.publicJwks.keys.filter(({ cloud }) => cloud === 'aws');
if (key === undefined) throw new Error('one key per cloud');
const secret = randomBytes(32);
const { bytes: sealed } = await sealWebhookSecret({ secret, context: acme, key });
const open = async (changes: object = {}): Promise<string> =>
  await openWebhookSecret({ ...acme, sealed, ...changes }, unwrapper, (opened) => opened.toString('hex'));

describe('a webhook’s secret', () => {
  it('opens in its own row, and its bytes are zero afterwards', async () => {
    let lent: Buffer | undefined;
    expect(
      await openWebhookSecret({ ...acme, sealed }, unwrapper, (opened) => {
        lent = opened;
        return opened.toString('hex');
      }),
    ).toBe(secret.toString('hex'));
    expect(lent?.every((byte) => byte === 0)).toBe(true);
  });

  it.each([
    ['another organization', { organizationId: '01982222-0000-7000-8000-000000000002' }],
    ['another webhook', { webhookId: '01981111-0000-7000-8000-0000000000bb' }],
    ['a later version', { version: 2 }],
    ['another cloud', { cloud: 'gcp' }],
  ])('moved to %s it does not open', async (_, changes) => {
    await expect(open(changes)).rejects.toMatchObject({ code: 'open_failed' });
  });

  it('changed by one bit, cut short or of another form it does not open', async () => {
    const flipped = Uint8Array.from(sealed);
    const place = sealed.length - 10;
    flipped[place] = (flipped[place] ?? 0) ^ 1;
    for (const wrong of [flipped, sealed.slice(0, 250), new TextEncoder().encode('{}'), new Uint8Array(5_000)])
      await expect(open({ sealed: wrong })).rejects.toMatchObject({ code: 'open_failed' });
  });

  it('is no credential: the same ids as a connection’s open nothing', async () => {
    const row = { organizationId: acme.organizationId, connectionId: acme.webhookId, version: 1, kind: 'aws.role', sealed };
    await expect(openCredential(row, unwrapper)).rejects.toMatchObject({ code: 'open_failed' });
  });

  it('does not open for a worker that serves another cloud', async () => {
    const other = keyProviderOf({ keys: keySet.privateJwks.keys.filter(({ cloud }) => cloud !== 'aws') });
    await expect(openWebhookSecret({ ...acme, sealed }, other, () => 'opened')).rejects.toMatchObject({ code: 'open_failed' });
  });
});
