import { billSchema, cloudSchema, connectionIdSchema, connectionStateSchema, credentialKindSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { nameSchema, plainText } from '../http/names.js';

const accountSchema = z.string().regex(/^[A-Za-z0-9:._-]{1,100}$/, 'invalid-account');

/** What the customer chooses (CF-03): nothing outside the chosen accounts and regions is read. */
export const connectionSettingsSchema = z
  .strictObject({
    /** AWS accounts, Azure subscriptions or GCP projects; empty or absent means all that the principal sees. */
    accounts: z.array(accountSchema).max(500).optional(),
    regions: z
      .array(z.string().regex(/^[a-z0-9-]{1,40}$/, 'invalid-region'))
      .max(100)
      .optional(),
    /** Rule ids; empty or absent means all of the cloud. */
    rules: z.array(z.string().max(120)).max(500).optional(),
    ruleSettings: z.record(z.string().max(120), z.record(plainText(60, 'invalid-setting'), z.number().finite())).optional(),
    /** `Key` or `Key==Value`: such resources are not judged. */
    excludeTags: z.array(plainText(300, 'invalid-tag')).max(100).optional(),
    /** Discount on list prices, decimal text 0 to 1 (CF-28). */
    discount: z
      .string('invalid-amount')
      .regex(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/, 'invalid-amount')
      .optional(),
  })
  .meta({ id: 'ConnectionSettings' });
export type ConnectionSettings = z.infer<typeof connectionSettingsSchema>;

/** What a keyless connection signs in as: public ids (role ARN; tenant and client; pool, provider and account), never a secret, never a URL. */
export const keylessIdentitySchema = z.record(z.string().max(40), z.string().max(700)).meta({ id: 'KeylessIdentity' });
export type KeylessIdentity = z.infer<typeof keylessIdentitySchema>;

export const createConnectionSchema = z
  .strictObject({ name: nameSchema, kind: credentialKindSchema, settings: connectionSettingsSchema.optional(), bill: billSchema.nullable().optional() })
  .meta({ id: 'CreateConnection' });
export type CreateConnection = z.infer<typeof createConnectionSchema>;

export const changeConnectionSchema = z
  .strictObject({ name: nameSchema.optional(), settings: connectionSettingsSchema.optional(), bill: billSchema.nullable().optional() })
  .meta({ id: 'ChangeConnection' });
export type ChangeConnection = z.infer<typeof changeConnectionSchema>;

export const connectionSchema = z
  .strictObject({
    id: connectionIdSchema,
    name: z.string(),
    cloud: cloudSchema,
    kind: credentialKindSchema,
    state: connectionStateSchema,
    stateCode: z.string().nullable(),
    /** AWS: goes into the role's trust policy; made by the server. */
    externalId: z.string(),
    /** Subject of the workers' assertions for this connection. */
    federationSubject: z.string(),
    /** Null until its ids are submitted, and for every kind that has something to seal. */
    keylessIdentity: keylessIdentitySchema.nullable(),
    credentialVersion: z.number().int(),
    /** The version that the next submission must be sealed to. */
    nextCredentialVersion: z.number().int(),
    accountPinned: z.string().nullable(),
    settings: connectionSettingsSchema,
    bill: billSchema.nullable(),
    createdAt: z.string(),
    validatedAt: z.string().nullable(),
  })
  .meta({ id: 'Connection' });
export type Connection = z.infer<typeof connectionSchema>;

export const connectionQuerySchema = { cloud: cloudSchema.optional(), state: connectionStateSchema.optional() };

/** What the last validation or audit found, both lists side by side (CF-02, CF-14). */
export const validationSchema = z
  .strictObject({
    state: connectionStateSchema,
    stateCode: z.string().nullable(),
    validatedAt: z.string().nullable(),
    /** A validation job that has not ended yet. */
    running: z.boolean(),
    requested: z.array(z.strictObject({ permission: z.string(), state: z.enum(['granted', 'denied', 'untestable', 'untested']), why: z.string() })),
    refused: z.array(z.strictObject({ permission: z.string(), why: z.string() })),
    /** Write rights that the principal was seen to hold. */
    writeCapable: z.array(z.strictObject({ action: z.string(), source: z.string() })),
  })
  .meta({ id: 'ConnectionValidation' });
export type Validation = z.infer<typeof validationSchema>;

/** Proof of erasure: which sealed blobs are gone, by their digests. */
export const receiptSchema = z
  .strictObject({
    connectionId: connectionIdSchema,
    erasedAt: z.string(),
    envelopes: z.array(z.strictObject({ version: z.number().int(), sha256: z.string() })),
  })
  .meta({ id: 'ErasureReceipt' });
export type Receipt = z.infer<typeof receiptSchema>;
