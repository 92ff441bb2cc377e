import { awsComputeoptimizerRecommendationsReader } from '@vitrine/cloud-readers';
import { providerAdviceRule } from '../../../engine/provider-advice.js';

export const awsComputeoptimizerResourceResizeAdvisedRule = providerAdviceRule({
  id: 'aws.computeoptimizer.resource-resize-advised',
  cloud: 'aws',
  title: 'Resource that Compute Optimizer advises to make smaller',
  why: 'Compute Optimizer has watched the machine, volume, function, database, service of ECS or scaling group and found it too large; where our own rules or Cost Optimization Hub say it too, all are one opportunity. The command asks about volumes; of the others get-ec2-instance-recommendations, get-lambda-function-recommendations, get-rds-database-recommendations, get-ecs-service-recommendations and get-auto-scaling-group-recommendations tell.',
  verify: 'aws compute-optimizer get-ebs-volume-recommendations --region {region} --account-ids {accountId} --filters name=Finding,values=NotOptimized',
  actionGroup: 'resize',
  effort: 'Medium',
  reader: awsComputeoptimizerRecommendationsReader,
});
