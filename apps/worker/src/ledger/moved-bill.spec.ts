import { giveWay } from '@vitrine/billing';
import { deliverToS3, focusText, type CloudSim } from '@vitrine/cloud-sim';
import { createLocalKeySet, fileKeyProvider, writeLocalKeySet } from '@vitrine/crypto-open';
import type { SeededOrganization } from '@vitrine/testing';
import { withOrganization } from '@vitrine/tenancy';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { bucket, ExportHouse, type HouseKeys } from '../testing/export-house.js';
import { plantSource } from '../testing/plant-source.js';

const ofAcme = { folder: 'bills/acme/', name: 'focus' } as const;
const ofUmbra = { folder: 'bills/umbra/', name: 'focus' } as const;
const first = '2026-11-02T03:00:00.000Z';

const keysIn = async (folder: string): Promise<HouseKeys> => {
  const keySet = await createLocalKeySet();
  const { privateFiles } = await writeLocalKeySet(folder, keySet);
  return { keySet, unwrapper: fileKeyProvider({ files: Object.values(privateFiles) }) };
};

describe('a connection whose bill is moved', () => {
  const house = new ExportHouse(keysIn);
  const { named, sync, ledger } = house;
  const root = () => house.root;
  let sim: CloudSim;
  let acme: SeededOrganization;
  let umbra: SeededOrganization;
  beforeAll(() => {
    ({ sim, acme, umbra } = house);
  });

  it('a connection that is pointed at another export has that one’s months alone: both would be added up', async () => {
    deliverToS3(sim, bucket, { ...ofAcme, month: '2026-09', modified: first, chunks: [focusText('2026-09-05', { 'i-old': '1' })] });
    deliverToS3(sim, bucket, { ...ofUmbra, month: '2026-09', modified: first, chunks: [focusText('2026-09-05', { 'i-u': '7' })] });
    expect([await sync(acme), await sync(umbra)]).toEqual(['done months 1', 'done months 1']);
    deliverToS3(sim, bucket, { folder: 'bills/acme/', name: 'cur', month: '2026-10', modified: first, chunks: [focusText('2026-10-05', { 'i-new': '2' })] });
    await named(acme, 'aws', { source: 'data-exports', bucket, region: 'eu-west-1', prefix: 'bills/acme', exportName: 'cur' });
    expect(await sync(acme)).toBe('done months 1');
    expect([await ledger(acme), await ledger(umbra)]).toEqual([['2026-10-05 i-new 2'], ['2026-09-05 i-u 7']]);
    const { rows } = await root().query('select 1 from vitrine.cost_source where connection_id = $1', [acme.connections.aws]);
    expect(rows).toHaveLength(1);
  });

  it('a connection that comes from another kind of bill has each day once: what that one told from the export’s first day on gives way, older days stay', async () => {
    const { organizationId, connections } = acme;
    const native = { organizationId, connectionId: connections.aws, kind: 'cost-explorer', days: { '2026-09-20': '3', '2026-10-05': '4', '2026-10-20': '5' } };
    await plantSource(root(), native);
    await plantSource(root(), { ...native, organizationId: umbra.organizationId, connectionId: umbra.connections.aws });
    await plantSource(root(), { ...native, connectionId: null, kind: 'focus-upload', days: { '2026-10-06': '8' } });
    deliverToS3(sim, bucket, { ...ofAcme, month: '2026-10', modified: first, chunks: [focusText('2026-10-05', { 'i-a': '1.50' })] });
    expect(await sync(acme)).toBe('done months 1');
    expect(await ledger(acme)).toEqual(['2026-09-20 planted 3', '2026-10-05 i-a 1.5', '2026-10-06 planted 8']);
    expect(await ledger(umbra)).toHaveLength(3);
    const { rows } = await root().query<{ line: string }>(
      `select kind || ' ' || rows as line from vitrine.cost_source where connection_id = $1 order by kind`,
      [connections.aws],
    );
    expect(rows.map(({ line }) => line)).toEqual(['cost-explorer 1', 'data-exports 1']);
  });

  it('a month that gave way to a bill of another kind is read anew when the connection returns to its export', async () => {
    deliverToS3(sim, bucket, {
      ...ofAcme,
      month: '2026-10',
      modified: first,
      chunks: [focusText('2026-10-05', { 'i-a': '1' }), focusText('2026-10-25', { 'i-b': '2' })],
    });
    await sync(acme);
    await withOrganization(house.context.pool, acme.organizationId, async (transaction) => {
      await giveWay(transaction, { connectionId: acme.connections.aws, kind: 'cost-explorer', from: '2026-10-20' });
    });
    expect(await ledger(acme)).toEqual(['2026-10-05 i-a 1']);
    expect(await sync(acme)).toBe('done months 1');
    expect(await ledger(acme)).toEqual(['2026-10-05 i-a 1', '2026-10-25 i-b 2']);
  });
});
