import type { GcpContainerCluster } from '@vitrine/cloud-readers';

/** A GKE cluster as the fixtures of this folder begin. */
export function gkeCluster(more: Partial<GcpContainerCluster> = {}): GcpContainerCluster {
  return {
    name: 'shop',
    selfLink: 'https://container.googleapis.com/v1/projects/acme-prod/locations/europe-west1/clusters/shop',
    location: 'europe-west1',
    status: 'RUNNING',
    createTime: '2026-01-01T00:00:00+00:00',
    currentMasterVersion: '1.31.1-gke.100',
    currentNodeCount: 3,
    autopilot: false,
    channel: 'REGULAR',
    labels: {},
    ...more,
  };
}
