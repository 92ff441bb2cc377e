import type { Cloud, SealingKeySet } from '@vitrine/crypto-envelope';
import { cloudOf, currentSealingKey, type Credential } from '@vitrine/crypto-envelope';
import { createLocalKeySet, keyProviderOf, openCredential, type LocalKeySet, type OpeningKeySet, type Unwrapper } from '@vitrine/crypto-open';
import { sealCredential } from '@vitrine/crypto-seal';
import type { TestDatabase } from '@vitrine/testing';
import type { CredentialKind } from '@vitrine/contracts';

/** Two epochs of keys: everything lies under the first, the second is current. */
export interface TwoEpochs {
  readonly first: LocalKeySet;
  readonly second: LocalKeySet;
  /** What the API publishes now. */
  readonly published: SealingKeySet;
  /** Opens both. */
  readonly both: Unwrapper;
}

export async function twoEpochs(): Promise<TwoEpochs> {
  const [first, second] = await Promise.all([createLocalKeySet(), createLocalKeySet()]);
  const keys: OpeningKeySet = { keys: [...first.privateJwks.keys, ...second.privateJwks.keys] };
  return { first, second, published: second.publicJwks, both: keyProviderOf(keys) };
}

const samples: Readonly<Record<Cloud, Credential>> = {
  aws: { kind: 'aws.role', roleArn: 'arn:aws:iam::123456789012:role/Reader', externalId: 'external-id-of-this-connection' },
  azure: { kind: 'azure.federated', tenantId: '11111111-1111-4111-8111-111111111111', clientId: '22222222-2222-4222-8222-222222222222' },
  gcp: {
    kind: 'gcp.wif',
    projectNumber: '100000000000',
    poolId: 'pool',
    providerId: 'provider',
    serviceAccountEmail: 'auditor@a-project.iam.gserviceaccount.com',
  },
};

/** A real envelope of version 1, for `seedTwoOrganizations`. */
export async function sealedUnder(
  keySet: LocalKeySet,
  organizationId: string,
  connectionId: string,
  seeded: CredentialKind,
): Promise<{ kid: string; sealed: Buffer }> {
  const credential = samples[cloudOf(seeded)];
  const { kind } = credential;
  const key = currentSealingKey(keySet.publicJwks, kind, new Date());
  const { bytes, kid } = await sealCredential({ credential, context: { organizationId, connectionId, version: 1, kind }, key });
  return { kid, sealed: Buffer.from(bytes) };
}

export interface EnvelopeRow {
  readonly organization_id: string;
  readonly connection_id: string;
  readonly version: number;
  readonly kind: string;
  readonly kid: string;
  readonly sealed: Buffer;
}

/** What every connection lives on now, read behind the policies. */
export async function currentEnvelopes(database: TestDatabase): Promise<EnvelopeRow[]> {
  const { rows } = await database.poolFor('postgres').query<EnvelopeRow>(
    `select k.organization_id, k.connection_id, k.version, k.kind, k.kid, k.sealed from vitrine.credential k
     join vitrine.connection c on c.organization_id = k.organization_id and c.id = k.connection_id and c.credential_version = k.version order by k.connection_id`,
  );
  return rows;
}

export async function opens(row: EnvelopeRow, unwrapper: Unwrapper): Promise<boolean> {
  const { organization_id: organizationId, connection_id: connectionId, version, kind, sealed } = row;
  return await openCredential({ organizationId, connectionId, version, kind, sealed }, unwrapper).then(
    (secret) => {
      secret.wipe();
      return true;
    },
    () => false,
  );
}
