import type { JsonObject } from '../../http/json-answer.js';
import type { GcpGroupOf } from '../gcp-estate.js';
import { billOf, COMPUTE, gcpResource, memberName, regionOf, type GcpExpansion, type GcpResource } from '../gcp-resource.js';
import { serviceSkus } from '../gcp-skus.js';

type ForwardingRule = GcpGroupOf<'forwarding-rule'>;
type VpnGateway = GcpGroupOf<'vpn-gateway'>;

const YOUNG_DAYS = 6;

/** Expands a group of regional forwarding rules, each followed by the backend service or target pool that it leads to. */
export function expandForwardingRules(expansion: GcpExpansion<ForwardingRule>): GcpResource[] {
  const { group, project } = expansion;
  const scope = `regions/${regionOf(group.zone)}`;
  const region = `${COMPUTE}/projects/${project.projectId}/${scope}`;
  const ageDays = group.condition === 'young' ? Math.min(group.ageDays, YOUNG_DAYS) : group.ageDays;
  return Array.from({ length: group.count }, (_, ordinal) => {
    const name = memberName(group.name, ordinal);
    const rule = gcpResource(expansion, {
      collection: 'forwardingRules',
      name,
      ordinal,
      ageDays,
      scope,
      status: '',
      body: {
        IPAddress: `198.51.100.${String((ordinal % 250) + 1)}`,
        IPProtocol: 'TCP',
        portRange: '443-443',
        loadBalancingScheme: 'EXTERNAL',
        networkTier: 'PREMIUM',
        ...leadsTo(group.condition, region, name),
      },
      bill: billOf(group.dailyCost, group.billedDays, ageDays, serviceSkus.forwardingRule),
      fault: group.condition === 'no-backend' || group.condition === 'no-instance' ? 'gcp-forwarding-rule-no-backend' : null,
    });
    return [rule, ...behind(expansion, name, ordinal, ageDays)];
  }).flat();
}

function leadsTo(condition: ForwardingRule['condition'], region: string, name: string): JsonObject {
  switch (condition) {
    case 'no-instance':
      return { target: `${region}/targetPools/${name}-pool` };
    case 'proxied':
      return { target: `${region}/targetHttpProxies/${name}-proxy`, loadBalancingScheme: 'EXTERNAL_MANAGED' };
    case 'private-service-connect':
      return { target: 'https://www.googleapis.com/compute/v1/projects/partner/regions/europe-west1/serviceAttachments/db', pscConnectionId: '4242424242' };
    case 'vpn':
      return { target: `${region}/targetVpnGateways/${name}-gateway` };
    case 'gke':
      return { description: '{"kubernetes.io/service-name":"shop/web"}', backendService: `${region}/backendServices/${name}-service` };
    default:
      return { backendService: `${region}/backendServices/${name}-service` };
  }
}

function behind(expansion: GcpExpansion<ForwardingRule>, name: string, ordinal: number, ageDays: number): GcpResource[] {
  const { group, project } = expansion;
  const scope = `regions/${regionOf(group.zone)}`;
  const common = { ordinal, ageDays, scope, status: '', bill: null };
  const instanceGroup = `${COMPUTE}/projects/${project.projectId}/zones/${group.zone}/instanceGroups/${name}`;
  switch (group.condition) {
    case 'no-instance':
      return [gcpResource(expansion, { ...common, collection: 'targetPools', name: `${name}-pool`, body: { sessionAffinity: 'NONE' } })];
    case 'served':
      return [service(expansion, `${name}-service`, common, { backends: [{ group: instanceGroup, balancingMode: 'CONNECTION' }] })];
    case 'no-backend':
    case 'young':
    case 'gke':
      return [service(expansion, `${name}-service`, common, {})];
    case 'proxied':
    case 'private-service-connect':
    case 'vpn':
    case 'dangling':
      return [];
    default:
      return group.condition satisfies never;
  }
}

type Common = { readonly ordinal: number; readonly ageDays: number; readonly scope: string; readonly status: string; readonly bill: null };

function service(expansion: GcpExpansion<ForwardingRule>, name: string, common: Common, body: JsonObject): GcpResource {
  return gcpResource(expansion, {
    ...common,
    collection: 'backendServices',
    name,
    body: { protocol: 'TCP', loadBalancingScheme: 'EXTERNAL', timeoutSec: 30, ...body },
  });
}

/** Expands a group of classic VPN gateways. */
export function expandVpnGateways(expansion: GcpExpansion<VpnGateway>): GcpResource[] {
  const { group, project } = expansion;
  const scope = `regions/${regionOf(group.zone)}`;
  const ageDays = group.condition === 'young' ? Math.min(group.ageDays, YOUNG_DAYS) : group.ageDays;
  return Array.from({ length: group.count }, (_, ordinal) => {
    const name = memberName(group.name, ordinal);
    return gcpResource(expansion, {
      collection: 'targetVpnGateways',
      name,
      ordinal,
      ageDays,
      scope,
      status: 'READY',
      body: {
        network: `${COMPUTE}/projects/${project.projectId}/global/networks/default`,
        ...(group.condition === 'tunnel' ? { tunnels: [`${COMPUTE}/projects/${project.projectId}/${scope}/vpnTunnels/${name}-tunnel`] } : {}),
      },
      bill: billOf(group.dailyCost, group.billedDays, ageDays, serviceSkus.vpnGateway),
      fault: group.condition === 'no-tunnel' ? 'gcp-vpn-gateway-no-tunnel' : null,
    });
  });
}
