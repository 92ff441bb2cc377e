import type { AzureNetworkApplicationGateway } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { armCase } from '../../../testing/arm-case.js';

const gateway = (more: Partial<AzureNetworkApplicationGateway> = {}): AzureNetworkApplicationGateway => ({
  ...armCase('Microsoft.Network/applicationGateways', 'edge-001'),
  skuTier: 'Standard_v2',
  operationalState: 'Running',
  backendMembers: 0,
  rules: 2,
  redirects: 1,
  ...more,
});

export const azureNetworkApplicationGatewayNoBackendFixture: RuleFixture<AzureNetworkApplicationGateway> = {
  fail: [
    { title: 'nothing behind it', item: gateway(), facts: { backendMembers: 0 } },
    { title: 'nothing behind it and no rule', item: gateway({ rules: 0, redirects: 0 }) },
  ],
  pass: [
    { title: 'machines behind it', item: gateway({ backendMembers: 3 }) },
    { title: 'only redirects, which need no back end', item: gateway({ rules: 2, redirects: 2 }) },
  ],
  notApplicable: [
    { title: 'the ingress controller of AKS rewrites its pools', item: gateway({ tags: { 'managed-by-k8s-ingress': '1.7.2' } }), because: /ingress/ },
    { title: 'stopped', item: gateway({ operationalState: 'Stopped' }), because: /stopped/ },
  ],
  undetermined: [],
};
