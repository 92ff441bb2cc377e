import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clouds, currentSealingKey, type Cloud, type Credential, type CredentialContext, type SealingKey } from '@vitrine/crypto-envelope';
import { createLocalKeySet, fileKeyProvider, openCredential, writeLocalKeySet, type LocalKeyFiles, type Unwrapper } from '@vitrine/crypto-open';
import { sealCredential } from '@vitrine/crypto-seal';
import type { Proof } from '../proof.js';
import { alphaRow, roleCredential } from './two-rows.js';

const credentials: Readonly<Record<Cloud, Credential>> = {
  aws: roleCredential,
  azure: { kind: 'azure.federated', tenantId: '11111111-1111-4111-8111-111111111111', clientId: '22222222-2222-4222-8222-222222222222' },
  gcp: {
    kind: 'gcp.wif',
    projectNumber: '100000000000',
    poolId: 'pool',
    providerId: 'provider',
    serviceAccountEmail: 'auditor@a-project.iam.gserviceaccount.com',
  },
};
const ENVELOPES = 20;

/** Each worker's own key file, and another cloud's envelopes: where they lie, moved into a row of the worker's cloud, and under a header that names its key. */
export const proof: Proof = {
  attack: `a worker that holds one cloud's key file is handed the envelopes of the other two: in their own rows, moved, and re-headed to its own key (${String(ENVELOPES)} each)`,
  expected: '0 opened; its own cloud’s all open',
  pace: 'quick',
  mutation: { removes: 'the division (each worker is given all three files)' },
  async attempt({ guard }) {
    const folder = mkdtempSync(join(tmpdir(), 'vitrine-one-key-'));
    try {
      const keySet = await createLocalKeySet();
      const files = await writeLocalKeySet(join(folder, 'keys'), keySet);
      const keyOf = (cloud: Cloud): SealingKey => currentSealingKey(keySet.publicJwks, credentials[cloud].kind, new Date());
      let [opened, own, tried] = [0, 0, 0];
      for (const holder of clouds) {
        const unwrapper = fileKeyProvider({ files: guard === 'standing' ? [files.privateFiles[holder]] : all(files) });
        for (const cloud of clouds) {
          const context: CredentialContext = { ...alphaRow, kind: credentials[cloud].kind };
          for (let number = 0; number < ENVELOPES; number += 1) {
            const { bytes } = await sealCredential({ credential: credentials[cloud], context, key: keyOf(cloud) });
            if (cloud === holder) {
              own += await opens(context, bytes, unwrapper);
              continue;
            }
            tried += 3;
            opened += await opens(context, bytes, unwrapper);
            opened += await opens({ ...context, kind: credentials[holder].kind }, bytes, unwrapper);
            opened += await opens(context, reheaded(bytes, keyOf(holder).kid), unwrapper);
          }
        }
      }
      return {
        held: opened === 0 && own === clouds.length * ENVELOPES,
        seen: `${String(opened)} of ${String(tried)} opened; ${String(own)} of ${String(clouds.length * ENVELOPES)} of its own`,
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const all = ({ privateFiles }: LocalKeyFiles): string[] => clouds.map((cloud) => privateFiles[cloud]);

async function opens(context: CredentialContext, sealed: Uint8Array, unwrapper: Unwrapper): Promise<0 | 1> {
  try {
    (await openCredential({ ...context, sealed }, unwrapper)).wipe();
    return 1;
  } catch {
    return 0;
  }
}

/** The same envelope, its protected header naming another key. */
function reheaded(bytes: Uint8Array, kid: string): Uint8Array {
  // An envelope's JSON, as sealed above.
  const envelope = JSON.parse(Buffer.from(bytes).toString('utf8')) as { protected: string };
  const header = { ...(JSON.parse(Buffer.from(envelope.protected, 'base64url').toString('utf8')) as object), kid };
  return Buffer.from(JSON.stringify({ ...envelope, protected: Buffer.from(JSON.stringify(header)).toString('base64url') }));
}
