import { jsonText } from '@vitrine/settings';
import { z } from 'zod';
import type { IssuerConfig } from './issuer-config.js';
import { issuerTemplateSchema, type IssuerTemplate } from './issuer-template.js';

export const pinKindSchema = z.enum(['entra', 'oidc']);
export type PinKind = z.infer<typeof pinKindSchema>;

/** A family of issuers of which organizations may pin one. */
export interface PinnableFamily {
  readonly kind: PinKind;
  readonly issuer: IssuerTemplate;
  /** The claim by which its tokens name the organization. */
  readonly organizationClaim: string;
}

/** The operator's, beside Entra and the issuers that he configured anyway: `[{"issuer":"https://{label}.clerk.accounts.dev","organizationClaim":"org_id"}]`. */
export const pinnableIssuersSchema = jsonText
  .pipe(
    z.array(
      z.strictObject({
        kind: pinKindSchema.default('oidc'),
        issuer: issuerTemplateSchema,
        organizationClaim: z
          .string()
          .regex(/^[A-Za-z0-9_.:/-]{1,100}$/)
          .default('org_id'),
      }),
    ),
  )
  .default([]);

/** Entra by tenant id; never `common`, which is every tenant, and never the v1 issuer. */
const ENTRA: PinnableFamily = {
  kind: 'entra',
  issuer: issuerTemplateSchema.parse('https://login.microsoftonline.com/{tenant}/v2.0'),
  organizationClaim: 'tid',
};

export interface PinnableIssuer {
  readonly kind: PinKind;
  readonly organizationClaim: string;
  /** What the issuer itself says of the tenant; `any` where it says nothing. */
  readonly tenant: string | 'any';
}

/** Which issuers an organization may pin. Attack: SSRF, and an issuer of the attacker's own: what a customer sends never chooses a host. */
export class PinnableIssuers {
  readonly #families: readonly PinnableFamily[];

  constructor(operators: readonly PinnableFamily[], configured: readonly IssuerConfig[]) {
    const exact = configured.map(({ issuer, organizationClaim }): PinnableFamily => ({
      kind: 'oidc',
      issuer: { text: issuer, matches: (other) => (other === issuer ? { value: '' } : 'other') },
      organizationClaim,
    }));
    this.#families = [ENTRA, ...operators, ...exact];
  }

  find(issuer: string): PinnableIssuer | 'other' {
    for (const family of this.#families) {
      const match = family.issuer.matches(issuer);
      if (match === 'other') continue;
      // A host's label is not what its tokens call the organization.
      const tenant = family.kind === 'entra' && match.value !== '' ? match.value : 'any';
      return { kind: family.kind, organizationClaim: family.organizationClaim, tenant };
    }
    return 'other';
  }

  /** As the organization's admins are shown them. */
  get texts(): readonly string[] {
    return this.#families.map(({ issuer }) => issuer.text);
  }
}
