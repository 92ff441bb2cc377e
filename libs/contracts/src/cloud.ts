import { z } from 'zod';

export const clouds = ['aws', 'azure', 'gcp'] as const;
export const cloudSchema = z.enum(clouds);
export type Cloud = z.infer<typeof cloudSchema>;

/** What opens a connection; the first part names the cloud. `*.session`/`*.token` are borrowed: ≤ 60 minutes, not schedulable. */
export const credentialKinds = [
  'aws.web-identity',
  'aws.role',
  'aws.key',
  'aws.session',
  'azure.secret',
  'azure.federated',
  'azure.token',
  'gcp.key',
  'gcp.wif',
  'gcp.token',
] as const;
export const credentialKindSchema = z.enum(credentialKinds);
export type CredentialKind = z.infer<typeof credentialKindSchema>;

/** Kinds that live at most an hour and are erased at the audit's end. */
export const borrowedKinds: readonly CredentialKind[] = ['aws.session', 'azure.token', 'gcp.token'];

/** Kinds with nothing to seal: the connection keeps public ids, and the worker signs an assertion for each sign-in (MC-07). */
export const keylessKinds = ['aws.web-identity', 'azure.federated', 'gcp.wif'] as const satisfies readonly CredentialKind[];
export type KeylessKind = (typeof keylessKinds)[number];

export function isKeyless(kind: CredentialKind): kind is KeylessKind {
  return keylessKinds.some((keyless) => keyless === kind);
}

export const connectionStates = ['pending', 'valid', 'degraded', 'rejected', 'revoked', 'purged'] as const;
export const connectionStateSchema = z.enum(connectionStates);
export type ConnectionState = z.infer<typeof connectionStateSchema>;
