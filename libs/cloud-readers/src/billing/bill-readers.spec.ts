import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decimalText, exact } from '@vitrine/contracts';
import { DEMO_AWS_READ_POLICY, label, parseEstate, startCloudSim, type CloudSim, type EstateDeclaration } from '@vitrine/cloud-sim';
import type { Scope } from '../engine/scope.js';
import { readPages } from '../engine/read-pages.js';
import type { AnyReader } from '../engine/define-reader.js';
import { silentObserver } from '../gate/call-observer.js';
import { operationsOf } from '../operations/manifest.js';
import { awsEc2VolumesReader } from '../aws/ec2/volumes.reader.js';
import { azureComputeDisksReader } from '../azure/compute/disks.reader.js';
import { gcpComputeDisksReader } from '../gcp/compute/disks.reader.js';
import { awsProductsPriceReader } from '../prices/aws-products.price-reader.js';
import { azureRetailPriceReader } from '../prices/azure-retail.price-reader.js';
import { gcpCataloguePriceReader } from '../prices/gcp-catalogue.price-reader.js';
import { readPrice } from '../prices/price-reader.js';
import { parseCredential, type Credential } from '../sessions/credential.js';
import { openSession } from '../sessions/open-session.js';
import type { OpenSession, OpenSessionOptions } from '../sessions/session-options.js';
import { awsAccountCostBillReader } from './aws-account-cost.bill-reader.js';
import { awsCostExplorerBillReader } from './aws-cost-explorer.bill-reader.js';
import { azureCostQueryBillReader } from './azure-cost-query.bill-reader.js';
import { readBill, type BillReader, type BillRow } from './bill-reader.js';
import { gcpBillingExportBillReader } from './gcp-billing-export.bill-reader.js';

const tenantId = '0fde5b2d-0000-4000-8000-000000000001';
const clientId = '0fde5b2d-0000-4000-8000-0000000000c1';
const subscriptionId = '0fde5b2d-0000-4000-8000-0000000000a1';
const clientSecret = 'a-client-secret-of-the-estate';
const email = 'vitrine-audit@shop-production.iam.gserviceaccount.com';
const table = 'shop-production.billing.gcp_billing_export_resource_v1_01ABCD_23EF45_678901';
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

const estate: EstateDeclaration = {
  aws: {
    accessKeys: [{ accessKeyId: 'AKIAAUDITORKEY000001', userName: 'auditor', policies: [{ name: 'read', document: DEMO_AWS_READ_POLICY }] }],
    volumes: [{ situation: 'unattached', count: 3, region: 'eu-west-1', dailyCost: '0.1234567' }],
  },
  azure: {
    cloudTenantId: tenantId,
    applications: [{ clientId, objectId: '0fde5b2d-0000-4000-8000-0000000000d1', clientSecret }],
    subscriptions: [{ subscriptionId, resources: [{ kind: 'disk', name: 'left', count: 3, condition: 'unattached', dailyCost: '0.6521' }] }],
    costRowsPerPage: 40,
  },
  gcp: {
    serviceAccounts: [{ email, publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString() }],
    billingExport: { projectId: 'shop-production', rowsPerPage: 40 },
    projects: [
      {
        projectId: 'shop-production',
        projectNumber: '4242424242',
        resources: [{ kind: 'disk', name: 'left', count: 3, condition: 'unattached', dailyCost: '0.4321' }],
      },
    ],
  },
};

