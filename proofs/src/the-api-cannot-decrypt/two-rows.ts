import type { Credential, CredentialContext } from '@vitrine/crypto-envelope';

/** A row of each of two organizations, and what is sealed for it. */
export const alphaRow = {
  organizationId: '0190b3a4-0000-7000-8000-00000000000a',
  connectionId: '0190b3a4-0000-7000-8000-0000000000a1',
  version: 2,
  kind: 'aws.role',
} as const satisfies CredentialContext;

export const betaRow = {
  organizationId: '0190b3a4-0000-7000-8000-00000000000b',
  connectionId: '0190b3a4-0000-7000-8000-0000000000b1',
  version: 2,
  kind: 'aws.role',
} as const satisfies CredentialContext;

export const roleCredential = {
  kind: 'aws.role',
  roleArn: 'arn:aws:iam::123456789012:role/Reader',
  externalId: 'external-id',
} as const satisfies Credential;
