import type { AwsOperation } from './aws-operation.js';
import { CLOUDWATCH_OPERATIONS } from './cloudwatch/cloudwatch.operations.js';
import { COST_EXPLORER_OPERATIONS } from './cost-explorer/cost-explorer.operations.js';
import { EC2_OPERATIONS } from './ec2/ec2.operations.js';
import { ELB_OPERATIONS } from './elb/elb.operations.js';
import { IAM_OPERATIONS } from './iam/iam.operations.js';
import { PRICING_OPERATIONS } from './pricing/pricing.operations.js';
import { S3_OPERATIONS } from './s3/s3.operations.js';
import { SECRETS_MANAGER_OPERATIONS } from './secrets/secrets-manager.operations.js';
import { STS_OPERATIONS } from './sts/sts.operations.js';

/** Every operation that the simulated AWS knows; any other is InvalidAction and logged as unknown. */
export const AWS_OPERATIONS: readonly AwsOperation[] = [
  ...STS_OPERATIONS,
  ...EC2_OPERATIONS,
  ...ELB_OPERATIONS,
  ...CLOUDWATCH_OPERATIONS,
  ...IAM_OPERATIONS,
  ...COST_EXPLORER_OPERATIONS,
  ...PRICING_OPERATIONS,
  ...S3_OPERATIONS,
  ...SECRETS_MANAGER_OPERATIONS,
];
