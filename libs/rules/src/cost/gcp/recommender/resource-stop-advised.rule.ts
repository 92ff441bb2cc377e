import { gcpRecommenderRecommendationsReader } from '@vitrine/cloud-readers';
import { providerAdviceRule } from '../../../engine/provider-advice.js';

export const gcpRecommenderResourceStopAdvisedRule = providerAdviceRule({
  id: 'gcp.recommender.resource-stop-advised',
  cloud: 'gcp',
  title: 'Resource that Google advises to stop or delete',
  why: 'Google has watched the machine, disk, address or image and found it idle; where our own rules judge it too, its advice is evidence for ours. The command asks about machines; for others put disk, address or image where it says instance.',
  verify: 'gcloud recommender recommendations list --project {accountId} --location {region} --recommender google.compute.instance.IdleResourceRecommender',
  actionGroup: 'terminate',
  effort: 'Low',
  reader: gcpRecommenderRecommendationsReader,
});
