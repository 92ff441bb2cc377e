import { randomBytes } from 'node:crypto';
import type { SimContext } from '../http/cloud-handler.js';
import { TokenBuckets } from '../http/token-bucket.js';
import type { QueryAnswer } from './bigquery/query-answer.js';
import type { GcpEstate } from './gcp-estate.js';
import { expandGcp } from './gcp-expansion.js';
import type { GcpResource } from './gcp-resource.js';

/** What one running simulator knows beyond the declaration. Times are fixed when the first request comes. */
export interface GcpWorld {
  readonly estate: GcpEstate;
  readonly seed: number;
  readonly resources: readonly GcpResource[];
  readonly buckets: TokenBuckets;
  /** Signs the access tokens of this run, so that none of another run is taken. */
  readonly tokenKey: Buffer;
  /** Finished BigQuery jobs by id. */
  readonly jobs: Map<string, QueryAnswer>;
}

const worlds = new WeakMap<object, GcpWorld>();

/** The world of one running simulator (its request log stands for it); null where the estate has no Google Cloud. */
export function gcpWorld({ estate, behaviour, log }: SimContext): GcpWorld | null {
  const known = worlds.get(log);
  if (known !== undefined) return known;
  if (estate.gcp === undefined) return null;
  const world: GcpWorld = {
    estate: estate.gcp,
    seed: estate.seed,
    resources: expandGcp(estate.gcp, estate.seed, behaviour.now()),
    buckets: new TokenBuckets(),
    tokenKey: randomBytes(32),
    jobs: new Map(),
  };
  worlds.set(log, world);
  return world;
}
