import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { submitSealed, type ConnectionAnswer } from '@vitrine/api-client';
import {
  DEMO_AWS_ACCOUNT_ID,
  DEMO_AWS_BASE_ACCESS_KEY_ID,
  DEMO_AWS_READ_POLICY,
  DEMO_AWS_ROLE_NAME,
  demoAzureClientId,
  demoAzureClientSecret,
  demoAzureSubscriptionId,
  demoAzureTenantId,
  demoEstate,
  demoGcpAuditorEmail,
  demoGcpProjectId,
  deliverToBlobs,
  deliverToS3,
  endpointVariablesOf,
  focusText,
  startCloudSim,
  type CloudSim,
} from '@vitrine/cloud-sim';
import { startEmbedded, type EmbeddedInstance } from '@vitrine/demo';

const key = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = (which: 'publicKey' | 'privateKey'): string => key[which].export({ type: which === 'publicKey' ? 'spki' : 'pkcs8', format: 'pem' }).toString();
const AUDITOR_KEY_ID = 'AKIAVITRINEPROOFUSER';
const EXPORT_KEY_ID = 'AKIAVITRINEPROOFBILL';
/** Where the exports of bills lie, each readable by the one connection that names it. */
const BUCKET = 'company-bills';
const STORAGE_ACCOUNT = 'companybills';
/** An application of its own: one that may read files is refused for a connection that names none. */
const azureBillReader = {
  clientId: 'c4a8d9e0-7f11-4c7d-a0f4-63b1f1f0aa04',
  objectId: '9a7d3bb2-2f0e-4b43-8a75-5c9e2d1e7d05',
  displayName: 'vitrine-bills',
} as const;
/** The key that the estate's service account trusts. */
export const googleKey = {
  kind: 'gcp.key',
  clientEmail: demoGcpAuditorEmail,
  privateKey: pem('privateKey'),
  privateKeyId: 'a'.repeat(40),
  projectId: demoGcpProjectId,
} as const;

export interface AuditedClouds {
  readonly sim: CloudSim;
  readonly instance: EmbeddedInstance;
  /**
   * One per cloud, one more that signs in to AWS by a user's key, since it is validated by other calls, and two whose bill is an export in
   * the customer's own bucket or container.
   */
  readonly connections: readonly ConnectionAnswer[];
  stop(): Promise<void>;
}

