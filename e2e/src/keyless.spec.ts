import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditProgress, runAudits, type ConnectionAnswer } from '@vitrine/api-client';
import {
  DEMO_AWS_ACCOUNT_ID,
  DEMO_AWS_ROLE_NAME,
  demoAzureClientId,
  demoAzureTenantId,
  demoEstate,
  demoGcpAuditorEmail,
  demoGcpWorkloadIdentity,
  endpointVariablesOf,
  startCloudSim,
  type CloudSim,
} from '@vitrine/cloud-sim';
import type { KeylessKind } from '@vitrine/contracts';
import { withClient } from '@vitrine/database';
import { startEmbedded, type EmbeddedInstance } from '@vitrine/demo';
import { z } from 'zod';

const root = mkdtempSync(join(tmpdir(), 'vitrine-keyless-'));
let sim: CloudSim;
let instance: EmbeddedInstance;

const pool = { projectNumber: demoGcpWorkloadIdentity.projectNumber, poolId: demoGcpWorkloadIdentity.pool, providerId: demoGcpWorkloadIdentity.provider };
const identities: Readonly<Record<KeylessKind, object>> = {
  'aws.web-identity': { roleArn: `arn:aws:iam::${DEMO_AWS_ACCOUNT_ID}:role/${DEMO_AWS_ROLE_NAME}` },
  'azure.federated': { tenantId: demoAzureTenantId, clientId: demoAzureClientId },
  'gcp.wif': { ...pool, serviceAccountEmail: demoGcpAuditorEmail },
};
const wayInSchema = z.looseObject({ issuer: z.string(), subject: z.string() });

beforeAll(async () => {
  // As root the database runs as another user, who must be able to pass.
  chmodSync(root, 0o711);
  const nobody = { issuer: 'http://127.0.0.1:9', subject: 'nobody' };
  sim = await startCloudSim({ estate: demoEstate({ aws: { webIdentity: { ...nobody, audience: 'sts.amazonaws.com' } }, azure: nobody, gcp: nobody }) });
  const authority = join(root, 'authority.crt');
  writeFileSync(authority, sim.caCertificatePem);
  instance = await startEmbedded({
    folder: join(root, 'instance'),
    endpoints: { ...endpointVariablesOf(sim.endpoints), VITRINE_EXTRA_CA_FILE: authority },
    workerEnvironment: { VITRINE_QUOTA_SHARE: '1000' },
  });
}, 120_000);
afterAll(async () => {
  await instance.stop();
  await sim.stop();
  rmSync(root, { recursive: true, force: true });
});

/** A connection, its ids, and the trust that its owner sets up in the cloud from what Vitrine says. */
async function connect(kind: KeylessKind): Promise<ConnectionAnswer> {
  const { client } = instance;
  const connection = await client.createConnection({ name: `keyless ${kind}`, kind });
  await client.http.json('POST', `/v1/connections/${connection.id}/credentials`, z.unknown(), { body: { credential: identities[kind] } });
  const { issuer, subject } = await client.http.json('GET', `/v1/connections/${connection.id}/onboarding`, wayInSchema);
  const { aws, azure, gcp } = sim.estate;
  const trust = {
    'aws.web-identity': aws?.roles[0]?.webIdentity,
    'azure.federated': azure?.applications[0]?.federatedCredentials[0],
    'gcp.wif': gcp?.workloadIdentities[0],
  }[kind];
  Object.assign(trust ?? {}, { issuer, subject });
  return connection;
}

describe('three clouds, with federation only', () => {
  it('are audited to the end by what Vitrine told their owner, and no secret of a customer’s is anywhere: the credential table is empty (MC-07, MC-T07)', async () => {
    const connections: ConnectionAnswer[] = [];
    for (const kind of ['aws.web-identity', 'azure.federated', 'gcp.wif'] as const) connections.push(await connect(kind));
    const quiet = new AuditProgress({ isTTY: false, write: () => undefined });
    const auditIds = await runAudits(instance.client, connections, quiet, AbortSignal.timeout(150_000));
    const { states, findings, credentials } = await withClient({ url: instance.superuserUrl }, async (client) => {
      const audits = await client.query<{ state: string }>('select state from vitrine.audit where id = any($1)', [auditIds]);
      const found = await client.query<{ cloud: string; n: string }>(
        `select cloud, count(*) as n from vitrine.finding where verdict = 'fail' group by 1 order by 1`,
      );
      const sealed = await client.query('select 1 from vitrine.credential');
      return { states: audits.rows.map(({ state }) => state), findings: found.rows, credentials: sealed.rowCount };
    });
    expect(states).toEqual(['completed', 'completed', 'completed']);
    expect(findings.map(({ cloud }) => cloud)).toEqual(['aws', 'azure', 'gcp']);
    expect(credentials).toBe(0);
  }, 200_000);
});
