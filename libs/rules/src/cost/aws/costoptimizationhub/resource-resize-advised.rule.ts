import { awsCostoptimizationhubRecommendationsReader } from '@vitrine/cloud-readers';
import { providerAdviceRule } from '../../../engine/provider-advice.js';

export const awsCostoptimizationhubResourceResizeAdvisedRule = providerAdviceRule({
  id: 'aws.costoptimizationhub.resource-resize-advised',
  cloud: 'aws',
  title: 'Resource that AWS itself advises to make smaller',
  why: 'AWS has watched the resource and found it too large; where our own rules judge it too, theirs is evidence for ours.',
  verify: 'aws cost-optimization-hub list-recommendations --region us-east-1 --filter resourceIds={resourceId}',
  actionGroup: 'resize',
  effort: 'Medium',
  reader: awsCostoptimizationhubRecommendationsReader,
});
