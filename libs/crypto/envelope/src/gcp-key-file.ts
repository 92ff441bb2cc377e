import * as z from 'zod';
import { parseCredential, type CredentialOf } from './credential.js';
import { CredentialError } from './credential-error.js';

const serviceAccountFileSchema = z.object({
  type: z.literal('service_account'),
  client_email: z.string(),
  private_key: z.string(),
  private_key_id: z.string(),
  project_id: z.string(),
});

/**
 * Takes the four fields we use out of a service account key file and leaves its URLs behind.
 * @param file the parsed JSON of the file
 * @throws CredentialError `unsupported-credential` for any other type of file, or the code of a malformed field
 */
export function gcpKeyFromFile(file: unknown): CredentialOf<'gcp.key'> {
  const parsed = serviceAccountFileSchema.safeParse(file);
  if (!parsed.success) throw new CredentialError('unsupported-credential');
  const credential = parseCredential({
    kind: 'gcp.key',
    clientEmail: parsed.data.client_email,
    privateKey: parsed.data.private_key,
    privateKeyId: parsed.data.private_key_id,
    projectId: parsed.data.project_id,
  });
  if (credential.kind !== 'gcp.key') throw new CredentialError('unsupported-credential');
  return credential;
}
