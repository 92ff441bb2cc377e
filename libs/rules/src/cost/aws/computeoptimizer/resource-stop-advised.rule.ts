import { awsComputeoptimizerRecommendationsReader } from '@vitrine/cloud-readers';
import { providerAdviceRule } from '../../../engine/provider-advice.js';

export const awsComputeoptimizerResourceStopAdvisedRule = providerAdviceRule({
  id: 'aws.computeoptimizer.resource-stop-advised',
  cloud: 'aws',
  title: 'Resource that Compute Optimizer advises to stop or delete',
  why: 'Compute Optimizer has watched the resource and found it idle; where our own rules or Cost Optimization Hub say it too, all are one opportunity.',
  verify: 'aws compute-optimizer get-idle-recommendations --region {region} --account-ids {accountId}',
  actionGroup: 'terminate',
  effort: 'Low',
  reader: awsComputeoptimizerRecommendationsReader,
});
