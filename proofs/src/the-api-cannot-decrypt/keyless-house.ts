import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { submitSealed, type ConnectionAnswer } from '@vitrine/api-client';
import {
  DEMO_AWS_ACCOUNT_ID,
  DEMO_AWS_ROLE_NAME,
  demoAzureClientId,
  demoAzureTenantId,
  demoEstate,
  demoGcpAuditorEmail,
  demoGcpProjectId,
  demoGcpWorkloadIdentity,
  endpointVariablesOf,
  startCloudSim,
  type CloudSim,
} from '@vitrine/cloud-sim';
import { startEmbedded, type EmbeddedInstance } from '@vitrine/demo';
import type { Credential } from '@vitrine/crypto-envelope';
import type { KeylessKind } from '@vitrine/contracts';
import { signerOf, type Signer } from './forged-assertions.js';

export const keylessCredentials = {
  'aws.web-identity': { kind: 'aws.web-identity', roleArn: `arn:aws:iam::${DEMO_AWS_ACCOUNT_ID}:role/${DEMO_AWS_ROLE_NAME}` },
  'azure.federated': { kind: 'azure.federated', tenantId: demoAzureTenantId, clientId: demoAzureClientId },
  'gcp.wif': {
    kind: 'gcp.wif',
    projectNumber: demoGcpWorkloadIdentity.projectNumber,
    poolId: demoGcpWorkloadIdentity.pool,
    providerId: demoGcpWorkloadIdentity.provider,
    serviceAccountEmail: demoGcpAuditorEmail,
  },
} as const satisfies Readonly<Record<KeylessKind, Credential>>;

const bills = {
  'aws.web-identity': { source: 'cost-explorer' },
  'azure.federated': { source: 'cost-management' },
  'gcp.wif': { source: 'bigquery', project: demoGcpProjectId, dataset: 'billing', table: 'gcp_billing_export_resource_v1_01ABCD_23EF45_678901' },
} as const;

export interface KeylessHouse {
  readonly sim: CloudSim;
  readonly instance: EmbeddedInstance;
  readonly connections: readonly ConnectionAnswer[];
  readonly signer: Signer;
  /** Sets what all three clouds trust of a subject: exactly these connections', or any. */
  trust(subjects: 'exact' | 'any'): void;
  stop(): Promise<void>;
}

/** A whole Vitrine that was given no identity of the operator and no customer's secret, before simulated clouds that fetch its published keys. */
export async function startKeylessHouse(): Promise<KeylessHouse> {
  const root = mkdtempSync(join(tmpdir(), 'vitrine-proof-'));
  // As root the database runs as another user, who must be able to pass.
  chmodSync(root, 0o711);
  const nobody = { issuer: 'http://127.0.0.1:9', subject: 'nobody' };
  const sim = await startCloudSim({ estate: demoEstate({ aws: { webIdentity: { ...nobody, audience: 'sts.amazonaws.com' } }, azure: nobody, gcp: nobody }) });
  const remove = async (): Promise<void> => {
    await sim.stop();
    rmSync(root, { recursive: true, force: true });
  };
  try {
    const authority = join(root, 'authority.crt');
    writeFileSync(authority, sim.caCertificatePem);
    const instance = await startEmbedded({
      folder: join(root, 'instance'),
      endpoints: { ...endpointVariablesOf(sim.endpoints), VITRINE_EXTRA_CA_FILE: authority },
      workerEnvironment: { VITRINE_QUOTA_SHARE: '1000' },
    });
    const stop = async (): Promise<void> => {
      await instance.stop();
      await remove();
    };
    try {
      const connections = await connect(instance);
      const signer = signerOf(readFileSync(instance.federation.signingKeyFile, 'utf8'));
      const trust = (subjects: 'exact' | 'any'): void => trustThem(sim, instance.apiUrl, connections, subjects);
      trust('exact');
      return { sim, instance, connections, signer, trust, stop };
    } catch (error) {
      await instance.stop();
      throw error;
    }
  } catch (error) {
    await remove();
    throw error;
  }
}

async function connect({ client, organizationId }: EmbeddedInstance): Promise<ConnectionAnswer[]> {
  const connections: ConnectionAnswer[] = [];
  for (const credential of Object.values(keylessCredentials)) {
    const { kind } = credential;
    const connection = await client.createConnection({ name: `keyless ${kind}`, kind, bill: bills[kind] });
    await submitSealed(client, { organizationId, connection, credential });
    connections.push(connection);
  }
  return connections;
}

/** As a customer does it with the text of the onboarding page: the issuer, and the subject letter for letter. */
function trustThem({ estate }: CloudSim, issuer: string, connections: readonly ConnectionAnswer[], subjects: 'exact' | 'any'): void {
  const trusts = {
    'aws.web-identity': estate.aws?.roles.find(({ name }) => name === DEMO_AWS_ROLE_NAME)?.webIdentity,
    'azure.federated': estate.azure?.applications[0]?.federatedCredentials[0],
    'gcp.wif': estate.gcp?.workloadIdentities[0],
  };
  for (const { kind, federationSubject } of connections) {
    const trust = kind in trusts ? trusts[kind as KeylessKind] : undefined; // `in` says so, and the compiler does not follow it
    if (trust === undefined) throw new Error(`the estate trusts nobody for ${kind}`);
    trust.issuer = issuer;
    trust.subject = subjects === 'exact' ? federationSubject : '*';
  }
}