/** The simulated clouds of the demo in this process, a whole Vitrine in others, and connections to every cloud. */
export async function startAuditedClouds(workerEnvironment: Readonly<Record<string, string>> = {}): Promise<AuditedClouds> {
  const root = mkdtempSync(join(tmpdir(), 'vitrine-proof-'));
  // As root the database runs as another user, who must be able to pass.
  chmodSync(root, 0o711);
  const sim = await startCloudSim({ estate: estateWithKeys() });
  const remove = async (): Promise<void> => {
    await sim.stop();
    rmSync(root, { recursive: true, force: true });
  };
  try {
    const authority = join(root, 'authority.crt');
    writeFileSync(authority, sim.caCertificatePem);
    const instance = await startEmbedded({
      folder: join(root, 'instance'),
      awsBaseIdentity: { accessKeyId: DEMO_AWS_BASE_ACCESS_KEY_ID, secretAccessKey: 'simulated-clouds-need-no-secret-0000000' },
      endpoints: { ...endpointVariablesOf(sim.endpoints), VITRINE_EXTRA_CA_FILE: authority },
      workerEnvironment: { VITRINE_QUOTA_SHARE: '1000', ...workerEnvironment },
    });
    const connections = await connect(instance, sim);
    return {
      ...{ sim, instance, connections },
      stop: async () => {
        await instance.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The demo's estate, with users' keys for AWS, a service account's for Google, a bill that takes more than one page, and a place for exports on Azure. */
export function estateWithKeys(): ReturnType<typeof demoEstate> {
  const { aws, azure, gcp, seed } = demoEstate();
  const user = { accessKeyId: AUDITOR_KEY_ID, userName: 'auditor', policies: [{ name: 'VitrineRead', document: DEMO_AWS_READ_POLICY }] };
  const allow = (Action: string, Resource: string) => ({ Effect: 'Allow' as const, Action, Resource });
  const exportStatements = [allow('s3:ListBucket', `arn:aws:s3:::${BUCKET}`), allow('s3:GetObject', `arn:aws:s3:::${BUCKET}/bills/focus/*`)];
  const exportPolicy = { name: 'VitrineExport', document: { Version: '2012-10-17' as const, Statement: exportStatements } };
  const billUser = { accessKeyId: EXPORT_KEY_ID, userName: 'billing', policies: [...user.policies, exportPolicy] };
  const scope = `/subscriptions/${demoAzureSubscriptionId}/resourceGroups/rg-shop/providers/Microsoft.Storage/storageAccounts/${STORAGE_ACCOUNT}/blobServices/default/containers/bills`;
  const [azureApplication, ...others] = azure?.applications ?? [];
  const billApplication =
    azureApplication === undefined ? [] : [{ ...azureApplication, ...azureBillReader, scopedRoles: [{ role: 'Storage Blob Data Reader', scope }] }];
  const applications = [...(azureApplication === undefined ? [] : [azureApplication]), ...billApplication, ...others];
  return {
    ...(seed === undefined ? {} : { seed }),
    aws: { ...aws, accessKeys: [...(aws?.accessKeys ?? []), user, billUser] },
    ...(azure === undefined ? {} : { azure: { ...azure, applications, storageAccounts: [{ name: STORAGE_ACCOUNT }] } }),
    gcp: {
      ...gcp,
      serviceAccounts: [{ email: demoGcpAuditorEmail, publicKeyPem: pem('publicKey') }],
      billingExport: { projectId: demoGcpProjectId, rowsPerPage: 200 },
    },
  };
}

async function connect({ client, organizationId }: EmbeddedInstance, sim: CloudSim): Promise<ConnectionAnswer[]> {
  const role = await client.createConnection({ name: 'AWS by role', kind: 'aws.role', bill: { source: 'cost-explorer' } });
  const declared = sim.estate.aws?.roles.find(({ name }) => name === DEMO_AWS_ROLE_NAME);
  if (declared !== undefined) declared.externalId = role.externalId;
  const user = await client.createConnection({ name: 'AWS by key', kind: 'aws.key' });
  const azure = await client.createConnection({ name: 'Azure', kind: 'azure.secret', bill: { source: 'cost-management' } });
  const bill = { source: 'bigquery', project: demoGcpProjectId, dataset: 'billing', table: 'gcp_billing_export_resource_v1_01ABCD_23EF45_678901' };
  const gcp = await client.createConnection({ name: 'Google Cloud', kind: 'gcp.key', bill });
  deliverBills(sim);
  const s3Bill = { source: 'data-exports', bucket: BUCKET, region: 'eu-west-1', prefix: 'bills', exportName: 'focus' };
  const s3 = await client.createConnection({ name: 'AWS with an export', kind: 'aws.key', bill: s3Bill });
  const blobBill = { source: 'cost-management-exports', storageAccount: STORAGE_ACCOUNT, container: 'bills', directory: 'exports', exportName: 'focus' };
  const blobs = await client.createConnection({ name: 'Azure with an export', kind: 'azure.secret', bill: blobBill });
  const roleArn = `arn:aws:iam::${DEMO_AWS_ACCOUNT_ID}:role/${DEMO_AWS_ROLE_NAME}`;
  const azureBillSecret = {
    kind: 'azure.secret',
    tenantId: demoAzureTenantId,
    clientId: azureBillReader.clientId,
    clientSecret: demoAzureClientSecret,
  } as const;
  const azureSecret = { kind: 'azure.secret', tenantId: demoAzureTenantId, clientId: demoAzureClientId, clientSecret: demoAzureClientSecret } as const;
  const credentials = [
    [role, { kind: 'aws.role', roleArn, externalId: role.externalId }],
    [user, { kind: 'aws.key', accessKeyId: AUDITOR_KEY_ID, secretAccessKey: 'x'.repeat(40) }],
    [s3, { kind: 'aws.key', accessKeyId: EXPORT_KEY_ID, secretAccessKey: 'x'.repeat(40) }],
    [azure, azureSecret],
    [blobs, azureBillSecret],
    [gcp, { kind: 'gcp.key', clientEmail: demoGcpAuditorEmail, privateKey: pem('privateKey'), privateKeyId: 'a'.repeat(40), projectId: demoGcpProjectId }],
  ] as const;
  for (const [connection, credential] of credentials) await submitSealed(client, { organizationId, connection, credential });
  return credentials.map(([connection]) => connection);
}

/** A month of each export, as the providers write them. */
function deliverBills(sim: CloudSim): void {
  const month = { month: '2026-10', modified: '2026-11-02T03:00:00.000Z', name: 'focus' } as const;
  deliverToS3(sim, BUCKET, { ...month, folder: 'bills/', chunks: [focusText('2026-10-05', { 'i-a': '1.50' }), focusText('2026-10-06', { 'i-a': '2' })] });
  const disk = '/subscriptions/x/disks/a';
  deliverToBlobs(sim, STORAGE_ACCOUNT, 'bills', { ...month, folder: 'exports/', chunks: [focusText('2026-10-05', { [disk]: '1' }, 'Microsoft')] });
}
