import * as z from 'zod';
import { expiresAtSchema, opaqueSecret } from './credential-field.js';

const projectIdSchema = z.string().regex(/^(?:[a-z0-9][a-z0-9.-]{1,62}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/);

/** A customer's own accounts, and those that Google makes for a project (`…-compute@developer…`, `…@appspot…`). */
const serviceAccountEmailSchema = z
  .string()
  .max(150)
  .regex(/^[a-z0-9][a-z0-9.-]{1,62}@(?:[a-z0-9-]{1,63}\.){0,4}gserviceaccount\.com$/);

/** Pool and provider ids: 4 to 32 characters, as IAM makes them. */
const workloadIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{2,30}[a-z0-9]$/);

/**
 * A service account key, field by field. Attack: a key file also names token URLs and a universe domain;
 * a reader that trusts them signs in wherever the uploader points. There is no member for a URL here.
 */
export const gcpKeySchema = z.strictObject({
  kind: z.literal('gcp.key'),
  clientEmail: serviceAccountEmailSchema,
  privateKey: z
    .string()
    .max(8192)
    .regex(/^-----BEGIN PRIVATE KEY-----\n(?:[A-Za-z0-9+/=]{1,64}\n){4,128}-----END PRIVATE KEY-----\n?$/),
  privateKeyId: z.string().regex(/^[0-9a-f]{40}$/),
  projectId: projectIdSchema,
});

/**
 * Workload identity federation by its ids; Vitrine writes the URLs. Without a service account the federated principal reads by itself.
 * Attack: `credential_source` in an uploaded file.
 */
export const gcpWifSchema = z.strictObject({
  kind: z.literal('gcp.wif'),
  projectNumber: z.string().regex(/^[1-9][0-9]{5,19}$/),
  poolId: workloadIdSchema,
  providerId: workloadIdSchema,
  serviceAccountEmail: serviceAccountEmailSchema.optional(),
});

/** An access token borrowed from the user's own CLI login. */
export const gcpTokenSchema = z.strictObject({
  kind: z.literal('gcp.token'),
  accessToken: opaqueSecret(20, 8192),
  projectId: projectIdSchema,
  expiresAt: expiresAtSchema,
});
