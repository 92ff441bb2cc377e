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
  demoAzureTenantId,
  demoEstate,
  demoGcpAuditorEmail,
  demoGcpProjectId,
  startCloudSim,
  type CloudSim,
} from '@vitrine/cloud-sim';
import { startEmbedded, type EmbeddedInstance } from '@vitrine/demo';

const key = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = (which: 'publicKey' | 'privateKey'): string => key[which].export({ type: which === 'publicKey' ? 'spki' : 'pkcs8', format: 'pem' }).toString();
const AUDITOR_KEY_ID = 'AKIAVITRINEPROOFUSER';

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
  /** One per cloud, and one more that signs in to AWS by a user's key: it is validated by other calls. */
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
      endpoints: { ...endpointVariablesOf(sim), VITRINE_EXTRA_CA_FILE: authority },
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

function endpointVariablesOf({ endpoints }: CloudSim): Record<string, string> {
  const { aws, azure, azureAuthority, azureGraph, azureMetrics, azurePrices, gcp } = endpoints;
  return {
    ...{ VITRINE_AWS_ENDPOINT: aws, VITRINE_AZURE_ARM_ENDPOINT: azure, VITRINE_AZURE_AUTHORITY: azureAuthority, VITRINE_AZURE_GRAPH_ENDPOINT: azureGraph },
    ...{ VITRINE_AZURE_METRICS_ENDPOINT: azureMetrics, VITRINE_AZURE_RETAIL_ENDPOINT: azurePrices, VITRINE_GCP_ENDPOINT: gcp },
  };
}

/** The demo's estate, with a user's key for AWS, a service account's for Google, and a bill that takes more than one page. */
export function estateWithKeys(): ReturnType<typeof demoEstate> {
  const { aws, azure, gcp, seed } = demoEstate();
  const user = { accessKeyId: AUDITOR_KEY_ID, userName: 'auditor', policies: [{ name: 'VitrineRead', document: DEMO_AWS_READ_POLICY }] };
  return {
    ...(seed === undefined ? {} : { seed }),
    aws: { ...aws, accessKeys: [...(aws?.accessKeys ?? []), user] },
    ...(azure === undefined ? {} : { azure }),
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
  const roleArn = `arn:aws:iam::${DEMO_AWS_ACCOUNT_ID}:role/${DEMO_AWS_ROLE_NAME}`;
  const credentials = [
    [role, { kind: 'aws.role', roleArn, externalId: role.externalId }],
    [user, { kind: 'aws.key', accessKeyId: AUDITOR_KEY_ID, secretAccessKey: 'x'.repeat(40) }],
    [azure, { kind: 'azure.secret', tenantId: demoAzureTenantId, clientId: demoAzureClientId, clientSecret: demoAzureClientSecret }],
    [gcp, { kind: 'gcp.key', clientEmail: demoGcpAuditorEmail, privateKey: pem('privateKey'), privateKeyId: 'a'.repeat(40), projectId: demoGcpProjectId }],
  ] as const;
  for (const [connection, credential] of credentials) await submitSealed(client, { organizationId, connection, credential });
  return credentials.map(([connection]) => connection);
}
