import type { ResourceIdentity } from '../../engine/define-reader.js';
import type { Scope } from '../../engine/scope.js';

/** Who a bucket is: names are unique in all of AWS, and the bill knows a bucket by its bare name alone. */
export function bucketIdentity(scope: Scope, bucket: string): ResourceIdentity {
  return {
    canonicalId: bucket.toLowerCase(),
    resourceId: bucket,
    name: bucket,
    accountId: scope.accountId,
    region: scope.region,
    tags: {},
  };
}
