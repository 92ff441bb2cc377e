import { awsCostoptimizationhubRecommendationsReader } from '@vitrine/cloud-readers';
import { providerAdviceRule } from '../../../engine/provider-advice.js';

export const awsCostoptimizationhubResourceStopAdvisedRule = providerAdviceRule({
  id: 'aws.costoptimizationhub.resource-stop-advised',
  cloud: 'aws',
  title: 'Resource that AWS itself advises to stop or delete',
  why: 'AWS has watched the resource and found it idle; where our own rules judge it too, theirs is evidence for ours.',
  verify: 'aws cost-optimization-hub list-recommendations --region us-east-1 --filter resourceIds={resourceId}',
  actionGroup: 'terminate',
  effort: 'Low',
  reader: awsCostoptimizationhubRecommendationsReader,
});
