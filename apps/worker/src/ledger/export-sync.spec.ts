import { giveWay } from '@vitrine/billing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { deliverToBlobs, deliverToS3, focusText, type CloudSim } from '@vitrine/cloud-sim';
import { createLocalKeySet, fileKeyProvider, writeLocalKeySet } from '@vitrine/crypto-open';
import { VitrineError } from '@vitrine/contracts';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { SeededOrganization } from '@vitrine/testing';
import { SessionCache } from '../credentials/session-cache.js';
import { withOrganization } from '@vitrine/tenancy';
import { bucket, ExportHouse, type HouseKeys } from '../testing/export-house.js';
import { plantSource } from '../testing/plant-source.js';

const ofAcme = { folder: 'bills/acme/', name: 'focus' } as const;
const ofUmbra = { folder: 'bills/umbra/', name: 'focus' } as const;
const ofBlobs = { folder: 'exports/', name: 'daily-focus' } as const;
const [first, second] = ['2026-11-02T03:00:00.000Z', '2026-11-03T03:00:00.000Z'];

const keysIn = async (folder: string): Promise<HouseKeys> => {
  const keySet = await createLocalKeySet();
  const { privateFiles } = await writeLocalKeySet(folder, keySet);
  return { keySet, unwrapper: fileKeyProvider({ files: Object.values(privateFiles) }) };
};

