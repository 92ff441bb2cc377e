import { jsonText } from '@vitrine/settings';
import { z } from 'zod';
import { issuerTemplateSchema, type IssuerTemplate } from '../auth/issuer-template.js';

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

const PUBLIC: readonly CiIssuer[] = [
  { provider: 'github', issuer: issuerTemplateSchema.parse('https://token.actions.githubusercontent.com') },
  { provider: 'gitlab', issuer: issuerTemplateSchema.parse('https://gitlab.com') },
  // One issuer per Azure DevOps organization, by its id.
  { provider: 'azure-devops', issuer: issuerTemplateSchema.parse('https://vstoken.dev.azure.com/{tenant}') },
];

/** Azure DevOps lets nobody choose: every id token of a pipeline has this audience. */
const AZURE_DEVOPS_AUDIENCE = 'api://AzureADTokenExchange';

/** The fixed table of issuers. A customer picks from it and adds nothing to it. */
export class CiIssuers {
  readonly #all: readonly CiIssuer[];
  readonly #url: string;

  /** @param publicUrl our own, which is the audience wherever the service lets one choose */
  constructor(operators: readonly CiIssuer[], publicUrl: string) {
    this.#all = [...PUBLIC, ...operators];
    this.#url = publicUrl.replace(/\/+$/, '');
  }

  /** The service's own issuer, for rules that name none. */
  usual(provider: CiProvider, azureDevOpsOrganization: string): string {
    switch (provider) {
      case 'github':
        return 'https://token.actions.githubusercontent.com';
      case 'gitlab':
        return 'https://gitlab.com';
      case 'azure-devops':
        return `https://vstoken.dev.azure.com/${azureDevOpsOrganization}`;
      default:
        return provider satisfies never;
    }
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
    return provider === 'azure-devops' ? AZURE_DEVOPS_AUDIENCE : this.#url;
  }
}
