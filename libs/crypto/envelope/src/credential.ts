import * as z from 'zod';
import { awsKeySchema, awsRoleSchema, awsSessionSchema, awsWebIdentitySchema } from './aws.credential.js';
import { azureFederatedSchema, azureSecretSchema, azureTokenSchema } from './azure.credential.js';
import { CredentialError, credentialErrorOf } from './credential-error.js';
import { gcpKeySchema, gcpTokenSchema, gcpWifSchema } from './gcp.credential.js';

/** A credential in the clear, one strict shape per kind. */
export const credentialSchema = z.discriminatedUnion('kind', [
  azureFederatedSchema,
  gcpWifSchema,
  awsWebIdentitySchema,
  awsRoleSchema,
  azureTokenSchema,
  gcpTokenSchema,
  awsSessionSchema,
  azureSecretSchema,
  gcpKeySchema,
  awsKeySchema,
]);
export type Credential = Readonly<z.infer<typeof credentialSchema>>;

/** The credential of one kind, as in `CredentialOf<'aws.role'>`. */
export type CredentialOf<K extends Credential['kind']> = Extract<Credential, { readonly kind: K }>;

/**
 * Reads a plaintext credential (`kind` and the kind's own members).
 * @throws CredentialError naming members and codes, never values
 */
export function parseCredential(input: unknown): Credential {
  const parsed = credentialSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  if (holdsForeignConfiguration(input)) throw new CredentialError('unsupported-credential');
  throw credentialErrorOf(parsed.error);
}

/**
 * Members by which a Google credential file sends its reader somewhere: to a URL, a file, a command, another account.
 * Attack: an uploaded `external_account` file whose `credential_source.url` points into our network. Looked for at any
 * depth, so that nesting the file under another member earns the same clear answer.
 */
const foreignConfiguration = /external_account|credential_source|impersonated_service_account|"token_ur[il]|impersonation_url/;

function holdsForeignConfiguration(input: unknown): boolean {
  try {
    return foreignConfiguration.test(String(JSON.stringify(input)));
  } catch {
    // Too deep or circular to be any credential we take.
    return true;
  }
}
