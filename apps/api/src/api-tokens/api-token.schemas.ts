import { apiTokenIdSchema, connectionIdSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { scopeSchema } from '../auth/scopes.js';
import { nameSchema } from '../http/names.js';
import { pageQuery, pageSchema } from '../http/pagination.js';

export const MAX_LIFETIME_DAYS = 90;
export const MAX_LIVE_TOKENS = 50;

const members = {
  id: apiTokenIdSchema,
  /** The public part of the token's text. */
  key: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  connectionIds: z.array(z.string()).nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
};
export const apiTokenSchema = z.strictObject(members).meta({ id: 'ApiToken' });
export type ApiToken = z.infer<typeof apiTokenSchema>;
export const apiTokenPageSchema = pageSchema(apiTokenSchema, 'ApiTokenPage');

/** The only answer of Vitrine that holds a secret, once. */
export const createdApiTokenSchema = z.strictObject({ ...members, token: z.string().meta({ description: 'Shown once' }) }).meta({ id: 'CreatedApiToken' });
export type CreatedApiToken = z.infer<typeof createdApiTokenSchema>;

export const createApiTokenSchema = z
  .strictObject({
    name: nameSchema,
    scopes: z
      .array(scopeSchema)
      .min(1, 'missing-field')
      .max(50, 'invalid-value')
      .refine((list) => new Set(list).size === list.length, 'duplicate-scope'),
    /** Left out: all connections. */
    connectionIds: z.array(connectionIdSchema).min(1, 'missing-field').max(100, 'invalid-value').optional(),
    lifetimeDays: z.int('invalid-lifetime').min(1, 'invalid-lifetime').max(MAX_LIFETIME_DAYS, 'invalid-lifetime'),
  })
  .meta({ id: 'CreateApiToken' });
export type CreateApiToken = z.infer<typeof createApiTokenSchema>;

export const listApiTokensSchema = z.strictObject({ ...pageQuery });
export type ListApiTokens = z.infer<typeof listApiTokensSchema>;
