import { randomBytes } from 'node:crypto';
import type { ConnectionAnswer } from '@vitrine/api-client';
import type { Credential } from '@vitrine/crypto-envelope';

const TENANT = '6f2c1e7a-54d0-4b7e-9c1f-0d5a7be31c01';
const upper = (length: number): string => randomBytes(length).toString('hex').toUpperCase().slice(0, length);

/** A credential of the connection's kind that opens nothing; `mark` (letters and digits, at most 36) stands where its secret would. */
export function markedCredential({ kind, externalId }: ConnectionAnswer, mark: string): Credential {
  const secretAccessKey = mark.padEnd(40, 'x');
  const expiresAt = new Date(Date.now() + 50 * 60_000).toISOString();
  switch (kind) {
    case 'aws.web-identity':
      return { kind, roleArn: `arn:aws:iam::111122223333:role/${mark}` };
    case 'aws.role':
      return { kind, roleArn: `arn:aws:iam::111122223333:role/${mark}`, externalId };
    case 'aws.key':
      return { kind, accessKeyId: `AKIA${upper(16)}`, secretAccessKey };
    case 'aws.session':
      return { kind, accessKeyId: `ASIA${upper(16)}`, secretAccessKey, sessionToken: `${mark}/+=`, expiresAt };
    case 'azure.secret':
      return { kind, tenantId: TENANT, clientId: TENANT, clientSecret: `${mark}~` };
    case 'azure.federated':
      return { kind, tenantId: TENANT, clientId: TENANT };
    case 'azure.token':
      return { kind, tenantId: TENANT, accessToken: `eyJ.${mark}.${mark}`, expiresAt };
    case 'gcp.key': {
      const privateKey = `-----BEGIN PRIVATE KEY-----\n${`${mark.padEnd(60, 'x')}\n`.repeat(6)}-----END PRIVATE KEY-----\n`;
      const clientEmail = 'auditor@shop-production.iam.gserviceaccount.com';
      return { kind, clientEmail, privateKey, privateKeyId: randomBytes(20).toString('hex'), projectId: 'shop-production' };
    }
    case 'gcp.wif':
      return {
        kind,
        projectNumber: '480215937064',
        poolId: 'vitrine-pool',
        providerId: 'vitrine-oidc',
        serviceAccountEmail: 'auditor@shop-production.iam.gserviceaccount.com',
      };
    case 'gcp.token':
      return { kind, accessToken: `ya29.${mark}`, projectId: 'shop-production', expiresAt };
    default:
      return kind satisfies never;
  }
}
