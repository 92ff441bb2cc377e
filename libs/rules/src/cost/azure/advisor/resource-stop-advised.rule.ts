import { azureAdvisorRecommendationsReader } from '@vitrine/cloud-readers';
import { providerAdviceRule } from '../../../engine/provider-advice.js';

export const azureAdvisorResourceStopAdvisedRule = providerAdviceRule({
  id: 'azure.advisor.resource-stop-advised',
  cloud: 'azure',
  title: 'Resource that Azure Advisor advises to deallocate or delete',
  why: 'Azure has watched the resource and found it idle; where our own rules judge it too, its advice is evidence for ours.',
  verify: 'az advisor recommendation list --category Cost --query "[].[impactedValue,shortDescription.solution,extendedProperties]"',
  actionGroup: 'terminate',
  effort: 'Low',
  reader: azureAdvisorRecommendationsReader,
});
