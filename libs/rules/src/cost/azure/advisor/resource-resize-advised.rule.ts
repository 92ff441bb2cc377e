import { azureAdvisorRecommendationsReader } from '@vitrine/cloud-readers';
import { providerAdviceRule } from '../../../engine/provider-advice.js';

export const azureAdvisorResourceResizeAdvisedRule = providerAdviceRule({
  id: 'azure.advisor.resource-resize-advised',
  cloud: 'azure',
  title: 'Resource that Azure Advisor advises to make smaller',
  why: 'Azure has watched the resource and found it too large; where our own rules judge it too, its advice is evidence for ours.',
  verify: 'az advisor recommendation list --category Cost --query "[].[impactedValue,shortDescription.solution,extendedProperties]"',
  actionGroup: 'resize',
  effort: 'Medium',
  reader: azureAdvisorRecommendationsReader,
});
