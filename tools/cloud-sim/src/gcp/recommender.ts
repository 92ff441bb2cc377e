import type { SimResponse } from '../http/cloud-handler.js';
import { jsonAnswer } from '../http/json-answer.js';
import { identify, refusal, throttled, type GcpCall } from './gcp-call.js';

const CALLS_PER_MINUTE = 100;

/** Which permission opens the advice of a recommender. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  'google.compute.disk.IdleResourceRecommender': 'recommender.computeDiskIdleResourceRecommendations.list',
  'google.compute.address.IdleResourceRecommender': 'recommender.computeAddressIdleResourceRecommendations.list',
  'google.compute.image.IdleResourceRecommender': 'recommender.computeImageIdleResourceRecommendations.list',
  'google.compute.instance.IdleResourceRecommender': 'recommender.computeInstanceIdleResourceRecommendations.list',
  'google.compute.instance.MachineTypeRecommender': 'recommender.computeInstanceMachineTypeRecommendations.list',
  'google.compute.commitment.UsageCommitmentRecommender': 'recommender.usageCommitmentRecommendations.list',
};

/** Answers `GET …/recommenders/{id}/recommendations`: this organization gets no advice, which is a list without members. Null for another path. */
export function recommender(call: GcpCall): SimResponse | null {
  const [, scope, id] =
    /^\/v1\/((?:projects|folders|organizations|billingAccounts)\/[^/]+)\/locations\/[^/]+\/recommenders\/([^/]+)\/recommendations$/.exec(call.path) ?? [];
  if (scope === undefined || id === undefined || call.request.method !== 'GET') return null;
  identify(call, 'recommender.projects.locations.recommenders.recommendations.list', 'read');
  const denied = refusal(call, PERMISSIONS[id] ?? 'recommender.recommendations.list', scope);
  if (denied !== null) return denied;
  return (
    throttled(call, 'recommender.googleapis.com', 'Read requests', CALLS_PER_MINUTE, `organizations/${call.world.estate.organizationId}`) ?? jsonAnswer(200, {})
  );
}
