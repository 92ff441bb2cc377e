import type { GcpEstateDeclaration } from '../gcp/gcp-estate.js';
import type { FederatedTrust } from './demo-azure.estate.js';

export const demoGcpProjectId = 'shop-production';
export const demoGcpAuditorEmail = 'auditor@shop-production.iam.gserviceaccount.com';
export const demoGcpWorkloadIdentity = { projectNumber: '480215937064', pool: 'vitrine', provider: 'vitrine-oidc' } as const;

/** About 120 Google Cloud resources of a small shop: every fault a few times, every trap at least once. */
export function demoGcpEstate(trust?: FederatedTrust, keyOfAuditorPem?: string): GcpEstateDeclaration {
  return {
    currency: 'EUR',
    serviceAccounts: [{ email: demoGcpAuditorEmail, ...(keyOfAuditorPem === undefined ? {} : { publicKeyPem: keyOfAuditorPem }) }],
    workloadIdentities: trust === undefined ? [] : [{ ...demoGcpWorkloadIdentity, ...trust, serviceAccount: demoGcpAuditorEmail }],
    billingExport: { projectId: demoGcpProjectId },
    projects: [
      {
        projectId: demoGcpProjectId,
        projectNumber: demoGcpWorkloadIdentity.projectNumber,
        displayName: 'Shop production',
        resources: [
          { kind: 'instance', name: 'shop-api', count: 12, condition: 'busy', dailyCost: '1.6128', diskDailyCost: '0.0733' },
          { kind: 'instance', name: 'old-worker', count: 4, condition: 'idle', dailyCost: '1.6128', diskDailyCost: '0.0733' },
          {
            kind: 'instance',
            name: 'etl-helper',
            count: 2,
            condition: 'idle',
            dailyCost: '3.2256',
            diskDailyCost: '0.0733',
            zone: 'europe-west4-a',
            machineType: 'e2-standard-4',
          },
          { kind: 'instance', name: 'web-group', count: 2, condition: 'idle-mig', dailyCost: '0.8064', diskDailyCost: '0.0733' },
          { kind: 'instance', name: 'gke-node', count: 2, condition: 'idle-gke', dailyCost: '1.6128', diskDailyCost: '0.0733' },
          { kind: 'instance', name: 'new-host', count: 1, condition: 'idle-young', dailyCost: '1.6128' },
          { kind: 'instance', name: 'silent-box', count: 2, condition: 'no-metrics', dailyCost: '1.6128', diskDailyCost: '0.0733' },
          { kind: 'instance', name: 'flaky-probe', count: 1, condition: 'patchy-metrics', dailyCost: '1.6128' },
          { kind: 'instance', name: 'parked', count: 3, condition: 'stopped', diskDailyCost: '0.3667' },
          { kind: 'instance', name: 'paused', count: 1, condition: 'stopped-recently', diskDailyCost: '0.0733' },
          { kind: 'disk', name: 'left-behind', count: 5, condition: 'unattached', dailyCost: '0.3667' },
          { kind: 'disk', name: 'lab-copy', count: 1, condition: 'unattached', zone: 'europe-west4-a' },
          { kind: 'disk', name: 'just-detached', count: 2, condition: 'unattached-young', dailyCost: '0.3667' },
          { kind: 'disk', name: 'gke-shop', count: 3, condition: 'gke-volume', dailyCost: '0.1833' },
          { kind: 'disk', name: 'claim', count: 2, condition: 'pvc-name', dailyCost: '0.1833' },
          { kind: 'address', name: 'shop-ip', count: 4, condition: 'in-use', dailyCost: '0.1152' },
          { kind: 'address', name: 'unused-ip', count: 4, condition: 'idle', dailyCost: '0.2304' },
          { kind: 'address', name: 'fresh-ip', count: 1, condition: 'idle-young', dailyCost: '0.2304' },
          { kind: 'address', name: 'inner-ip', count: 2, condition: 'internal' },
          { kind: 'address', name: 'nat-auto-ip', count: 1, condition: 'nat-auto', dailyCost: '0.1152' },
          { kind: 'snapshot', name: 'before-move', count: 6, condition: 'stale', dailyCost: '0.0684' },
          { kind: 'snapshot', name: 'weekly', count: 3, condition: 'fresh', dailyCost: '0.0684' },
          { kind: 'snapshot', name: 'kept', count: 2, condition: 'source-exists', dailyCost: '0.0684' },
          { kind: 'snapshot', name: 'planned', count: 3, condition: 'scheduled', dailyCost: '0.0684' },
          { kind: 'image', name: 'golden-2023', count: 3, condition: 'idle', dailyCost: '0.0335' },
          { kind: 'image', name: 'golden-new', count: 1, condition: 'young', dailyCost: '0.0335' },
          { kind: 'image', name: 'golden-live', count: 1, condition: 'in-use', dailyCost: '0.0335' },
          { kind: 'image', name: 'golden-template', count: 1, condition: 'in-template', dailyCost: '0.0335' },
        ],
      },
    ],
  };
}
