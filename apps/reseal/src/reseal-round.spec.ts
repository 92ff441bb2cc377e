import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keyProviderOf, KeyServiceUnavailable, type Unwrapper } from '@vitrine/crypto-open';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import { resealRound, type CloudRound } from './reseal-round.js';
import { currentEnvelopes, opens, sealedUnder, twoEpochs, type TwoEpochs } from './testing/epochs.js';
import { roundIn } from './testing/round-in.js';

describe('a round of the re-sealer', () => {
  let database: TestDatabase;
  let epochs: TwoEpochs;
  let acme: SeededOrganization;
  let umbra: SeededOrganization;
  beforeEach(async () => {
    [database, epochs] = await Promise.all([createTestDatabase(), twoEpochs()]);
    ({ acme, umbra } = await seedTwoOrganizations(database, {
      sealed: (organizationId, connectionId, kind) => sealedUnder(epochs.first, organizationId, connectionId, kind),
    }));
  });
  afterEach(() => database.drop());
  const root = () => database.poolFor('postgres');
  const round = (unwrapper: Unwrapper = epochs.both, signal = new AbortController().signal): Promise<CloudRound[]> =>
    roundIn(database, epochs, { unwrapper, signal });
  const each = (counts: Partial<CloudRound>) =>
    (['aws', 'azure', 'gcp'] as const).map((cloud) => ({ cloud, resealed: 0, overtaken: 0, unavailable: 0, unreadable: 0, waiting: 0, ...counts }));

  it('moves every current envelope of both organizations to the current key, as the next version, and says so in the trail', async () => {
    expect(await round()).toEqual(each({ resealed: 2 }));
    const envelopes = await currentEnvelopes(database);
    expect(envelopes).toHaveLength(6);
    for (const envelope of envelopes) {
      expect(envelope.version).toBe(2);
      expect(await opens(envelope, keyProviderOf(epochs.second.privateJwks))).toBe(true);
      expect(await opens(envelope, keyProviderOf(epochs.first.privateJwks))).toBe(false);
    }
    const { rows } = await root().query<{ organization_id: string; count: number }>(
      `select organization_id, count(*)::integer as count from vitrine.trail_event where type = 'vitrine.credential.resealed' and principal = 'vitrine-reseal' group by 1`,
    );
    expect(new Map(rows.map((row) => [row.organization_id, row.count]))).toEqual(
      new Map([
        [acme.organizationId, 3],
        [umbra.organizationId, 3],
      ]),
    );
  });

  it('has nothing to do the second time, and twice at once moves nothing twice', async () => {
    const [one, other] = await Promise.all([round(), round()]);
    const moved = [...one, ...other].reduce((total, { resealed }) => total + resealed, 0);
    expect(moved).toBe(6);
    expect(await round()).toEqual(each({}));
    expect(new Set((await currentEnvelopes(database)).map(({ version }) => version))).toEqual(new Set([2]));
  });

  it('loses to a credential that was submitted while it opened the old one', async () => {
    const submitting: Unwrapper = {
      ...epochs.both,
      unwrap: async (wrapped) => {
        await root().query(`update vitrine.connection set credential_version = 7 where id = $1`, [acme.connections.aws]);
        return await epochs.both.unwrap(wrapped);
      },
    };
    expect((await round(submitting)).find(({ cloud }) => cloud === 'aws')).toMatchObject({ resealed: 1, overtaken: 1, waiting: 0 });
    const { rows } = await root().query('select credential_version, resealed_to from vitrine.connection where id = $1', [acme.connections.aws]);
    expect(rows).toEqual([{ credential_version: 7, resealed_to: null }]);
  });

  it('leaves alone what is revoked, what a client sealed to the next key, and what is only borrowed', async () => {
    await root().query(`update vitrine.connection set state = 'revoked' where id = $1`, [acme.connections.aws]);
    await root().query(`update vitrine.credential set kind = 'azure.token' where connection_id = $1`, [acme.connections.azure]);
    const nextOfGcp = epochs.first.publicJwks.keys.filter(({ cloud }) => cloud === 'gcp').map((key) => ({ ...key, status: 'next' as const }));
    const published = { keys: [...epochs.published.keys, ...nextOfGcp] };
    const rounds = await resealRound({
      pool: database.poolFor('vitrine_reseal'),
      unwrapper: epochs.both,
      unreadable: new Set(),
      published,
      concurrency: 2,
      now: new Date(),
      signal: new AbortController().signal,
    });
    expect(rounds.map(({ cloud, resealed, waiting }) => [cloud, resealed, waiting])).toEqual([
      ['aws', 1, 0],
      ['azure', 1, 0],
    ]);
  });

  it('waits for a key service that is down, changes nothing, and goes on where it stopped (fault 19)', async () => {
    const down: Unwrapper = { ...epochs.both, unwrap: () => Promise.reject(new KeyServiceUnavailable('down')) };
    const told = await round(down);
    expect(told.every(({ unavailable, unreadable, resealed, waiting }) => unavailable > 0 && unreadable === 0 && resealed === 0 && waiting === 2)).toBe(true);
    // A round of an outage writes one entry for each organization under way, and not one for each envelope.
    expect((await root().query(`select 1 from vitrine.trail_event where type = 'vitrine.credential.opened'`)).rowCount).toBe(6);
    expect(new Set((await currentEnvelopes(database)).map(({ version }) => version))).toEqual(new Set([1]));
    expect(await round()).toEqual(each({ resealed: 2 }));
  });

  it('never launders an envelope that was moved in from another row: it stays, unreadable, and is counted as waiting', async () => {
    await root().query('update vitrine.credential k set sealed = o.sealed from vitrine.credential o where k.connection_id = $1 and o.connection_id = $2', [
      acme.connections.aws,
      umbra.connections.aws,
    ]);
    expect((await round()).find(({ cloud }) => cloud === 'aws')).toMatchObject({ resealed: 1, unreadable: 1, waiting: 1 });
  });

  it('keeps the thread over several epochs: what was checked with the first version is still the same credential', async () => {
    await round();
    const third = await twoEpochs();
    const unwrapper = keyProviderOf({ keys: [...epochs.second.privateJwks.keys, ...third.second.privateJwks.keys] });
    const options = {
      pool: database.poolFor('vitrine_reseal'),
      unwrapper,
      unreadable: new Set<string>(),
      concurrency: 2,
      now: new Date(),
      signal: new AbortController().signal,
    };
    await resealRound({ ...options, published: third.published });
    const { rows } = await root().query('select distinct credential_version, resealed_from, resealed_to from vitrine.connection');
    expect(rows).toEqual([{ credential_version: 3, resealed_from: 1, resealed_to: 3 }]);
  });

  it('holds one cloud’s keys and touches that cloud alone', async () => {
    const awsOnly = keyProviderOf({ keys: [...epochs.first.privateJwks.keys].filter(({ cloud }) => cloud === 'aws') });
    expect((await round(awsOnly)).map(({ cloud, resealed }) => [cloud, resealed])).toEqual([['aws', 2]]);
  });

  it('begins nothing more once it is told to stop', async () => {
    expect(await round(epochs.both, AbortSignal.abort())).toEqual(each({ waiting: 2 }));
  });
});
