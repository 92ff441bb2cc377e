import { readFileSync } from 'node:fs';
import { currentSealingKey, parseSealingKeySet, type Cloud, type SealingKey } from '@vitrine/crypto-envelope';
import { fileKeyProvider, openCredential, parseOpeningKeySet, type Unwrapper } from '@vitrine/crypto-open';
import { sealCredential } from '@vitrine/crypto-seal';
import { connectionIdSchema, newId, organizationIdSchema } from '@vitrine/contracts';

export interface OpeningKeys {
  readonly unwrapper: Unwrapper;
  /** Proves that what is sealed to the published key of a cloud opens here. @throws what the opener or the key set says, never a key */
  proveCanary(cloud: Cloud): Promise<void>;
}

/**
 * The keys that this worker was given, by file, read once; they lie in the file, or the file says at which service.
 * @param sealingKeysFile the public set as the API publishes it; without it the canary is sealed to the public half of the held key, which
 *   a key at a service does not show
 */
export function readOpeningKeys(files: readonly string[], sealingKeysFile?: string): OpeningKeys {
  const unwrapper = fileKeyProvider({ files });
  return { unwrapper, proveCanary: async (cloud) => await proveCanary(unwrapper, sealingKeyFor(cloud, files, sealingKeysFile)) };
}

/** For a worker that serves no cloud: it holds no key and knows none. */
export const noOpeningKeys: Unwrapper = { kidsFor: () => new Set(), unwrap: () => Promise.reject(new Error('this worker holds no opening key')) };

async function proveCanary(unwrapper: Unwrapper, key: SealingKey): Promise<void> {
  const context = { organizationId: newId(organizationIdSchema), connectionId: newId(connectionIdSchema), version: 1, kind: canaryKind(key.cloud) } as const;
  const { bytes } = await sealCredential({ credential: canary(key.cloud), context, key });
  const secret = await openCredential({ ...context, sealed: bytes }, unwrapper);
  secret.wipe();
}

function sealingKeyFor(cloud: Cloud, files: readonly string[], sealingKeysFile: string | undefined): SealingKey {
  if (sealingKeysFile !== undefined)
    return currentSealingKey(parseSealingKeySet(JSON.parse(readFileSync(sealingKeysFile, 'utf8'))), canaryKind(cloud), new Date());
  const keys = files.flatMap((file) => [...parseOpeningKeySet(JSON.parse(readFileSync(file, 'utf8'))).keys]);
  const held = keys.filter((key) => key.cloud === cloud && key.status !== 'retired').map((key) => publicHalf(key));
  return currentSealingKey(parseSealingKeySet({ keys: held }), canaryKind(cloud), new Date());
}

/** Members of a JWK that only its owner may know. */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi'];

function publicHalf(key: object): object {
  return Object.fromEntries(Object.entries(key).filter(([member]) => !privateMembers.includes(member)));
}

const canaryKind = (cloud: Cloud): 'aws.role' | 'azure.federated' | 'gcp.wif' =>
  cloud === 'aws' ? 'aws.role' : cloud === 'azure' ? 'azure.federated' : 'gcp.wif';

function canary(cloud: Cloud): Parameters<typeof sealCredential>[0]['credential'] {
  switch (cloud) {
    case 'aws':
      return { kind: 'aws.role', roleArn: 'arn:aws:iam::000000000000:role/canary', externalId: 'canary-canary-canary' };
    case 'azure':
      return { kind: 'azure.federated', tenantId: '00000000-0000-4000-8000-000000000000', clientId: '00000000-0000-4000-8000-000000000001' };
    case 'gcp':
      return {
        kind: 'gcp.wif',
        projectNumber: '100000000000',
        poolId: 'canary',
        providerId: 'canary',
        serviceAccountEmail: 'canary@canary-project.iam.gserviceaccount.com',
      };
  }
}