describe('bills read from the simulated clouds', () => {
  let sim: CloudSim;
  const signal = new AbortController().signal;
  const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  const pins = { azureScopes: [`subscriptions/${subscriptionId}`], bigQuery: { jobProject: 'shop-production', table, maximumBytesBilled: '1000000000' } };
  const aws: Scope = { cloud: 'aws', accountId: '111122223333', region: 'eu-west-1' };
  const azure: Scope = { cloud: 'azure', accountId: subscriptionId, region: null };
  const gcp: Scope = { cloud: 'gcp', accountId: 'shop-production', region: null };

  beforeAll(async () => {
    sim = await startCloudSim({ estate });
  });
  afterAll(() => sim.stop());

  function open(credential: Credential): Promise<OpenSession> {
    const ends = sim.endpoints;
    const cloud = credential.kind.startsWith('aws') ? 'aws' : credential.kind.startsWith('azure') ? 'azure' : 'gcp';
    const options: OpenSessionOptions = {
      baseIdentities: {},
      endpoints: {
        aws: ends.aws,
        azureArm: ends.azure,
        azureAuthority: ends.azureAuthority,
        azureGraph: ends.azureGraph,
        azureMetrics: ends.azureMetrics,
        azureRetail: ends.azurePrices,
        gcp: ends.gcp,
        extraCa: sim.caCertificatePem,
      },
      operations: operationsOf(cloud)
        .filter(({ list }) => list !== 'sign-in')
        .map(({ id }) => id),
      clock: () => new Date(),
      observer: silentObserver,
      pins,
      signal,
    };
    return openSession(credential, options);
  }
  const awsKey = parseCredential('aws.key', { accessKeyId: 'AKIAAUDITORKEY000001', secretAccessKey: 'secret-of-the-auditor' });
  const azureSecret = parseCredential('azure.secret', { tenantId, clientId, clientSecret });
  const gcpKey = parseCredential('gcp.key', {
    clientEmail: email,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    privateKeyId: 'key-1',
    projectId: 'shop-production',
  });

  async function bill(reader: BillReader, scope: Scope, session: OpenSession): Promise<{ rows: BillRow[]; calls: number }> {
    const rows: BillRow[] = [];
    let calls = 0;
    for await (const page of readBill(reader, { scope, pins, from: day(Math.min(30, reader.longestDays)), to: day(0), pageToken: null }, session, signal)) {
      calls += 1;
      if (page.outcome !== 'read') throw new Error(JSON.stringify(page));
      rows.push(...page.rows);
    }
    return { rows, calls };
  }

  /** CF-27, CF-46: what a rule will see is what the estate's own label says, to the last digit. */
  async function agrees(reader: AnyReader, billReader: BillReader, scope: Scope, session: OpenSession): Promise<void> {
    const { rows } = await bill(billReader, scope, session);
    const ids = new Set<string>();
    for await (const page of readPages(reader, scope, session, { pageToken: null, signal })) {
      if (page.outcome !== 'read') throw new Error(JSON.stringify(page));
      for (const item of page.items) ids.add(reader.identify(item, scope).canonicalId);
    }
    const labels = label(parseEstate(estate)).filter(({ cloud }) => cloud === scope.cloud);
    expect(labels).toHaveLength(3);
    const byResource = Map.groupBy(
      rows.filter(({ resource_id_canonical: id }) => id !== null && ids.has(id)),
      ({ resource_id_canonical: id }) => id,
    );
    expect(byResource.size).toBe(3);
    const monthly = [...byResource.values()].map((own) =>
      decimalText(
        own
          .reduce((sum, row) => sum.plus(exact(row.effective_cost)), exact('0'))
          .dividedBy(own.length)
          .times('30.44'),
      ),
    );
    expect(monthly.sort()).toEqual(labels.map(({ monthlySaving }) => monthlySaving).sort());
    expect(new Set(rows.map(({ billing_currency: currency }) => currency))).toEqual(new Set(['USD']));
  }

  it('AWS: 14 days by resource, joined to the inventory by ARN; used and committed usage apart', async () => {
    const session = await open(awsKey);
    await agrees(awsEc2VolumesReader as AnyReader, awsCostExplorerBillReader, aws, session);
    const { rows, calls } = await bill(awsCostExplorerBillReader, aws, session);
    expect(calls).toBe(2);
    expect(rows.every(({ pricing_category: pricing }) => pricing === 'Standard')).toBe(true);
    const account = await bill(awsAccountCostBillReader, aws, session);
    expect(account.rows[0]).toMatchObject({ service_name: 'EC2 - Other', resource_id: null });
    session.close();
  });

  it('Azure: a month by resource through next links', async () => {
    const session = await open(azureSecret);
    await agrees(azureComputeDisksReader as AnyReader, azureCostQueryBillReader, azure, session);
    expect((await bill(azureCostQueryBillReader, azure, session)).calls).toBeGreaterThan(1);
    session.close();
  });

  it('GCP: the export table after a dry run, joined by name though the export ends in numbers', async () => {
    const session = await open(gcpKey);
    await agrees(gcpComputeDisksReader as AnyReader, gcpBillingExportBillReader, gcp, session);
    expect(sim.log.writes()).toEqual([]);
    session.close();
  });

  it('GCP: after a restart a query starts from its dry run again, since the gate remembers dry runs per session', () => {
    expect(gcpBillingExportBillReader.resume('{"step":"run"}')).toBeNull();
    const page = '{"step":"page","jobId":"j","location":null,"pageToken":"t"}';
    expect(gcpBillingExportBillReader.resume(page)).toBe(page);
  });

  it('refuses a bill of a subscription that the connection is not pinned to', async () => {
    const session = await open(azureSecret);
    const elsewhere = readBill(
      azureCostQueryBillReader,
      { scope: { ...azure, accountId: tenantId }, pins, from: day(5), to: day(0), pageToken: null },
      session,
      signal,
    );
    await expect(elsewhere.next()).rejects.toMatchObject({ code: 'operation-not-declared' });
    session.close();
  });

  it('finds one list price, says "none" where there is none, and never takes the first of several', async () => {
    const [one, two, three] = await Promise.all([open(awsKey), open(azureSecret), open(gcpKey)]);
    const volume = { service: 'AmazonEC2', region: 'eu-west-1', attributes: { productFamily: 'Storage', volumeApiName: 'gp3' }, unit: 'GB-Mo' };
    expect(await readPrice(awsProductsPriceReader, volume, one, signal)).toMatchObject({ outcome: 'found', unitPrice: '0.08', currency: 'USD' });
    expect(await readPrice(awsProductsPriceReader, { ...volume, region: 'mars-north-1' }, one, signal)).toEqual({ outcome: 'none' });
    expect(await readPrice(awsProductsPriceReader, { ...volume, attributes: { productFamily: 'Storage' } }, one, signal)).toMatchObject({
      outcome: 'ambiguous',
    });
    const disk = { service: 'Storage', region: 'westeurope', attributes: {}, unit: '1/Month' };
    expect(await readPrice(azureRetailPriceReader, disk, two, signal)).toMatchObject({
      outcome: 'found',
      currency: 'USD',
      unitPrice: expect.stringMatching(/^\d+(\.\d+)?$/),
    });
    const sku = {
      service: '6F81-5844-456A',
      region: 'europe-west1',
      attributes: { description: 'Balanced PD Capacity', resourceGroup: 'SSD', usageType: 'OnDemand' },
      unit: 'GiBy.mo',
    };
    expect(await readPrice(gcpCataloguePriceReader, sku, three, signal)).toMatchObject({ outcome: 'found', unitPrice: '0.11' });
    for (const session of [one, two, three]) session.close();
  });
});
