import { z } from 'zod';

export const clouds = ['aws', 'azure', 'gcp'] as const;
export const cloudSchema = z.enum(clouds);
export type Cloud = z.infer<typeof cloudSchema>;

/** What opens a connection; the first part names the cloud. `*.session`/`*.token` are borrowed: ≤ 60 minutes, not schedulable. */
export const credentialKinds = [
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

export const connectionStates = ['pending', 'valid', 'degraded', 'rejected', 'revoked', 'purged'] as const;
export const connectionStateSchema = z.enum(connectionStates);
export type ConnectionState = z.infer<typeof connectionStateSchema>;
