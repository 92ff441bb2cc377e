import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Unwrapper } from '@vitrine/crypto-open';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import type { CloudRound } from './reseal-round.js';
import { currentEnvelopes, sealedUnder, twoEpochs, type TwoEpochs } from './testing/epochs.js';
import { roundIn } from './testing/round-in.js';

/** Whoever holds an opening key may look; that he did is in the trail before he has. */
describe('the trail of what the re-sealer opens', () => {
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
  const round = (unwrapper: Unwrapper, unreadable = new Set<string>()): Promise<CloudRound[]> => roundIn(database, epochs, { unwrapper, unreadable });
  const opened = async (): Promise<number> =>
    (await root().query(`select 1 from vitrine.trail_event where type = 'vitrine.credential.opened' and principal = 'vitrine-reseal'`)).rowCount ?? 0;

  it('has an entry of each opening, committed before the key is asked: another connection sees it by then', async () => {
    const seen: number[] = [];
    const watching: Unwrapper = {
      ...epochs.both,
      unwrap: async (wrapped) => {
        seen.push(await opened());
        return await epochs.both.unwrap(wrapped);
      },
    };
    await round(watching);
    expect(seen).toHaveLength(6);
    for (const [before, count] of seen.entries()) expect(count).toBeGreaterThan(before);
    const { rows } = await root().query(
      `select organization_id, payload ->> 'connectionId' as connection, payload ->> 'credentialVersion' as version from vitrine.trail_event
       where type = 'vitrine.credential.opened' order by 2`,
    );
    const expected = [acme, umbra].flatMap(({ organizationId, connections }) =>
      Object.values(connections).map((connection) => ({ organization_id: organizationId, connection, version: '1' })),
    );
    expect(rows).toEqual(expected.sort((one, other) => (one.connection < other.connection ? -1 : 1)));
  });

  it('what cannot be written down is not opened', async () => {
    await root().query(`alter table vitrine.trail_event add constraint full_disk check (type <> 'vitrine.credential.opened') not valid`);
    const asked: string[] = [];
    const watching: Unwrapper = { ...epochs.both, unwrap: (wrapped) => (asked.push('asked'), epochs.both.unwrap(wrapped)) };
    await expect(round(watching)).rejects.toThrow();
    expect([asked, new Set((await currentEnvelopes(database)).map(({ version }) => version))]).toEqual([[], new Set([1])]);
  });

  it('what did not open is not tried again in each round: its entries would fill the trail', async () => {
    await root().query('update vitrine.credential k set sealed = o.sealed from vitrine.credential o where k.connection_id = $1 and o.connection_id = $2', [
      acme.connections.aws,
      umbra.connections.aws,
    ]);
    const unreadable = new Set<string>();
    await round(epochs.both, unreadable);
    const after = await opened();
    expect((await round(epochs.both, unreadable)).find(({ cloud }) => cloud === 'aws')).toMatchObject({ unreadable: 1, waiting: 1 });
    expect(await opened()).toBe(after);
  });
});
