import { z } from 'zod';
import { assignmentRequired, tokenInvalid } from './auth-errors.js';
import { issuerConfigSchema, type IssuerConfig } from './issuer-config.js';
import type { VerifiedIdentity } from './oidc-verifier.js';
import { pinKindSchema } from './pinnable-issuers.js';

/** What an organization pinned: its own issuer, and what a token of it must say. */
export const pinSchema = z.object({
  kind: pinKindSchema,
  issuer: z.string(),
  audience: z.string(),
  organizationClaim: z.string(),
  tenant: z.string(),
  assignment: z.object({ claim: z.enum(['roles', 'groups']), value: z.string() }).nullable(),
  algorithms: issuerConfigSchema.shape.algorithms,
});
export type Pin = z.infer<typeof pinSchema>;

/** A row of `vitrine.identity_provider` as `pinSchema` reads it, in the column `pin`. */
export const PIN_COLUMN = `jsonb_build_object('kind', kind, 'issuer', issuer, 'audience', audience, 'organizationClaim', organization_claim, 'tenant', tenant, 'algorithms', algorithms,
  'assignment', case when assignment_claim is null then null else jsonb_build_object('claim', assignment_claim, 'value', assignment_value) end) as pin`;

/** How tokens of the pinned issuer are verified where the operator does not list it himself. */
export function configOfPin({ issuer, audience, organizationClaim, algorithms }: Pin): IssuerConfig {
  return { issuer, audience, organizationClaim, algorithms, types: ['at+jwt', 'jwt'], createOnFirstSignIn: false };
}

/**
 * MC-05: issuer, audience and tenant on every call, besides the signature; MC-49: assigned people only, whatever the issuer let through.
 * @throws VitrineError 401 `token-invalid`, 403 `assignment-required`
 */
export function expectPinned(pin: Pin, { issuer, organizationValue, facts }: VerifiedIdentity): void {
  const ours =
    issuer.issuer === pin.issuer &&
    facts.audiences.includes(pin.audience) &&
    issuer.organizationClaim === pin.organizationClaim &&
    organizationValue === pin.tenant &&
    pin.algorithms.some((algorithm) => algorithm === facts.algorithm);
  if (!ours) throw tokenInvalid();
  // Attack: the v1 endpoint signs with the same keys; a guest is vouched for by another tenant's sign-in.
  if (pin.kind === 'entra' && (facts.version !== '2.0' || facts.guest)) throw tokenInvalid();
  if (pin.assignment !== null && !facts[pin.assignment.claim].includes(pin.assignment.value)) throw assignmentRequired();
}
