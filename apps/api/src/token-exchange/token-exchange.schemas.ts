import { z } from 'zod';

export const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:token-exchange';
export const ID_TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:id_token';
export const ACCESS_TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:access_token';
/** Minutes; there is no way to renew but another id token. */
export const LIFETIME_MINUTES = 15;
/** Tokens of runs that live at once, beside the 50 that people make. */
export const MAX_LIVE_EXCHANGED = 500;
export const TOKEN_BODY_LIMIT = 16 * 1024;

const parameter = (description: string) => z.string().optional().meta({ description });

/** RFC 8693 §2.1 by name. What is missing or wrong is 400 `invalid_request` as OAuth says it, so none is required here. */
export const tokenRequestSchema = z
  .object({
    grant_type: parameter(GRANT_TYPE),
    subject_token: parameter('The id token of the CI run'),
    subject_token_type: parameter(ID_TOKEN_TYPE),
    audience: parameter('The id of the trust rule'),
    scope: parameter('Fewer scopes than the rule gives, separated by spaces'),
    resource: parameter('Our own URL, where it is sent at all'),
    requested_token_type: parameter(ACCESS_TOKEN_TYPE),
    actor_token: parameter('Not taken'),
  })
  .meta({ id: 'TokenRequest' });
export type TokenRequest = z.infer<typeof tokenRequestSchema>;

/** RFC 8693 §2.2.1. */
export const tokenAnswerSchema = z
  .strictObject({
    access_token: z.string().meta({ description: 'Shown once' }),
    issued_token_type: z.literal(ACCESS_TOKEN_TYPE),
    token_type: z.literal('Bearer'),
    expires_in: z.number().int().meta({ description: 'Seconds' }),
    scope: z.string(),
  })
  .meta({ id: 'ExchangedToken' });
export type TokenAnswer = z.infer<typeof tokenAnswerSchema>;
