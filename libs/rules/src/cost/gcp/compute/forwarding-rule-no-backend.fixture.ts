import type { GcpComputeBackendService, GcpComputeForwardingRule, GcpComputeTargetPool } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const region = 'https://www.googleapis.com/compute/v1/projects/acme-prod/regions/europe-west1';
const service = (name: string, backends: number): GcpComputeBackendService => ({
  selfLink: `${region}/backendServices/${name}`,
  name,
  region: 'europe-west1',
  backends,
});
const pool = (name: string, instances: number): GcpComputeTargetPool => ({
  selfLink: `${region}/targetPools/${name}`,
  name,
  region: 'europe-west1',
  instances,
});
const rule = (more: Partial<GcpComputeForwardingRule> = {}): GcpComputeForwardingRule => ({
  id: '5234567890123456789',
  selfLink: `${region}/forwardingRules/front`,
  name: 'front',
  creationTimestamp: '2026-01-01T00:00:00.000-07:00',
  region: 'europe-west1',
  address: '192.0.2.9',
  loadBalancingScheme: 'EXTERNAL',
  target: null,
  backendService: `${region}/backendServices/web`,
  privateServiceConnect: false,
  description: null,
  labels: {},
  ...more,
});
const toPool = { backendService: null, target: `${region}/targetPools/old` };

export const gcpComputeForwardingRuleNoBackendFixture: RuleFixture<GcpComputeForwardingRule> = {
  fail: [
    { title: 'backend service without a backend', item: rule(), lookups: { services: [service('web', 0)] }, facts: { backends: 0 } },
    { title: 'target pool without a machine', item: rule(toPool), lookups: { pools: [pool('old', 0)] }, facts: { backends: 0 } },
    {
      title: 'internal balancer: its forwarding rule is billed as well',
      item: rule({ loadBalancingScheme: 'INTERNAL' }),
      lookups: { services: [service('web', 0)] },
    },
  ],
  pass: [
    { title: 'backend service with a group', item: rule(), lookups: { services: [service('web', 1)] } },
    { title: 'target pool with machines', item: rule(toPool), lookups: { pools: [pool('old', 2)] } },
    { title: 'made last week: its backends may be on the way', item: rule({ creationTimestamp: '2026-11-15T00:00:00.000-07:00' }) },
  ],
  notApplicable: [
    { title: 'routed by a proxy', item: rule({ backendService: null, target: `${region}/targetHttpProxies/p` }), because: /URL map/ },
    { title: 'part of a VPN gateway', item: rule({ backendService: null, target: `${region}/targetVpnGateways/g` }), because: /VPN/ },
    { title: 'Private Service Connect', item: rule({ privateServiceConnect: true }), because: /Private Service Connect/ },
    {
      title: 'service of another project, which this connection may not see',
      item: rule({ backendService: 'https://www.googleapis.com/compute/v1/projects/host/regions/europe-west1/backendServices/web' }),
      because: /another project/,
    },
    { title: 'no target at all', item: rule({ backendService: null }), because: /no target/ },
    {
      title: 'balancer of a GKE service that is scaled to zero',
      item: rule({ description: '{"kubernetes.io/service-name":"shop/web"}' }),
      because: /Kubernetes/,
    },
  ],
  undetermined: [
    { title: 'names a service that was not listed: it may have gone meanwhile', item: rule(), reason: 'unavailable' },
    { title: 'times that are none', item: rule({ creationTimestamp: '' }), reason: 'unparsable' },
  ],
};
