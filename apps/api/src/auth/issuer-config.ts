import { jsonText } from '@vitrine/settings';
import { z } from 'zod';

const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'EdDSA'] as const;

/** One trusted OIDC issuer. Everything that a token could choose is fixed here instead. */
export const issuerConfigSchema = z.strictObject({
  /** Compared with `iss` byte for byte. */
  issuer: z.url('not a URL'),
  audience: z.string().min(1),
  /** Asymmetric only. Attack: HS256 signed with our published public key as its secret. */
  algorithms: z.array(z.enum(algorithms)).min(1).default(['RS256']),
  /** Clerk: `org_id` or `o.id`; Entra: `tid`. */
  organizationClaim: z
    .string()
    .regex(/^[A-Za-z0-9_.:/-]{1,100}$/)
    .default('org_id'),
  /** Accepted `typ` headers, lower case; RFC 9068 says `at+jwt`, Clerk and Entra send `JWT`. */
  types: z.array(z.string()).min(1).default(['at+jwt', 'jwt']),
  /** The first caller of an unknown organization claim makes the organization and owns it. */
  createOnFirstSignIn: z.boolean().default(false),
});
export type IssuerConfig = z.infer<typeof issuerConfigSchema>;

/** The JSON text of the operator's list; issuers are distinct. */
export const issuersSchema = jsonText
  .pipe(z.array(issuerConfigSchema))
  .refine((issuers) => new Set(issuers.map(({ issuer }) => issuer)).size === issuers.length, 'an issuer is listed twice')
  .default([]);
