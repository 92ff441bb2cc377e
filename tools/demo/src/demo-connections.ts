import { submitSealed, type ConnectionAnswer } from '@vitrine/api-client';
import {
  DEMO_AWS_ACCOUNT_ID,
  DEMO_AWS_ROLE_NAME,
  demoAzureClientId,
  demoAzureClientSecret,
  demoAzureTenantId,
  demoGcpAuditorEmail,
  demoGcpProjectId,
} from '@vitrine/cloud-sim/demo';
import type { Cloud, CredentialKind } from '@vitrine/contracts';
import type { Credential } from '@vitrine/crypto-envelope';
import type { DemoClouds } from './demo-clouds.js';
import type { AuditorKey } from './demo-estate.js';
import type { EmbeddedInstance } from './embedded-start.js';

interface DemoConnection {
  readonly cloud: Cloud;
  readonly name: string;
  readonly kind: CredentialKind;
  readonly bill: object;
  credential(connection: ConnectionAnswer): Credential;
}

function declared(auditorKey: AuditorKey): readonly DemoConnection[] {
  return [
    {
      cloud: 'aws',
      name: 'Shop on AWS',
      kind: 'aws.role',
      bill: { source: 'cost-explorer' },
      credential: ({ externalId }) => ({ kind: 'aws.role', roleArn: `arn:aws:iam::${DEMO_AWS_ACCOUNT_ID}:role/${DEMO_AWS_ROLE_NAME}`, externalId }),
    },
    {
      cloud: 'azure',
      name: 'Shop on Azure',
      kind: 'azure.secret',
      bill: { source: 'cost-management' },
      credential: () => ({ kind: 'azure.secret', tenantId: demoAzureTenantId, clientId: demoAzureClientId, clientSecret: demoAzureClientSecret }),
    },
    {
      cloud: 'gcp',
      name: 'Shop on Google Cloud',
      kind: 'gcp.key',
      bill: { source: 'bigquery', project: demoGcpProjectId, dataset: 'billing', table: 'gcp_billing_export_resource_v1_01ABCD_23EF45_678901' },
      credential: () => ({
        kind: 'gcp.key',
        clientEmail: demoGcpAuditorEmail,
        privateKey: auditorKey.privateKeyPem,
        privateKeyId: auditorKey.privateKeyId,
        projectId: demoGcpProjectId,
      }),
    },
  ];
}

/** The three connections of the demo; made and sealed on the first start, found again on every other. */
export async function ensureDemoConnections(
  { client, organizationId, sealingKids }: EmbeddedInstance,
  clouds: DemoClouds,
  auditorKey: AuditorKey,
): Promise<ConnectionAnswer[]> {
  const existing = await client.connections();
  const connections: ConnectionAnswer[] = [];
  for (const wish of declared(auditorKey)) {
    const connection =
      existing.find(({ name }) => name === wish.name) ?? (await client.createConnection({ name: wish.name, kind: wish.kind, bill: wish.bill }));
    if (wish.cloud === 'aws') await clouds.trustAwsRole(DEMO_AWS_ROLE_NAME, connection.externalId);
    if (connection.credentialVersion === 0)
      await submitSealed(client, { organizationId, connection, credential: wish.credential(connection), pinnedKids: sealingKids });
    connections.push(connection);
  }
  return connections;
}
