import { randomBytes } from 'node:crypto';
import type { startCloudSim } from '@vitrine/cloud-sim';
import { cloudOf, currentSealingKey, type Credential, type SealingKeySet } from '@vitrine/crypto-envelope';
import { sealCredential } from '@vitrine/crypto-seal';
import { seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';

const externalId = 'external-id-of-this-very-connection';
export const base = { accessKeyId: 'AKIAVITRINESPECBASE1', secretAccessKey: 'a-base-secret-of-this-spec' };
const [tenantId, clientId, subscriptionId] = [
  '11111111-1111-4111-8111-111111111111',
  '22222222-2222-4222-8222-222222222222',
  '33333333-3333-4333-8333-333333333333',
];
const clientSecret = 'a-client-secret-of-this-spec';
const credentials: Readonly<Record<'aws' | 'azure', Credential>> = {
  aws: { kind: 'aws.role', roleArn: 'arn:aws:iam::111122223333:role/Everything', externalId },
  azure: { kind: 'azure.secret', tenantId, clientId, clientSecret },
};

/** A role of AWS and an application of Azure that may read every bill of their account: what narrows them is Vitrine's. Without files yet. */
export const exportEstate = (): Parameters<typeof startCloudSim>[0]['estate'] => ({
  aws: {
    accessKeys: [{ accessKeyId: base.accessKeyId, userName: 'vitrine' }],
    // A role that may do everything: what narrows it is the session's own policy.
    roles: [
      {
        name: 'Everything',
        trustedAccessKeyIds: [base.accessKeyId],
        externalId,
        policies: [{ name: 'all', document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }],
      },
    ],
  },
  azure: {
    cloudTenantId: tenantId,
    applications: [{ clientId, objectId: '44444444-4444-4444-8444-444444444444', clientSecret, roles: ['Reader', 'Storage Blob Data Reader'] }],
    subscriptions: [{ subscriptionId }],
    storageAccounts: [{ name: 'companybills' }],
  },
});

/** Two organizations whose connections of AWS and Azure hold real envelopes of `credentials`. */
export async function seedExportConnections(
  database: TestDatabase,
  keySet: { readonly publicJwks: SealingKeySet },
): Promise<{ readonly acme: SeededOrganization; readonly umbra: SeededOrganization }> {
  const seeded = await seedTwoOrganizations(database, {
    sealed: async (organizationId, connectionId, kindSeeded) => {
      const cloud = cloudOf(kindSeeded);
      if (cloud === 'gcp') return { kid: 'none', sealed: randomBytes(400) };
      const credential = credentials[cloud];
      const { kind } = credential;
      const key = currentSealingKey(keySet.publicJwks, kind, new Date());
      const sealed = await sealCredential({ credential, context: { organizationId, connectionId, version: 1, kind }, key });
      return { kid: sealed.kid, sealed: Buffer.from(sealed.bytes) };
    },
  });
  const root = database.poolFor('postgres');
  for (const table of ['connection', 'credential']) await root.query(`update vitrine.${table} set kind = 'azure.secret' where kind = 'azure.federated'`);
  await root.query(`update vitrine.connection set external_id = $1, keyless_identity = null`, [externalId]);
  return seeded;
}
