import { jsonText } from '@vitrine/settings';
import { z } from 'zod';
import { issuerTemplateSchema, type IssuerTemplate } from '../auth/issuer-template.js';
import type { Workload } from './workload.js';

export const ciProviders = ['github', 'gitlab', 'azure-devops'] as const;
export const ciProviderSchema = z.enum(ciProviders, 'unknown-provider');
export type CiProvider = z.infer<typeof ciProviderSchema>;

/** Whose id tokens may be exchanged. */
export interface CiIssuer {
  readonly provider: CiProvider;
  readonly issuer: IssuerTemplate;
}

/** The operator's own, beside the table below: a self-managed GitLab, a GitHub Enterprise Server, an issuer of a test. */
export const ciIssuersSchema = jsonText.pipe(z.array(z.strictObject({ provider: ciProviderSchema, issuer: issuerTemplateSchema }))).default([]);

const PUBLIC: Readonly<Record<CiProvider, string>> = {
  github: 'https://token.actions.githubusercontent.com',
  gitlab: 'https://gitlab.com',
  // One issuer per Azure DevOps organization, by its id.
  'azure-devops': 'https://vstoken.dev.azure.com/{tenant}',
};

/** Azure DevOps lets nobody choose: every id token of a pipeline has this audience. */
const AZURE_DEVOPS_AUDIENCE = 'api://AzureADTokenExchange';

/** The fixed table of issuers. A customer picks from it and adds nothing to it. */
export class CiIssuers {
  readonly #all: readonly CiIssuer[];
  /** Our own, without a slash at its end: the audience wherever the service lets one choose. */
  readonly ourUrl: string;

  constructor(operators: readonly CiIssuer[], publicUrl: string) {
    this.#all = [...ciProviders.map((provider) => ({ provider, issuer: issuerTemplateSchema.parse(PUBLIC[provider]) })), ...operators];
    this.ourUrl = publicUrl.replace(/\/+$/, '');
  }

  /** The service's own issuer, for rules that name none. */
  usual(workload: Workload): string {
    const text = PUBLIC[workload.provider];
    return workload.provider === 'azure-devops' ? text.replace('{tenant}', workload.organizationId) : text;
  }

  /** Whether this is an issuer of the service; `value` is the Azure DevOps organization where the issuer names one. */
  find(provider: CiProvider, issuer: string): { readonly value: string } | 'other' {
    return (
      this.#all
        .filter((each) => each.provider === provider)
        .map((each) => each.issuer.matches(issuer))
        .find((match) => match !== 'other') ?? 'other'
    );
  }

  audienceOf(provider: CiProvider): string {
    return provider === 'azure-devops' ? AZURE_DEVOPS_AUDIENCE : this.ourUrl;
  }
}
