import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  associatedData,
  cloudOf,
  clouds,
  credentialSchema,
  publicNumbersOf,
  writePlaintext,
  type Credential,
  type CredentialContext,
  type KeyAlgorithm,
} from '@vitrine/crypto-envelope';
import { generateSealingKeyPair, keyProviderOf, openCredential, type SealingKeyPair } from '@vitrine/crypto-open';
import { sealCredential } from '@vitrine/crypto-seal';
import { z } from 'zod';
import type { Proof } from '../proof.js';
import type { ForeignImplementation } from './foreign-implementation.js';
import { foreignImplementations } from './installed-implementations.js';
import { reauthenticate } from './reauthenticate.js';
import { alphaRow } from './two-rows.js';

const file = join(import.meta.dirname, '../../../libs/crypto/vectors/credentials.json');
const algorithms: readonly KeyAlgorithm[] = ['ECDH-ES+A256KW', 'RSA-OAEP-256'];
const life = { status: 'current', notBefore: new Date(0), expires: new Date('2200-01-01T00:00:00Z') } as const;

export const proof: Proof = {
  attack: 'two implementations that we did not write, a credential of each of the 10 kinds, each key algorithm they have, both directions',
  expected: 'jose opens 10 of 10 of ours and ours of its; jwcrypto 20 of 20, RSA among them',
  pace: 'whole',
  mutation: { removes: 'the agreement on the associated data (one version number further)' },
  async attempt({ guard, say }) {
    const { credentials } = z.object({ credentials: z.array(credentialSchema) }).parse(JSON.parse(await readFile(file, 'utf8')));
    const pairs = await Promise.all(algorithms.flatMap((alg) => clouds.map((cloud) => generateSealingKeyPair({ ...life, cloud, alg }))));
    const counts: string[] = [];
    let held = true;
    const implementations = await foreignImplementations(say);
    try {
      for (const foreign of implementations) {
        let theyOpened = 0;
        let weOpened = 0;
        let exchanges = 0;
        for (const credential of credentials) {
          for (const pair of pairs.filter(({ publicKey }) => publicKey.cloud === cloudOf(credential.kind) && foreign.algorithms.includes(publicKey.alg))) {
            const context = { ...alphaRow, kind: credential.kind };
            const agreed = associatedData({ ...context, version: context.version + (guard === 'standing' ? 0 : 1) });
            exchanges += 1;
            const exchange = { foreign, pair, credential, context, agreed };
            if (await theyOpen(exchange)) theyOpened += 1;
            if (await weOpen(exchange)) weOpened += 1;
          }
        }
        held &&= exchanges === credentials.length * foreign.algorithms.length && theyOpened === exchanges && weOpened === exchanges;
        counts.push(`${foreign.name} opened ${String(theyOpened)} of ${String(exchanges)} of ours, ours ${String(weOpened)} of ${String(exchanges)} of its`);
      }
    } finally {
      for (const foreign of implementations) foreign.stop();
    }
    return { held, seen: counts.join('; ') };
  },
};

interface Exchange {
  readonly foreign: ForeignImplementation;
  readonly pair: SealingKeyPair;
  readonly credential: Credential;
  readonly context: CredentialContext;
  /** The associated data on which both sides are to agree. */
  readonly agreed: Uint8Array;
}

/** Sealed by us, opened by them; one that cannot authenticate associated data gets the same envelope without. */
async function theyOpen({ foreign, pair, credential, context, agreed }: Exchange): Promise<boolean> {
  const { envelope } = await sealCredential({ credential, context, key: pair.publicKey });
  const { status: _status, cloud: _cloud, nbf: _nbf, exp: _exp, kid: _kid, use: _use, ...bare } = pair.privateKey;
  try {
    const given = foreign.authenticatesAssociatedData ? envelope : await reauthenticate(envelope, pair.privateKey, agreed, null);
    const opened = await foreign.open(given, foreign.authenticatesAssociatedData ? agreed : null, bare);
    return opened.equals(writePlaintext(credential, context));
  } catch {
    return false;
  }
}

/** Sealed by them under our header, opened by our strict opener for its row. */
async function weOpen({ foreign, pair, credential, context, agreed }: Exchange): Promise<boolean> {
  const { organizationId: org, connectionId: con, version: ver, kind: knd } = context;
  const { alg, kid } = pair.publicKey;
  const header = { alg, enc: 'A256GCM', kid, typ: 'vitrine-cred+jwe', cty: 'application/json', vtr: { v: 1, org, con, ver, knd } };
  const plaintext = writePlaintext(credential, context);
  const made = await foreign.seal(plaintext, header, foreign.authenticatesAssociatedData ? agreed : null, publicNumbersOf(pair.publicKey));
  const envelope = foreign.authenticatesAssociatedData ? made : await reauthenticate(made, pair.privateKey, null, agreed);
  try {
    const secret = await openCredential({ ...context, sealed: Buffer.from(JSON.stringify(envelope)) }, keyProviderOf({ keys: [pair.privateKey] }));
    return await secret.use((bytes) => bytes.equals(plaintext));
  } catch {
    return false;
  }
}
