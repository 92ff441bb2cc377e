import { type AzureNetworkApplicationGateway, azureNetworkApplicationGatewaysReader } from '@vitrine/cloud-readers';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';

export const azureNetworkApplicationGatewayNoBackendRule = defineRule<AzureNetworkApplicationGateway>({
  id: 'azure.network.application-gateway-no-backend',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'Application gateway without a back end',
  why: 'A running application gateway is billed by the hour, also when nothing stands behind it that could answer.',
  verify: 'az network application-gateway show --ids {resourceId} --query "[operationalState,backendAddressPools[].backendAddresses]"',
  remedy: {
    steps: ['Check that no deployment is about to fill the pools.', 'Stop the gateway, which ends its hourly price, and watch for a week.', 'Delete it.'],
    rollback: 'Start the stopped gateway; after deletion create it from its exported template.',
  },
  severity: 'high',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: azureNetworkApplicationGatewaysReader },
  lookups: {},
  metrics: {},
  defaults: {},
  evaluate({ item }) {
    if (Object.keys(item.tags).some((tag) => /^(managed-by-k8s-ingress|ingress-for-aks-cluster-id)$/i.test(tag)))
      return { verdict: 'not_applicable', because: 'its pools are written by the ingress controller of a cluster' };
    if (item.operationalState?.toLowerCase() === 'stopped') return { verdict: 'not_applicable', because: 'stopped: not billed by the hour' };
    if (item.backendMembers > 0) return { verdict: 'pass' };
    if (item.rules > 0 && item.redirects === item.rules) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { skuTier: item.skuTier, operationalState: item.operationalState, backendMembers: 0, rules: item.rules, redirects: item.redirects },
      window: null,
      formula: formula('no address and no interface in any back-end pool, and not every rule is a redirect'),
      assumptions: ['The state at the time of the audit is judged; severity stays at most medium until two audits 24 hours apart have seen it.'],
      cost: { kind: 'whole', list: [] },
    };
  },
});
