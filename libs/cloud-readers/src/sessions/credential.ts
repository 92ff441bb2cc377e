import { VitrineError } from '@vitrine/contracts';
import { z } from 'zod';

const guid = z.guid().refine((id) => !/^[0-]+$/.test(id));
const awsKeyId = z.string().regex(/^[A-Z0-9]{16,128}$/);
const secret = z.string().min(1).max(4096);
const instant = z.iso.datetime({ offset: true });
// Ids in the very forms that are taken when they are submitted: libs/crypto/vectors/credential-ids.json is run against both.
const projectId = z.string().regex(/^(?:[a-z0-9][a-z0-9.-]{1,62}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
const roleArn = z
  .string()
  .max(640)
  .regex(/^arn:aws:iam::\d{12}:role\/(?:[\w+=,.@-]{1,128}\/){0,8}[\w+=,.@-]{1,64}$/);
const serviceAccount = z
  .string()
  .max(150)
  .regex(/^[a-z0-9][a-z0-9.-]{1,62}@(?:[a-z0-9-]{1,63}\.){0,4}gserviceaccount\.com$/);
const workloadId = z.string().regex(/^[a-z0-9][a-z0-9-]{2,30}[a-z0-9]$/);

/**
 * The opened plaintext of each kind of credential, as sealed (`vitrine-cred/1`); members that bind it to its row were checked
 * by the opener. None of them is a URL, so none can choose a host.
 */
export const credentialSchemas = {
  'aws.web-identity': z.object({ roleArn }),
  'aws.role': z.object({
    roleArn,
    externalId: z.string().min(16).max(1224),
    regions: z.array(z.string()).optional(),
  }),
  'aws.key': z.object({ accessKeyId: awsKeyId, secretAccessKey: secret }),
  'aws.session': z.object({ accessKeyId: awsKeyId, secretAccessKey: secret, sessionToken: z.string().min(1).max(8192), expiresAt: instant }),
  'azure.secret': z.object({ tenantId: guid, clientId: guid, clientSecret: secret }),
  'azure.federated': z.object({ tenantId: guid, clientId: guid }),
  'azure.token': z.object({
    tenantId: guid,
    accessToken: z.string().min(1).max(12_288),
    graphToken: z.string().min(1).max(12_288).optional(),
    metricsToken: z.string().min(1).max(12_288).optional(),
    expiresAt: instant,
  }),
  'gcp.key': z.object({
    clientEmail: serviceAccount,
    privateKey: z.string().startsWith('-----BEGIN').max(8192),
    privateKeyId: z.string().min(1).max(100),
    projectId,
  }),
  'gcp.wif': z.object({
    projectNumber: z.string().regex(/^[1-9]\d{5,19}$/),
    poolId: workloadId,
    providerId: workloadId,
    serviceAccountEmail: serviceAccount.exactOptional(),
  }),
  'gcp.token': z.object({ accessToken: z.string().min(1).max(8192), projectId, expiresAt: instant }),
} as const;

type Schemas = typeof credentialSchemas;

/** A credential by kind: `{ kind: 'aws.role', roleArn, externalId }` and so on. */
export type Credential = { [Kind in keyof Schemas]: { readonly kind: Kind } & Readonly<z.infer<Schemas[Kind]>> }[keyof Schemas];
export type CredentialOf<Kind extends Credential['kind']> = Extract<Credential, { kind: Kind }>;

const credentialSchema = z.discriminatedUnion('kind', [
  credentialSchemas['aws.web-identity'].extend({ kind: z.literal('aws.web-identity') }),
  credentialSchemas['aws.role'].extend({ kind: z.literal('aws.role') }),
  credentialSchemas['aws.key'].extend({ kind: z.literal('aws.key') }),
  credentialSchemas['aws.session'].extend({ kind: z.literal('aws.session') }),
  credentialSchemas['azure.secret'].extend({ kind: z.literal('azure.secret') }),
  credentialSchemas['azure.federated'].extend({ kind: z.literal('azure.federated') }),
  credentialSchemas['azure.token'].extend({ kind: z.literal('azure.token') }),
  credentialSchemas['gcp.key'].extend({ kind: z.literal('gcp.key') }),
  credentialSchemas['gcp.wif'].extend({ kind: z.literal('gcp.wif') }),
  credentialSchemas['gcp.token'].extend({ kind: z.literal('gcp.token') }),
]);

/**
 * Parses an opened plaintext under the kind of its row.
 * @throws VitrineError `credential-unreadable` 422, which names members and never values
 */
export function parseCredential(kind: Credential['kind'], plaintext: object): Credential {
  const parsed = credentialSchema.safeParse({ ...plaintext, kind });
  if (parsed.success) return parsed.data;
  throw new VitrineError({
    code: 'credential-unreadable',
    status: 422,
    publicMessage: 'The stored credential is of a form that cannot sign in. Submit it again.',
    internal: parsed.error.issues.map(({ path }) => path.join('.')).join(', '),
  });
}
