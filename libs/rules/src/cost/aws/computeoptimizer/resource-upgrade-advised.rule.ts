import { awsComputeoptimizerRecommendationsReader } from '@vitrine/cloud-readers';
import { providerAdviceRule } from '../../../engine/provider-advice.js';

export const awsComputeoptimizerResourceUpgradeAdvisedRule = providerAdviceRule({
  id: 'aws.computeoptimizer.resource-upgrade-advised',
  cloud: 'aws',
  title: 'Resource that Compute Optimizer advises to move to a newer type',
  why: 'Compute Optimizer knows a newer type of volume that does the same for less; where our own rules or Cost Optimization Hub say it too, all are one opportunity.',
  verify: 'aws compute-optimizer get-ebs-volume-recommendations --region {region} --account-ids {accountId} --filters name=Finding,values=NotOptimized',
  actionGroup: 'modernise',
  effort: 'Low',
  reader: awsComputeoptimizerRecommendationsReader,
});
