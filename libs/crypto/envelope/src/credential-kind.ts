import * as z from 'zod';

export const clouds = ['aws', 'azure', 'gcp'] as const;
export const cloudSchema = z.enum(clouds);
export type Cloud = z.infer<typeof cloudSchema>;

/** Every kind of credential, those without a stored secret first: the order in which they are offered. */
export const credentialKinds = [
  'azure.federated',
  'gcp.wif',
  'aws.web-identity',
  'aws.role',
  'azure.token',
  'gcp.token',
  'aws.session',
  'azure.secret',
  'gcp.key',
  'aws.key',
] as const;
export const credentialKindSchema = z.enum(credentialKinds);
export type CredentialKind = z.infer<typeof credentialKindSchema>;

/** How much a kind asks of its owner: nothing secret, a session of an hour, or a secret that lives until revoked. */
export type CredentialCustody = 'federated' | 'borrowed' | 'stored';

/** The cloud a kind signs in to, and so the only sealing key that may seal it. */
export function cloudOf(kind: CredentialKind): Cloud {
  switch (kind) {
    case 'aws.web-identity':
    case 'aws.role':
    case 'aws.key':
    case 'aws.session':
      return 'aws';
    case 'azure.secret':
    case 'azure.federated':
    case 'azure.token':
      return 'azure';
    case 'gcp.key':
    case 'gcp.wif':
    case 'gcp.token':
      return 'gcp';
    default:
      return kind satisfies never;
  }
}

/** Custody of a kind; a `stored` one is refused unless the organization opted in. */
export function custodyOf(kind: CredentialKind): CredentialCustody {
  switch (kind) {
    case 'azure.federated':
    case 'gcp.wif':
    case 'aws.web-identity':
    case 'aws.role':
      return 'federated';
    case 'azure.token':
    case 'gcp.token':
    case 'aws.session':
      return 'borrowed';
    case 'azure.secret':
    case 'gcp.key':
    case 'aws.key':
      return 'stored';
    default:
      return kind satisfies never;
  }
}
