import { generateKeyPairSync } from 'node:crypto';
import { importPKCS8, SignJWT } from 'jose';
import type { EstateDeclaration } from '../estate/estate.js';
import { isJsonObject, type JsonObject } from '../http/json-answer.js';
import { startLoopbackClouds, type LoopbackClouds, type PlainAnswer } from './loopback-clouds.js';

export const PROJECT = 'shop-one';
export const AUDITOR = 'auditor@shop-one.iam.gserviceaccount.com';
export const POOL = '//iam.googleapis.com/projects/111111111111/locations/global/workloadIdentityPools/vitrine/providers/oidc';
export const TABLE = 'shop-one.billing.gcp_billing_export_resource_v1_01ABCD_23EF45_678901';

/** A Google Cloud estate with a caller that is signed in by its key. */
export interface GcpCloud extends LoopbackClouds {
  readonly token: string;
  /** The token endpoint's answer to a JWT that this key (PKCS #8, PEM) signed. */
  signIn(privateKeyPem: string): Promise<JsonObject>;
  call(method: string, path: string, body?: unknown): Promise<PlainAnswer>;
}

export function keyPair(): { readonly publicKey: string; readonly privateKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

/** @param issuer whose assertions of organization one the workload identity pool takes */
export async function startGcpCloud(issuer = 'https://issuer.example'): Promise<GcpCloud> {
  const key = keyPair();
  const clouds = await startLoopbackClouds(gcpSpecEstate(issuer, key.publicKey));
  const signIn = (privateKeyPem: string): Promise<JsonObject> => signInWith(privateKeyPem, clouds.gcp);
  const token = (await signIn(key.privateKey))['access_token'];
  if (typeof token !== 'string') throw new Error('the simulator refused its own service account');
  return {
    ...clouds,
    token,
    signIn,
    call: (method, path, body) => clouds.ask(method, `${clouds.gcp}${path}`, { authorization: `Bearer ${token}` }, body),
  };
}

async function signInWith(privateKeyPem: string, endpoint: string): Promise<JsonObject> {
  const assertion = await new SignJWT({ scope: 'https://www.googleapis.com/auth/cloud-platform' })
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(AUDITOR)
    .setAudience('https://oauth2.googleapis.com/token')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(await importPKCS8(privateKeyPem, 'RS256'));
  const form = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
  const answer: unknown = await (await fetch(`${endpoint}/token`, { method: 'POST', body: form })).json();
  return isJsonObject(answer) ? answer : {};
}

export function gcpSpecEstate(issuer: string, publicKeyPem?: string): EstateDeclaration {
  return {
    gcp: {
      serviceAccounts: [{ email: AUDITOR, ...(publicKeyPem === undefined ? {} : { publicKeyPem }) }],
      workloadIdentities: [
        { projectNumber: '111111111111', pool: 'vitrine', provider: 'oidc', issuer, subject: 'organization:one:*', serviceAccount: AUDITOR },
      ],
      billingExport: { projectId: PROJECT, rowsPerPage: 500 },
      projects: [
        {
          projectId: PROJECT,
          projectNumber: '111111111111',
          resources: [
            { kind: 'disk', name: 'orphan', count: 620, condition: 'unattached', dailyCost: '0.3667' },
            { kind: 'disk', name: 'claim', condition: 'pvc-name', dailyCost: '0.3667' },
            { kind: 'instance', name: 'lazy', count: 2, condition: 'idle', dailyCost: '1.6128', diskDailyCost: '0.0733' },
            { kind: 'instance', name: 'mute', condition: 'no-metrics' },
            { kind: 'instance', name: 'patchy', condition: 'patchy-metrics' },
            { kind: 'instance', name: 'parked', condition: 'stopped', dailyCost: '9', diskDailyCost: '0.2' },
            { kind: 'address', name: 'spare', count: 2, condition: 'idle', dailyCost: '0.24' },
            { kind: 'snapshot', name: 'old', condition: 'stale' },
            { kind: 'image', name: 'golden', condition: 'in-template' },
          ],
        },
        { projectId: 'shop-two', projectNumber: '222222222222', resources: [{ kind: 'disk', name: 'elsewhere', condition: 'unattached', dailyCost: '1' }] },
      ],
    },
  };
}
