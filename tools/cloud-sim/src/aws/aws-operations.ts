import type { AwsOperation } from './aws-operation.js';
import { CLOUDWATCH_OPERATIONS } from './cloudwatch/cloudwatch.operations.js';
import { COST_EXPLORER_OPERATIONS } from './cost-explorer/cost-explorer.operations.js';
import { HUB_OPERATIONS } from './cost-optimization-hub/hub.operations.js';
import { OPTIMIZER_OPERATIONS } from './compute-optimizer/optimizer.operations.js';
import { DYNAMODB_OPERATIONS } from './dynamodb/dynamodb.operations.js';
import { EC2_OPERATIONS } from './ec2/ec2.operations.js';
import { ELASTICACHE_OPERATIONS } from './elasticache/elasticache.operations.js';
import { ELB_OPERATIONS } from './elb/elb.operations.js';
import { EKS_OPERATIONS } from './eks/eks.operations.js';
import { LAMBDA_OPERATIONS } from './lambda/lambda.operations.js';
import { OPENSEARCH_OPERATIONS } from './opensearch/opensearch.operations.js';
import { BUCKET_OPERATIONS } from './s3/bucket.operations.js';
import { FSX_OPERATIONS } from './fsx/fsx.operations.js';
import { IAM_OPERATIONS } from './iam/iam.operations.js';
import { LOGS_OPERATIONS } from './logs/logs.operations.js';
import { PRICING_OPERATIONS } from './pricing/pricing.operations.js';
import { RDS_OPERATIONS } from './rds/rds.operations.js';
import { REDSHIFT_OPERATIONS } from './redshift/redshift.operations.js';
import { S3_OPERATIONS } from './s3/s3.operations.js';
import { SAGEMAKER_OPERATIONS } from './sagemaker/sagemaker.operations.js';
import { SECRETS_MANAGER_OPERATIONS } from './secrets/secrets-manager.operations.js';
import { STS_OPERATIONS } from './sts/sts.operations.js';
import { WORKSPACES_OPERATIONS } from './workspaces/workspaces.operations.js';

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
  ...RDS_OPERATIONS,
  ...ELASTICACHE_OPERATIONS,
  ...REDSHIFT_OPERATIONS,
  ...LOGS_OPERATIONS,
  ...DYNAMODB_OPERATIONS,
  ...SAGEMAKER_OPERATIONS,
  ...FSX_OPERATIONS,
  ...WORKSPACES_OPERATIONS,
  ...SECRETS_MANAGER_OPERATIONS,
  ...BUCKET_OPERATIONS,
  ...LAMBDA_OPERATIONS,
  ...OPENSEARCH_OPERATIONS,
  ...EKS_OPERATIONS,
  ...HUB_OPERATIONS,
  ...OPTIMIZER_OPERATIONS,
];
