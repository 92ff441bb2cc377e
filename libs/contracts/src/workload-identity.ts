/** The ids of Google's workload identity federation; every URL is made of them here, none is taken. */
export interface WorkloadIdentityProvider {
  readonly projectNumber: string;
  readonly poolId: string;
  readonly providerId: string;
}

/** What Google expects in `aud` where a provider names no other: the provider's own name, so that no other pool's token fits. */
export function workloadIdentityAudience({ projectNumber, poolId, providerId }: WorkloadIdentityProvider): string {
  return `//iam.googleapis.com/projects/${projectNumber}/locations/global/workloadIdentityPools/${poolId}/providers/${providerId}`;
}
