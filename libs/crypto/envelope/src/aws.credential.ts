import * as z from 'zod';
import { expiresAtSchema, opaqueSecret } from './credential-field.js';

/** Twelve digits, path and name, in the one partition that the readers reach. No `*`, no new line, no service other than IAM. */
export const roleArnSchema = z
  .string()
  .max(640)
  .regex(/^arn:aws:iam::[0-9]{12}:role\/(?:[\w+=,.@-]{1,128}\/){0,8}[\w+=,.@-]{1,64}$/);

/** A region becomes part of a host name, so nothing but letters, digits and inner dashes may reach it. */
const regionSchema = z
  .string()
  .max(32)
  .regex(/^[a-z]{2}(?:-[a-z]+){1,3}-[0-9]{1,2}$/);

const secretAccessKeySchema = z.string().regex(/^[A-Za-z0-9/+=]{40}$/);

/** No secret at all: a role that trusts Vitrine's account under an external id made by Vitrine's server. */
export const awsRoleSchema = z.strictObject({
  kind: z.literal('aws.role'),
  roleArn: roleArnSchema,
  externalId: z
    .string()
    .min(2)
    .max(1224)
    .regex(/^[\w+=,.@:/-]+$/),
  regions: z.array(regionSchema).min(1).max(64).optional(),
});

/** No secret, and no identity of the operator either: a role that trusts assertions that Vitrine signs for this one connection. */
export const awsWebIdentitySchema = z.strictObject({
  kind: z.literal('aws.web-identity'),
  roleArn: roleArnSchema,
});

/** A long-lived key pair. `AKIA` only: a temporary `ASIA` key stored here would die unnoticed. */
export const awsKeySchema = z.strictObject({
  kind: z.literal('aws.key'),
  accessKeyId: z.string().regex(/^AKIA[A-Z0-9]{16}$/),
  secretAccessKey: secretAccessKeySchema,
});

/** A session borrowed from the user's own CLI login. */
export const awsSessionSchema = z.strictObject({
  kind: z.literal('aws.session'),
  accessKeyId: z.string().regex(/^ASIA[A-Z0-9]{16}$/),
  secretAccessKey: secretAccessKeySchema,
  sessionToken: opaqueSecret(16, 8192),
  expiresAt: expiresAtSchema,
});
