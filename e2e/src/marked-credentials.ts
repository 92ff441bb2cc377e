import { randomBytes, randomUUID } from 'node:crypto';
import type { ConnectionAnswer } from '@vitrine/api-client';
import type { CredentialKind } from '@vitrine/contracts';
import type { Credential } from '@vitrine/crypto-envelope';
import { canary } from './canary-hunt.js';

export interface MarkedCredential {
  readonly credential: Credential;
  /** Values that may stand nowhere outside the envelope; none for a keyless kind, whose ids are no secret and have no envelope. */
  readonly canaries: readonly string[];
}

const TENANT = '6f2c1e7a-54d0-4b7e-9c1f-0d5a7be31c01';
const upper = (length: number): string => randomBytes(length).toString('hex').toUpperCase().slice(0, length);

/** A credential of each kind that opens nothing and is marked wherever its form allows. */
export function markedCredential(kind: CredentialKind, { externalId }: ConnectionAnswer): MarkedCredential {
  const mark = canary();
  const secretKey = `${mark}/+`.padEnd(40, 'x').slice(0, 40);
  const expiresAt = new Date(Date.now() + 50 * 60_000).toISOString();
  switch (kind) {
    case 'aws.web-identity':
      return { credential: { kind, roleArn: 'arn:aws:iam::111122223333:role/Keyless' }, canaries: [] };
    case 'aws.role':
      return { credential: { kind, roleArn: `arn:aws:iam::111122223333:role/${mark}`, externalId }, canaries: [mark] };
    case 'aws.key':
      return { credential: { kind, accessKeyId: `AKIA${upper(16)}`, secretAccessKey: secretKey }, canaries: [secretKey] };
    case 'aws.session': {
      const sessionToken = canary('~%/+=');
      return {
        credential: { kind, accessKeyId: `ASIA${upper(16)}`, secretAccessKey: secretKey, sessionToken, expiresAt },
        canaries: [secretKey, sessionToken],
      };
    }
    case 'azure.secret': {
      const clientSecret = canary('~%/+');
      return { credential: { kind, tenantId: TENANT, clientId: randomUUID(), clientSecret }, canaries: [clientSecret] };
    }
    case 'azure.federated':
      return { credential: { kind, tenantId: TENANT, clientId: randomUUID() }, canaries: [] };
    case 'azure.token':
      return { credential: { kind, tenantId: TENANT, accessToken: `eyJ.${mark}.${mark}`, graphToken: `eyJ.${mark}.graph`, expiresAt }, canaries: [mark] };
    case 'gcp.key': {
      const line = `${mark}${mark}`.slice(0, 60);
      const privateKey = `-----BEGIN PRIVATE KEY-----\n${`${line}\n`.repeat(6)}-----END PRIVATE KEY-----\n`;
      return {
        credential: {
          kind,
          clientEmail: 'auditor@shop-production.iam.gserviceaccount.com',
          privateKey,
          privateKeyId: randomBytes(20).toString('hex'),
          projectId: 'shop-production',
        },
        canaries: [mark],
      };
    }
    case 'gcp.wif':
      return {
        credential: {
          kind,
          projectNumber: '480215937064',
          poolId: 'vitrine-pool',
          providerId: 'vitrine-oidc',
          serviceAccountEmail: 'auditor@shop-production.iam.gserviceaccount.com',
        },
        canaries: [],
      };
    case 'gcp.token':
      return { credential: { kind, accessToken: `ya29.${mark}`, projectId: 'shop-production', expiresAt }, canaries: [mark] };
  }
}
