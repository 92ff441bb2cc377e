import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { checkWebhookSecret } from '@vitrine/crypto-envelope';
import { makeTestKey } from './fixtures/test-key.js';
import { sealWebhookSecret } from './seal-webhook-secret.js';

const { key } = makeTestKey('aws');
const acme = { organizationId: '01981111-0000-7000-8000-000000000001', webhookId: '01981111-0000-7000-8000-0000000000aa', version: 1, cloud: 'aws' } as const;
const umbra = { ...acme, organizationId: '01982222-0000-7000-8000-000000000002' };

describe('a webhook’s secret, sealed', () => {
  it('passes the keyless check for its key, and holds nothing of the secret in the clear', async () => {
    const secret = randomBytes(32);
    for (const context of [acme, umbra]) {
      const { bytes, kid } = await sealWebhookSecret({ secret, context, key });
      expect(kid).toBe(key.kid);
      expect(checkWebhookSecret(bytes, new Set([kid])).header).toMatchObject({ kid, typ: 'vitrine-hook+jwe', enc: 'A256GCM' });
      expect(Buffer.from(bytes).toString()).not.toContain(secret.toString('base64url'));
    }
  });

  it('is not sealed to another cloud’s key: that cloud’s workers could sign with it', async () => {
    await expect(sealWebhookSecret({ secret: randomBytes(32), context: { ...acme, cloud: 'gcp' }, key })).rejects.toMatchObject({ fault: 'key-cloud' });
  });

  it('is 32 bytes and no other number, since nothing else would open', async () => {
    for (const length of [0, 31, 33])
      await expect(sealWebhookSecret({ secret: randomBytes(length), context: acme, key })).rejects.toMatchObject({ fault: 'ciphertext-size' });
  });

  it('is not bound to what is no row', async () => {
    await expect(sealWebhookSecret({ secret: randomBytes(32), context: { ...acme, webhookId: 'a|b' }, key })).rejects.toThrow();
  });
});
