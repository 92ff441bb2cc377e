import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { clouds, newId, webhookIdSchema, type Cloud } from '@vitrine/contracts';
import { currentSealingKey } from '@vitrine/crypto-envelope';
import { keyProviderOf, openWebhookSecret, type Unwrapper } from '@vitrine/crypto-open';
import { sealWebhookSecret } from '@vitrine/crypto-seal';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import { z } from 'zod';
import type { CloudRound } from './reseal-round.js';
import { sealedUnder, twoEpochs, type TwoEpochs } from './testing/epochs.js';
import { roundIn } from './testing/round-in.js';

const kinds = { aws: 'aws.role', azure: 'azure.federated', gcp: 'gcp.wif' } as const satisfies Record<Cloud, string>;
const rowSchema = z.object({ webhookId: webhookIdSchema, version: z.number(), cloud: z.enum(clouds), kid: z.string(), sealed: z.instanceof(Buffer) });

describe('secrets of webhooks, when the keys change', () => {
  let database: TestDatabase;
  let epochs: TwoEpochs;
  let acme: SeededOrganization;
  let umbra: SeededOrganization;
  beforeEach(async () => {
    [database, epochs] = await Promise.all([createTestDatabase(), twoEpochs()]);
    ({ acme, umbra } = await seedTwoOrganizations(database, {
      sealed: (organizationId, connectionId, kind) => sealedUnder(epochs.second, organizationId, connectionId, kind),
    }));
  });
  afterEach(() => database.drop());
  const root = () => database.poolFor('postgres');
  const round = (unwrapper: Unwrapper = epochs.both): Promise<CloudRound[]> => roundIn(database, epochs, { unwrapper });

  /** A receiver with three versions, of which the sender opens the last, and the one before for a day. @returns the secrets by version, as hex */
  async function plant({ organizationId }: SeededOrganization, changed = '1 hour'): Promise<{ webhookId: string; secrets: string[] }> {
    const webhookId = newId(webhookIdSchema);
    await root().query(
      `insert into vitrine.webhook (organization_id, id, name, url, events, secret_version, secret_changed_at, created_by)
       values ($1, $2, 'w', 'https://receiver.example/', '{audit.completed}', 3, now() - $3::interval, 'spec')`,
      [organizationId, webhookId, changed],
    );
    const secrets: string[] = [];
    for (const version of [1, 2, 3]) {
      const secret = randomBytes(32);
      secrets.push(secret.toString('hex'));
      for (const cloud of clouds) {
        const key = currentSealingKey(epochs.first.publicJwks, kinds[cloud], new Date());
        const { bytes, kid } = await sealWebhookSecret({ secret, context: { organizationId, webhookId, version, cloud }, key });
        await root().query(`insert into vitrine.webhook_secret (organization_id, webhook_id, version, cloud, kid, sealed) values ($1, $2, $3, $4, $5, $6)`, [
          organizationId,
          webhookId,
          version,
          cloud,
          kid,
          Buffer.from(bytes),
        ]);
      }
    }
    return { webhookId, secrets };
  }
  /** By version and cloud, what opens with these keys alone. */
  async function opening({ organizationId }: SeededOrganization, unwrapper: Unwrapper): Promise<string[]> {
    const { rows } = await root().query(
      `select webhook_id as "webhookId", version, cloud, kid, sealed from vitrine.webhook_secret where organization_id = $1 order by version, cloud`,
      [organizationId],
    );
    const found: string[] = [];
    for (const row of z.array(rowSchema).parse(rows))
      await openWebhookSecret({ organizationId, ...row }, unwrapper, (secret) =>
        found.push(`${String(row.version)} ${row.cloud} ${secret.toString('hex')}`),
      ).catch(() => undefined);
    return found;
  }
  const newKeysAlone = (): Unwrapper => keyProviderOf(epochs.second.privateJwks);

  it('those that the senders open are the same ones under the current key, in both organizations; what nobody opens any more is left to die with its key', async () => {
    const [ours, theirs] = [await plant(acme), await plant(umbra, '2 days')];
    expect(await round()).toEqual(clouds.map((cloud) => ({ cloud, resealed: 3, overtaken: 0, unavailable: 0, unreadable: 0, waiting: 0 })));
    const of = (secrets: readonly string[], versions: readonly number[]): string[] =>
      versions.flatMap((version) => clouds.map((cloud) => `${String(version)} ${cloud} ${secrets[version - 1] ?? ''}`));
    expect(await opening(acme, newKeysAlone())).toEqual(of(ours.secrets, [2, 3]));
    expect(await opening(umbra, newKeysAlone())).toEqual(of(theirs.secrets, [3]));
    expect(await round()).toEqual(clouds.map((cloud) => ({ cloud, resealed: 0, overtaken: 0, unavailable: 0, unreadable: 0, waiting: 0 })));
  });

  it('each opening is in the trail before it happens, and each new envelope with it, in ids and hashes', async () => {
    const { webhookId, secrets } = await plant(acme, '2 days');
    const seen: number[] = [];
    const counted = async (type: string): Promise<number> =>
      (
        await root().query(`select 1 from vitrine.trail_event where organization_id = $1 and type = $2 and payload ->> 'webhookId' = $3`, [
          acme.organizationId,
          type,
          webhookId,
        ])
      ).rowCount ?? 0;
    await round({ ...epochs.both, unwrap: async (wrapped) => (seen.push(await counted('vitrine.webhook-secret.opened')), await epochs.both.unwrap(wrapped)) });
    expect(seen).toEqual([1, 2, 3]);
    expect(await counted('vitrine.webhook-secret.resealed')).toBe(3);
    const { rows } = await root().query(`select payload::text as text from vitrine.trail_event`);
    for (const secret of secrets) expect(JSON.stringify(rows)).not.toContain(secret);
  });

  it('an envelope that was moved in from another receiver stays, unreadable, and is counted as waiting', async () => {
    const [ours, theirs] = [await plant(acme, '2 days'), await plant(umbra, '2 days')];
    await root().query(
      `update vitrine.webhook_secret s set sealed = o.sealed from vitrine.webhook_secret o
       where s.webhook_id = $1 and o.webhook_id = $2 and s.version = o.version and s.cloud = o.cloud and s.cloud = 'aws'`,
      [ours.webhookId, theirs.webhookId],
    );
    expect((await round()).find(({ cloud }) => cloud === 'aws')).toMatchObject({ resealed: 1, unreadable: 1, waiting: 1 });
  });

  it('one that was changed while it was opened stands as it was changed', async () => {
    const { webhookId } = await plant(acme, '2 days');
    const racing: Unwrapper = {
      ...epochs.both,
      unwrap: async (wrapped) => {
        await root().query(`update vitrine.webhook_secret set kid = 'changed-meanwhile' where webhook_id = $1 and cloud = 'aws'`, [webhookId]);
        return await epochs.both.unwrap(wrapped);
      },
    };
    expect((await round(racing)).find(({ cloud }) => cloud === 'aws')).toMatchObject({ resealed: 0, overtaken: 1 });
    const { rows } = await root().query(`select distinct kid from vitrine.webhook_secret where webhook_id = $1 and cloud = 'aws'`, [webhookId]);
    expect(rows).toEqual([{ kid: 'changed-meanwhile' }]);
  });
});
