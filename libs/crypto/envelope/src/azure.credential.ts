import * as z from 'zod';
import { expiresAtSchema, opaqueSecret } from './credential-field.js';

const guidSchema = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i)
  .refine((guid) => guid !== '00000000-0000-0000-0000-000000000000');

/**
 * A directory by its id, never by a name. Attack: `common` or `organizations` signs in whoever answers,
 * and `../x` walks out of the token URL's path.
 */
export const tenantIdSchema = guidSchema;

/** Three base64url parts: what Microsoft Entra ID issues, and safe in an Authorization header. */
const accessTokenSchema = z
  .string()
  .min(32)
  .max(12_288)
  .regex(/^[\w-]+\.[\w-]+\.[\w-]+$/);

/** No secret: the application trusts assertions that Vitrine signs for this one connection. */
export const azureFederatedSchema = z.strictObject({
  kind: z.literal('azure.federated'),
  tenantId: tenantIdSchema,
  clientId: guidSchema,
});

export const azureSecretSchema = z.strictObject({
  kind: z.literal('azure.secret'),
  tenantId: tenantIdSchema,
  clientId: guidSchema,
  clientSecret: opaqueSecret(16, 256),
});

/** Access tokens borrowed from the user's own CLI login: Resource Manager, and Graph where it is to be read. */
export const azureTokenSchema = z.strictObject({
  kind: z.literal('azure.token'),
  tenantId: tenantIdSchema,
  accessToken: accessTokenSchema,
  graphToken: accessTokenSchema.optional(),
  expiresAt: expiresAtSchema,
});