describe('an export that is read where the provider puts it', () => {
  const house = new ExportHouse(keysIn);
  const { named, sync, ledger, refused } = house;
  const root = () => house.root;
  let sim: CloudSim;
  let acme: SeededOrganization;
  let umbra: SeededOrganization;
  beforeAll(() => {
    ({ sim, acme, umbra } = house);
  });

  const filesRead = (): string[] =>
    sim.log
      .all()
      .filter(({ operation }) => operation === 's3:GetObject')
      .map(({ path }) => decodeURIComponent(path).split('/').at(-1) ?? '');

  it('reads each organization’s own folder of one bucket into its own ledger, and no other file (CF-19)', async () => {
    deliverToS3(sim, bucket, {
      ...ofAcme,
      month: '2026-10',
      modified: first,
      chunks: [focusText('2026-10-05', { 'i-a': '1.50' }), focusText('2026-10-06', { 'i-a': '2' })],
    });
    deliverToS3(sim, bucket, { ...ofUmbra, month: '2026-10', modified: first, chunks: [focusText('2026-10-05', { 'i-u': '9' })] });
    sim.estate.aws?.objects.push({ bucket, key: 'bills/payroll.csv', body: 'canary', encoding: 'utf8', purpose: 'canary', modified: first });
    expect(await sync(acme)).toBe('done months 1');
    expect(await sync(umbra)).toBe('done months 1');
    expect([await ledger(acme), await ledger(umbra)]).toEqual([['2026-10-05 i-a 1.5', '2026-10-06 i-a 2'], ['2026-10-05 i-u 9']]);
    expect([sim.log.writes(), sim.log.secretReads(), refused]).toEqual([[], [], []]);
    const { rows } = await root().query(`select distinct kind, period::text, format from vitrine.cost_source`);
    expect(rows).toEqual([{ kind: 'data-exports', period: '2026-10-01', format: 'focus' }]);
  });

  it('reads a month again only when its manifest is another one, and then in its place', async () => {
    deliverToS3(sim, bucket, { ...ofAcme, month: '2026-09', modified: first, chunks: [focusText('2026-09-30', { 'i-a': '7' })] });
    deliverToS3(sim, bucket, {
      ...ofAcme,
      month: '2026-10',
      modified: first,
      chunks: [focusText('2026-10-05', { 'i-a': '1' }), focusText('2026-10-06', { 'i-a': '2' })],
    });
    expect(await sync(acme)).toBe('done months 2');
    sim.log.clear();
    expect(await sync(acme)).toBe('done months 0');
    expect(filesRead()).toEqual([]);
    // Late charges: the month again, with a file less.
    deliverToS3(sim, bucket, { ...ofAcme, month: '2026-10', modified: second, chunks: [focusText('2026-10-05', { 'i-a': '1.25', 'i-b': '3' })] });
    sim.log.clear();
    expect(await sync(acme)).toBe('done months 1');
    expect(filesRead()).toEqual(['focus-Manifest.json', 'focus-00001.csv.gz']);
    expect(await ledger(acme)).toEqual(['2026-09-30 i-a 7', '2026-10-05 i-a 1.25', '2026-10-05 i-b 3']);
  });

  it('takes of deliveries that are kept side by side the newest', async () => {
    const delivery = { ...ofAcme, month: '2026-10' } as const;
    deliverToS3(sim, bucket, { ...delivery, modified: second, execution: '2026-11-03T03:00:00.000Z-b', chunks: [focusText('2026-10-05', { 'i-a': '2' })] });
    deliverToS3(sim, bucket, { ...delivery, modified: first, execution: '2026-11-02T03:00:00.000Z-a', chunks: [focusText('2026-10-05', { 'i-a': '1' })] });
    expect(await sync(acme)).toBe('done months 1');
    expect(await ledger(acme)).toEqual(['2026-10-05 i-a 2']);
  });

  it('names the permission of a bucket that denies; the bill that was there stands, and nothing is never taken for an answer', async () => {
    expect(await sync(acme)).toBe('failed bill-unavailable months 0');
    deliverToS3(sim, bucket, { ...ofAcme, month: '2026-10', modified: first, chunks: [focusText('2026-10-05', { 'i-a': '1' })] });
    expect(await sync(acme)).toBe('done months 1');
    sim.behaviour.denied.add('s3:ListBucket');
    expect(await sync(acme)).toBe('failed bill-denied s3:ListBucket months 0');
    sim.behaviour.denied.clear();
    sim.behaviour.denied.add('s3:GetObject');
    deliverToS3(sim, bucket, { ...ofAcme, month: '2026-10', modified: second, chunks: [focusText('2026-10-05', { 'i-a': '2' })] });
    expect(await sync(acme)).toBe('failed bill-denied s3:GetObject months 0');
    expect(await ledger(acme)).toEqual(['2026-10-05 i-a 1']);
    await named(acme, 'aws', { source: 'data-exports', bucket, region: 'eu-west-1', prefix: 'bills/acme', exportName: 'misspelt' });
    sim.behaviour.denied.clear();
    expect(await sync(acme)).toBe('failed export-missing months 0');
  });

  it('reads Parquet as it reads CSV, and a month that changes from one to the other is not added up (CF-19)', async () => {
    const parquet = Buffer.from(
      parquetWriteBuffer({
        columnData: [
          { name: 'BilledCost', data: [0.1, 2], type: 'DOUBLE' },
          { name: 'EffectiveCost', data: [0.1, 1e-7], type: 'DOUBLE' },
          { name: 'BillingCurrency', data: ['USD', 'USD'], type: 'STRING' },
          { name: 'ChargePeriodStart', data: [5, 6].map((day) => new Date(Date.UTC(2026, 9, day))), type: 'TIMESTAMP' },
          { name: 'ChargeCategory', data: ['Usage', 'Usage'], type: 'STRING' },
          { name: 'ProviderName', data: ['AWS', 'AWS'], type: 'STRING' },
          { name: 'ResourceId', data: ['i-a', 'i-b'], type: 'STRING' },
        ],
        rowGroupSize: 1,
      }),
    );
    deliverToS3(sim, bucket, { ...ofAcme, month: '2026-10', modified: first, chunks: [focusText('2026-10-05', { 'i-a': '9' })] });
    expect(await sync(acme)).toBe('done months 1');
    deliverToS3(sim, bucket, { ...ofAcme, month: '2026-10', modified: second, chunks: [parquet] });
    deliverToS3(sim, bucket, { ...ofUmbra, month: '2026-10', modified: first, chunks: [focusText('2026-10-05', { 'i-u': '7' })] });
    sim.log.clear();
    expect([await sync(acme), await sync(umbra)]).toEqual(['done months 1', 'done months 1']);
    expect(filesRead()).toContain('focus-00001.snappy.parquet');
    expect([await ledger(acme), await ledger(umbra)]).toEqual([['2026-10-05 i-a 0.1', '2026-10-06 i-b 0.0000001'], ['2026-10-05 i-u 7']]);
  });

  it('an export under a key of the customer’s own is read where the connection names that key; else it is bill-denied with kms:Decrypt, though the role itself may use it', async () => {
    const kmsKey = 'arn:aws:kms:eu-west-1:111122223333:key/0b6d6f6e-0000-4000-8000-00000000000e';
    const bill = { source: 'data-exports', bucket, region: 'eu-west-1', prefix: 'bills/acme', exportName: 'focus' };
    deliverToS3(sim, bucket, { ...ofAcme, month: '2026-10', modified: first, kmsKey, chunks: [focusText('2026-10-05', { 'i-a': '1' })] });
    for (const other of [{}, { kmsKeyArn: kmsKey.replace('00e', '00f') }]) {
      await named(acme, 'aws', { ...bill, ...other });
      expect(await sync(acme)).toBe('failed bill-denied kms:Decrypt months 0');
    }
    await named(acme, 'aws', { ...bill, kmsKeyArn: kmsKey });
    expect(await sync(acme)).toBe('done months 1');
    expect([await ledger(acme), refused]).toEqual([['2026-10-05 i-a 1'], []]);
  });

  it('a month that finds no room is named and not tried again: each try would download it once more', async () => {
    deliverToS3(sim, bucket, { ...ofAcme, month: '2026-10', modified: first, chunks: [focusText('2026-10-05', { 'i-a': '1' })] });
    const room = house.context;
    house.context = { ...room, spool: () => Promise.reject(new VitrineError({ code: 'spool-full', status: 503, publicMessage: 'No room.', retryable: true })) };
    expect(await sync(acme)).toBe('failed export-too-large months 0');
    house.context = room;
    expect(await sync(acme)).toBe('done months 1');
  });

  it('a manifest that names no file, or two alike, erases and loses nothing', async () => {
    deliverToS3(sim, bucket, { ...ofAcme, month: '2026-10', modified: first, chunks: [focusText('2026-10-05', { 'i-a': '1' })] });
    expect(await sync(acme)).toBe('done months 1');
    const key = 'bills/acme/focus/metadata/BILLING_PERIOD=2026-10/focus-Manifest.json';
    const data = `s3://${bucket}/bills/acme/focus/data/BILLING_PERIOD=2026-10`;
    for (const dataFiles of [[], [`${data}/focus-00001.csv.gz`, `${data}/again/focus-00001.csv.gz`]]) {
      const manifest = sim.estate.aws?.objects.find((object) => object.key === key);
      if (manifest === undefined) throw new Error('no manifest');
      Object.assign(manifest, { body: JSON.stringify({ dataFiles }), encoding: 'utf8', modified: second });
      expect(await sync(acme)).toBe('failed bill-unavailable months 0');
    }
    expect(await ledger(acme)).toEqual(['2026-10-05 i-a 1']);
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

  it('a bill that is renamed while a job signs in is asked for as its session is pinned, or the next job would meet it under the wrong name', async () => {
    deliverToS3(sim, bucket, { ...ofAcme, month: '2026-10', modified: first, chunks: [focusText('2026-10-05', { 'i-a': '1' })] });
    deliverToS3(sim, bucket, { folder: 'bills/acme/', name: 'cur', month: '2026-10', modified: first, chunks: [focusText('2026-10-05', { 'i-b': '2' })] });
    const room = house.context;
    const renaming = new SessionCache();
    const acquire = renaming.acquire.bind(renaming);
    renaming.acquire = async (key, open) => {
      await named(acme, 'aws', { source: 'data-exports', bucket, region: 'eu-west-1', prefix: 'bills/acme', exportName: 'cur' });
      return await acquire(key, open);
    };
    house.context = { ...room, lender: house.lenderWith(renaming) };
    expect(await sync(acme)).toBe('done months 1');
    expect(await ledger(acme)).toEqual(['2026-10-05 i-a 1']);
    house.context = room;
    expect(await sync(acme)).toBe('done months 1');
    expect([await ledger(acme), refused]).toEqual([['2026-10-05 i-b 2'], []]);
    renaming.close();
  });

  it('a file that is no bill leaves its whole month as it was', async () => {
    deliverToS3(sim, bucket, { ...ofAcme, month: '2026-10', modified: first, chunks: [focusText('2026-10-05', { 'i-a': '1' })] });
    await sync(acme);
    deliverToS3(sim, bucket, { ...ofAcme, month: '2026-10', modified: second, chunks: [focusText('2026-10-05', { 'i-a': '5' }), 'a,b\n1,2\n'] });
    expect(await sync(acme)).toBe('failed export-unreadable months 0');
    expect(await ledger(acme)).toEqual(['2026-10-05 i-a 1']);
  });

  it('T24: a manifest that somebody else wrote leads to no file outside the folder', async () => {
    deliverToS3(sim, bucket, { ...ofUmbra, month: '2026-10', modified: first, chunks: [focusText('2026-10-05', { 'i-u': '9' })] });
    const dataFiles = [`s3://${bucket}/bills/umbra/focus/data/BILLING_PERIOD=2026-10/focus-00001.csv.gz`];
    const key = 'bills/acme/focus/metadata/BILLING_PERIOD=2026-10/focus-Manifest.json';
    sim.estate.aws?.objects.push({ bucket, key, body: JSON.stringify({ dataFiles }), encoding: 'utf8', purpose: 'export', modified: first });
    expect(await sync(acme)).toBe('failed bill-unavailable months 0');
    expect([await ledger(acme), filesRead()]).toEqual([[], ['focus-Manifest.json']]);
  });

  it('reads an export of Azure Cost Management, its newest run of a month, by the connection’s own token', async () => {
    const run = (number: number): string => `0b6d6f6e-0000-4000-8000-00000000000${String(number)}`;
    deliverToBlobs(sim, 'companybills', 'bills', {
      ...{ ...ofBlobs, month: '2026-10', modified: first, execution: run(1) },
      chunks: [focusText('2026-10-05', { '/subscriptions/x/a': '1' }, 'Microsoft')],
    });
    expect(await sync(acme, 'azure')).toBe('done months 1');
    deliverToBlobs(sim, 'companybills', 'bills', {
      ...{ ...ofBlobs, month: '2026-10', modified: second, execution: run(2) },
      chunks: [focusText('2026-10-05', { '/subscriptions/x/a': '2' }, 'Microsoft'), focusText('2026-10-06', { '/subscriptions/x/a': '3' }, 'Microsoft')],
    });
    expect(await sync(acme, 'azure')).toBe('done months 1');
    expect(await sync(acme, 'azure')).toBe('done months 0');
    expect([await ledger(acme), await ledger(umbra)]).toEqual([['2026-10-05 /subscriptions/x/a 2', '2026-10-06 /subscriptions/x/a 3'], []]);
    const permission = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read';
    sim.behaviour.denied.add(permission);
    expect(await sync(acme, 'azure')).toBe(`failed bill-denied ${permission} months 0`);
    expect([sim.log.writes(), sim.log.secretReads(), refused]).toEqual([[], [], []]);
  });
});
