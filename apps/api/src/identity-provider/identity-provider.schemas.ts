import { z } from 'zod';
import { pinSchema } from '../auth/pin.js';
import { roleSchema } from '../auth/scopes.js';

const visible = (longest: number, code: string) => z.string(code).regex(new RegExp(`^[\\x21-\\x7e]{1,${String(longest)}}$`), code);

const members = {
  issuer: visible(300, 'invalid-issuer').meta({ description: 'https://login.microsoftonline.com/<tenant id>/v2.0, or one that the operator admits' }),
  audience: visible(300, 'invalid-audience').meta({ description: 'The `aud` of its access tokens: with Entra the id of the application' }),
  tenant: visible(255, 'invalid-tenant').meta({ description: 'What its tokens say in the organization claim: with Entra the tenant id' }),
  /** Who is assigned to the application; Entra always has it. */
  assignment: z.strictObject({ claim: z.enum(['roles', 'groups'], 'invalid-value'), value: visible(255, 'invalid-value') }).nullable(),
};

export const pinIdentityProviderSchema = z
  .strictObject({
    ...members,
    algorithms: pinSchema.shape.algorithms,
    /** Proof of possession: an access token of the new issuer, the caller's own. It is verified and not kept. */
    token: z.string('invalid-token').min(1, 'missing-field').max(8_192, 'invalid-token'),
  })
  .meta({ id: 'PinIdentityProvider' });
export type PinIdentityProvider = z.infer<typeof pinIdentityProviderSchema>;

export const identityProviderSchema = z
  .strictObject({
    state: z.enum(['open', 'pinned']).meta({ description: 'open: every issuer that the operator lists' }),
    issuer: z.string().nullable(),
    audience: z.string().nullable(),
    tenant: z.string().nullable(),
    assignment: z.strictObject({ claim: z.string(), value: z.string() }).nullable(),
    algorithms: z.array(z.string()),
    pinnedBy: z.string().nullable(),
    pinnedAt: z.string().nullable(),
    /** Issuers that may be pinned; `{tenant}` and `{label}` stand for what may be filled in. */
    pinnable: z.array(z.string()),
  })
  .meta({ id: 'IdentityProvider' });
export type IdentityProvider = z.infer<typeof identityProviderSchema>;

/** A pin as a pending change: what was proven, without the token that proved it; or back to every issuer that the operator lists. */
export const proposedPinSchema = z.discriminatedUnion('to', [
  z.strictObject({
    to: z.literal('pinned'),
    pin: pinSchema,
    /** The proposer as the new issuer calls him, and the role in which he is a member there; whoever approves it must know both. */
    subject: z.string(),
    email: z.string().nullable(),
    role: roleSchema,
  }),
  z.strictObject({ to: z.literal('open') }),
]);
export type ProposedPin = z.infer<typeof proposedPinSchema>;
export type ProvenPin = Extract<ProposedPin, { to: 'pinned' }>;
