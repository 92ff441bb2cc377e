import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEMO_AWS_READ_POLICY, startCloudSim, type CloudSim } from '@vitrine/cloud-sim';
import { z } from 'zod';
import type { BillingPins } from '../gate/billing-pins.js';
import { silentObserver } from '../gate/call-observer.js';
import { operationsOf } from '../operations/manifest.js';
import { parseCredential, type Credential } from '../sessions/credential.js';
import { openSession } from '../sessions/open-session.js';
import { azureWrites } from './azure-writes.js';
import type { ConnectionValidation } from './connection-validation.js';
import { validateConnection } from './validate-connection.js';

const base = { accessKeyId: 'AKIABASEIDENTITY0001', secretAccessKey: 'the-base-identity-of-this-vitrine' };
const externalId = 'external-id-of-connection-one';
const administrator = { Version: '2012-10-17' as const, Statement: [{ Effect: 'Allow' as const, Action: ['*'], Resource: '*' }] };
const tenantId = '0fde5b2d-0000-4000-8000-000000000001';
const [reader, owner, partial] = ['0fde5b2d-0000-4000-8000-0000000000c1', '0fde5b2d-0000-4000-8000-0000000000c2', '0fde5b2d-0000-4000-8000-0000000000c3'];
const [billed, beside] = ['0fde5b2d-0000-4000-8000-0000000000c4', '0fde5b2d-0000-4000-8000-0000000000c5'];
const subscriptionId = '0fde5b2d-0000-4000-8000-0000000000a1';
const blobService = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/companybills/blobServices/default`;
/** What the script of the policy assigns for an export. */
const readerOf = (container: string) => ({ role: 'Storage Blob Data Reader', scope: `${blobService}/containers/${container}` });
const clientSecret = 'a-client-secret-of-the-estate';
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const reads = ['compute.*.list', 'monitoring.timeSeries.list', 'resourcemanager.projects.get', 'cloudasset.assets.searchAllResources'];

describe('a connection is validated', () => {
  let sim: CloudSim;
  const signal = new AbortController().signal;

  beforeAll(async () => {
    sim = await startCloudSim({
      estate: {
        aws: {
          accessKeys: [
            { accessKeyId: base.accessKeyId, userName: 'vitrine', accountId: '999988887777' },
            { accessKeyId: 'AKIAADMINISTRATOR001', userName: 'admin', policies: [{ name: 'AdministratorAccess', document: administrator }] },
          ],
          roles: [
            { name: 'Reader', trustedAccessKeyIds: [base.accessKeyId], externalId, policies: [{ name: 'read', document: DEMO_AWS_READ_POLICY }] },
            { name: 'Administrator', trustedAccessKeyIds: [base.accessKeyId], externalId, policies: [{ name: 'all', document: administrator }] },
          ],
          volumes: [{ situation: 'in-use', count: 1 }],
        },
        azure: {
          cloudTenantId: tenantId,
          applications: [
            { clientId: reader, objectId: '0fde5b2d-0000-4000-8000-0000000000d1', clientSecret },
            { clientId: owner, objectId: '0fde5b2d-0000-4000-8000-0000000000d2', clientSecret, roles: ['Reader', 'Contributor'] },
            { clientId: partial, objectId: '0fde5b2d-0000-4000-8000-0000000000d3', clientSecret, roles: ['OnlyDisks'], graphPermissions: [] },
            { clientId: billed, objectId: '0fde5b2d-0000-4000-8000-0000000000d4', clientSecret, scopedRoles: [readerOf('bills')] },
            {
              clientId: beside,
              objectId: '0fde5b2d-0000-4000-8000-0000000000d5',
              clientSecret,
              scopedRoles: [readerOf('bills'), readerOf('bills-and-payroll')],
            },
          ],
          customRoles: [
            { roleName: 'OnlyDisks', actions: ['Microsoft.Resources/subscriptions/read', 'Microsoft.Compute/disks/read', 'Microsoft.Authorization/*/read'] },
          ],
          subscriptions: [{ subscriptionId, resources: [{ kind: 'disk', name: 'disk', condition: 'attached' }] }],
        },
        gcp: {
          serviceAccounts: [
            { email: 'vitrine-audit@shop-production.iam.gserviceaccount.com', publicKeyPem, permissions: reads },
            { email: 'vitrine-editor@shop-production.iam.gserviceaccount.com', publicKeyPem, permissions: [...reads, 'compute.instances.delete'] },
          ],
          projects: [{ projectId: 'shop-production', projectNumber: '4242424242', resources: [] }],
        },
      },
    });
  });
  afterAll(() => sim.stop());
  beforeEach(() => {
    sim.log.clear();
    sim.behaviour.denied.clear();
  });

  async function validate(credential: Credential, pins: BillingPins = {}): Promise<ConnectionValidation> {
    const ends = sim.endpoints;
    const cloud = credential.kind.startsWith('aws') ? 'aws' : credential.kind.startsWith('azure') ? 'azure' : 'gcp';
    const operations = operationsOf(cloud)
      .filter(({ list }) => list !== 'sign-in')
      .map(({ id }) => id);
    const session = await openSession(credential, {
      baseIdentities: { aws: base },
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
      operations,
      clock: () => new Date(),
      observer: silentObserver,
      signal,
    });
    try {
      return await validateConnection({ session, kind: credential.kind, operations, pins, signal });
    } finally {
      session.close();
    }
  }
  const role = (name: string): Credential => parseCredential('aws.role', { roleArn: `arn:aws:iam::111122223333:role/${name}`, externalId });
  const application = (clientId: string): Credential => parseCredential('azure.secret', { tenantId, clientId, clientSecret });
  const account = (name: string): Credential =>
    parseCredential('gcp.key', {
      clientEmail: `${name}@shop-production.iam.gserviceaccount.com`,
      privateKey: privateKeyPem,
      privateKeyId: 'k',
      projectId: 'shop-production',
    });
  const stateOf = ({ permissions }: ConnectionValidation, permission: string): string | undefined =>
    permissions.find((each) => each.permission === permission)?.state;

  it('AWS: a reading role is reading, with its regions, and nothing was written or paid for to find out', async () => {
    const validation = await validate(role('Reader'));
    expect(validation).toMatchObject({
      accountPinned: '111122223333',
      writeCapable: [],
      estate: { accounts: ['111122223333'], regions: ['eu-west-1', 'us-east-1'] },
    });
    expect(stateOf(validation, 'ec2:DescribeVolumes')).toBe('granted');
    expect(stateOf(validation, 'ce:GetCostAndUsageWithResources')).toBe('granted');
    expect(sim.log.writes()).toEqual([]);
    expect(sim.log.count('ce:GetCostAndUsageWithResources')).toBe(0);
  });

  it('AWS: an administrator is told by what it could do, whatever the session allows', async () => {
    const validation = await validate(role('Administrator'));
    expect(validation.writeCapable).toContainEqual({ action: 'ec2:TerminateInstances', source: expect.any(String) });
    const key = await validate(parseCredential('aws.key', { accessKeyId: 'AKIAADMINISTRATOR001', secretAccessKey: 'secret' }));
    expect(key.writeCapable).not.toEqual([]);
  });

  it('AWS: what is refused is denied by name, and without simulation nothing is claimed', async () => {
    sim.behaviour.denied.add('ec2:DescribeSnapshots');
    const one = await validate(role('Reader'));
    expect(stateOf(one, 'ec2:DescribeSnapshots')).toBe('denied');
    expect(stateOf(one, 'ec2:DescribeVolumes')).toBe('granted');
    sim.behaviour.denied.add('iam:SimulatePrincipalPolicy');
    const two = await validate(role('Reader'));
    expect(two.writeCapable).toBe('not-provable');
    expect(stateOf(two, 'ce:GetCostAndUsageWithResources')).toBe('untestable');
    const key = await validate(parseCredential('aws.key', { accessKeyId: 'AKIAADMINISTRATOR001', secretAccessKey: 'secret' }));
    expect(key.writeCapable).toEqual([{ action: '*', source: 'AdministratorAccess' }]);
  });

  it('AWS: a principal that may not list regions is still read in the standard ones', async () => {
    sim.behaviour.denied.add('ec2:DescribeRegions');
    const validation = await validate(role('Reader'));
    expect(validation.estate.regions).toContain('eu-central-1');
    expect(stateOf(validation, 'ec2:DescribeRegions')).toBe('denied');
  });

  it('Azure: CF-01 Reader and Cost Management Reader are accepted, its support actions being the named exception', async () => {
    const validation = await validate(application(reader));
    expect(validation).toMatchObject({ accountPinned: tenantId, writeCapable: [], estate: { accounts: [subscriptionId], tenantId } });
    expect(stateOf(validation, 'Microsoft.Compute/disks/read')).toBe('granted');
    expect(stateOf(validation, 'Microsoft.CostManagement/query/action')).toBe('granted');
    expect(sim.log.writes()).toEqual([]);
  });

  it('Azure: a contributor is refused by its action and where it holds it', async () => {
    const validation = await validate(application(owner));
    expect(validation.writeCapable).toContainEqual({ action: '*', source: `subscription ${subscriptionId}` });
  });

  it('Azure: who may read the files of the export that the connection names is reading; files of another container, account or connection are too much', async () => {
    const blobExport = { storageAccount: 'companybills', container: 'bills', prefix: 'exports/' };
    expect((await validate(application(billed), { blobExport })).writeCapable).toEqual([]);
    const read = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read';
    const wider = (await validate(application(beside), { blobExport })).writeCapable;
    expect(wider).toContainEqual({ action: read, source: `Storage Blob Data Reader on ${blobService}/containers/bills-and-payroll` });
    expect(JSON.stringify(wider)).not.toContain('containers/bills"');
    for (const pins of [{}, { blobExport: { ...blobExport, storageAccount: 'othercompany' } }])
      expect((await validate(application(billed), pins)).writeCapable).toContainEqual({ action: read, source: expect.stringContaining('/containers/bills') });
  });

  it('Azure: CF-14 says per permission what a narrow role lacks', async () => {
    const validation = await validate(application(partial));
    expect(stateOf(validation, 'Microsoft.Compute/disks/read')).toBe('granted');
    expect(stateOf(validation, 'Microsoft.Compute/snapshots/read')).toBe('denied');
    expect(stateOf(validation, 'User.ReadBasic.All')).toBe('denied');
    expect(validation.writeCapable).toEqual([]);
  });

  it('GCP: tests permissions on every project, names what is missing and what would write', async () => {
    const validation = await validate(account('vitrine-audit'));
    expect(validation).toMatchObject({ accountPinned: 'shop-production', writeCapable: [], estate: { accounts: ['shop-production'] } });
    expect(stateOf(validation, 'compute.disks.list')).toBe('granted');
    expect(stateOf(validation, 'bigquery.tables.getData')).toBe('untestable');
    sim.behaviour.denied.add('compute.images.list');
    expect(stateOf(await validate(account('vitrine-audit')), 'compute.images.list')).toBe('denied');
    const editor = await validate(account('vitrine-editor'));
    expect(editor.writeCapable).toEqual([{ action: 'compute.instances.delete', source: 'project shop-production' }]);
  });
});

const roles = join(process.env['VITRINE_SHARED'] ?? join(process.cwd(), '..', 'shared'), 'access-levels', 'azure-builtin-roles.json');
if (!existsSync(roles)) process.stderr.write("SKIPPED: Azure's built-in roles (no VITRINE_SHARED)\n");
(existsSync(roles) ? describe : describe.skip)("Azure's own built-in roles", () => {
  const list = z.array(z.string()).default([]);
  const schema = z.record(
    z.string(),
    z.object({ roleName: z.string(), permissions: z.array(z.object({ actions: list, notActions: list, dataActions: list, notDataActions: list })) }),
  );
  const writesOf = (): Map<string, number> =>
    new Map(
      Object.values(schema.parse(JSON.parse(readFileSync(roles, 'utf8')))).map(({ roleName, permissions }) => [
        roleName,
        azureWrites(permissions, roleName).length,
      ]),
    );

  it('are reading for Reader and Cost Management Reader, writing for every role that can change something', () => {
    const writes = writesOf();
    for (const name of ['Reader', 'Cost Management Reader', 'Billing Reader']) expect([name, writes.get(name)]).toEqual([name, 0]);
    for (const name of [
      'Owner',
      'Contributor',
      'Virtual Machine Contributor',
      'User Access Administrator',
      'Storage Blob Data Contributor',
      'Storage Account Key Operator Service Role',
      'Key Vault Secrets User',
    ]) {
      expect([name, (writes.get(name) ?? 0) > 0]).toEqual([name, true]);
    }
  });
});
