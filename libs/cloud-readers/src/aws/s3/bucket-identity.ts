import type { ResourceIdentity } from '../../engine/define-reader.js';
import type { Scope } from '../../engine/scope.js';

/** Who a bucket is. Its bill names it by its bare name, which is the ARN's last part. */
export function bucketIdentity(scope: Scope, bucket: string): ResourceIdentity {
  return {
    canonicalId: `arn:aws:s3:::${bucket}`.toLowerCase(),
    resourceId: bucket,
    name: bucket,
    accountId: scope.accountId,
    region: scope.region,
    tags: {},
  };
}
