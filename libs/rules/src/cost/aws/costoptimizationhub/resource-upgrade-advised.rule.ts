import { awsCostoptimizationhubRecommendationsReader } from '@vitrine/cloud-readers';
import { providerAdviceRule } from '../../../engine/provider-advice.js';

export const awsCostoptimizationhubResourceUpgradeAdvisedRule = providerAdviceRule({
  id: 'aws.costoptimizationhub.resource-upgrade-advised',
  cloud: 'aws',
  title: 'Resource that AWS itself advises to move to a newer type',
  why: 'AWS knows a newer type that does the same for less; where our own rules judge it too, theirs is evidence for ours.',
  verify: 'aws cost-optimization-hub list-recommendations --region us-east-1 --filter resourceIds={resourceId}',
  actionGroup: 'modernise',
  effort: 'Low',
  reader: awsCostoptimizationhubRecommendationsReader,
});
