import { gcpRecommenderRecommendationsReader } from '@vitrine/cloud-readers';
import { providerAdviceRule } from '../../../engine/provider-advice.js';

export const gcpRecommenderResourceResizeAdvisedRule = providerAdviceRule({
  id: 'gcp.recommender.resource-resize-advised',
  cloud: 'gcp',
  title: 'Machine that Google advises to make smaller',
  why: 'Google has watched the machine and found it too large; where our own rules judge it too, its advice is evidence for ours.',
  verify: 'gcloud recommender recommendations list --project {accountId} --location {region} --recommender google.compute.instance.MachineTypeRecommender',
  actionGroup: 'resize',
  effort: 'Medium',
  reader: gcpRecommenderRecommendationsReader,
});
