import { randomBytes } from 'node:crypto';
import type { SimContext } from '../http/cloud-handler.js';
import { TokenBuckets } from '../http/token-bucket.js';
import { expandDirectory, type AzureDirectory } from './azure-directory.js';
import type { AzureEstate } from './azure-estate.js';
import { expandAzure } from './azure-expansion.js';
import type { AzureResource } from './azure-resource.js';
import { rolesOf, type AzureRole } from './azure-roles.js';
import type { KqlRow } from './kql/kql-value.js';

/** What one running simulator knows beyond the declaration. Times are fixed when the first request comes. */
export interface AzureWorld {
  readonly estate: AzureEstate;
  readonly seed: number;
  readonly resources: readonly AzureResource[];
  /** By lower-cased ARM id: Azure ids do not tell letter cases apart. */
  readonly byId: ReadonlyMap<string, AzureResource>;
  readonly directory: AzureDirectory;
  readonly roles: readonly AzureRole[];
  readonly buckets: TokenBuckets;
  /** Signs the access tokens of this run, so that none of another run is taken. */
  readonly tokenKey: Buffer;
  /** Results of the latest queries, so that a page does not cost a walk over the whole estate. */
  readonly queryResults: Map<string, readonly KqlRow[]>;
}

const worlds = new WeakMap<object, AzureWorld>();

/** The world of one running simulator (its request log stands for it); null where the estate has no Azure. */
export function azureWorld({ estate, behaviour, log }: SimContext): AzureWorld | null {
  const known = worlds.get(log);
  if (known !== undefined) return known;
  if (estate.azure === undefined) return null;
  const { azure, seed } = estate;
  const now = behaviour.now();
  const resources = expandAzure(azure, seed, now);
  const world: AzureWorld = {
    estate: azure,
    seed,
    resources,
    byId: new Map(resources.map((resource) => [resource.id.toLowerCase(), resource])),
    directory: expandDirectory(azure, seed, now),
    roles: rolesOf(azure, seed),
    buckets: new TokenBuckets(),
    tokenKey: randomBytes(32),
    queryResults: new Map(),
  };
  worlds.set(log, world);
  return world;
}
