import { z } from 'zod';
import { cloudSchema } from '@vitrine/contracts';

/** Where a cursor reads: an account and region, a subscription, a cloud tenant, a project. `region` is null where the provider reads all at once. */
export const scopeSchema = z.strictObject({ cloud: cloudSchema, accountId: z.string().min(1).max(200), region: z.string().min(1).max(64).nullable() });
export type Scope = z.infer<typeof scopeSchema>;

/** Which scopes of a connection a reader walks. */
export type ScopeKind = 'aws.region' | 'aws.account' | 'azure.subscription' | 'azure.tenant' | 'gcp.project';

/** What a connection's principal can see, found by the plan job. */
export interface Estate {
  readonly cloud: Scope['cloud'];
  /** AWS account, Azure subscriptions, GCP projects. */
  readonly accounts: readonly string[];
  /** AWS regions; empty elsewhere. */
  readonly regions: readonly string[];
  /** Entra tenant id, else null. */
  readonly tenantId: string | null;
}

/** Text form used in rows and on the wire: `aws/123456789012/eu-central-1`, `azure/<subscription>/-`. */
export function scopeText(scope: Scope): string {
  return `${scope.cloud}/${scope.accountId}/${scope.region ?? '-'}`;
}

export function parseScope(text: string): Scope {
  const [cloud, accountId, region] = text.split('/');
  return scopeSchema.parse({ cloud, accountId, region: region === '-' ? null : region });
}

export function scopesOf(kind: ScopeKind, estate: Estate): Scope[] {
  switch (kind) {
    case 'aws.region':
      return estate.accounts.flatMap((accountId) => estate.regions.map((region) => ({ cloud: estate.cloud, accountId, region })));
    case 'aws.account':
    case 'azure.subscription':
    case 'gcp.project':
      return estate.accounts.map((accountId) => ({ cloud: estate.cloud, accountId, region: null }));
    case 'azure.tenant':
      return estate.tenantId === null ? [] : [{ cloud: estate.cloud, accountId: estate.tenantId, region: null }];
  }
}
