import { constantly, gcpMetrics, type GcpMeasure } from '../gcp-measure.js';
import type { GcpFault } from '../gcp-conditions.js';
import type { GcpGroupOf } from '../gcp-estate.js';
import { billOf, daysBefore, memberName, regionOf, type GcpExpansion, type GcpResource } from '../gcp-resource.js';
import { gcpServices, serviceSkus } from '../gcp-skus.js';
import { numericIdOf, serviceResource } from '../services/service-resource.js';

type Cluster = GcpGroupOf<'cluster'>;
type Endpoint = GcpGroupOf<'endpoint'>;

const YOUNG_DAYS = 6;
const isYoung = (condition: string): boolean => condition.endsWith('-young');

const clusterFaults: Partial<Record<Cluster['condition'], GcpFault>> = {
  idle: 'gcp-gke-cluster-idle',
  'no-node': 'gcp-gke-cluster-no-node',
  extended: 'gcp-gke-extended-support',
};

/** Expands a group of regional GKE clusters; their nodes are not declared. */
export function expandClusters(expansion: GcpExpansion<Cluster>): GcpResource[] {
  const { group, project, now } = expansion;
  const ageDays = isYoung(group.condition) ? Math.min(group.ageDays, YOUNG_DAYS) : group.ageDays;
  const location = regionOf(group.zone);
  const nodes = group.condition.startsWith('no-node') || group.condition === 'composer' ? 0 : group.nodes;
  const support = billOf(group.supportDailyCost, group.billedDays, ageDays, serviceSkus.clusterSupport);
  const labels = group.condition === 'composer' ? { 'goog-composer-environment': 'etl' } : {};
  return Array.from({ length: group.count }, (_, ordinal) => {
    const name = memberName(group.name, ordinal);
    const path = `projects/${project.projectId}/locations/${location}/clusters/${name}`;
    return serviceResource(expansion, ordinal, {
      collection: 'clusters',
      service: gcpServices.kubernetes,
      fullName: `//container.googleapis.com/${path}`,
      assetType: 'container.googleapis.com/Cluster',
      name,
      location,
      ageDays,
      status: 'RUNNING',
      labels,
      body: {
        name,
        location,
        zone: location,
        status: group.condition === 'stopping' ? 'STOPPING' : 'RUNNING',
        createTime: daysBefore(now, ageDays)
          .toISOString()
          .replace(/\.\d+Z$/, '+00:00'),
        currentMasterVersion: group.condition === 'extended' ? '1.28.5-gke.100' : '1.31.1-gke.100',
        ...(nodes === 0 ? {} : { currentNodeCount: nodes }),
        ...(group.condition === 'autopilot' ? { autopilot: { enabled: true } } : {}),
        releaseChannel: { channel: group.condition.startsWith('extended') ? 'EXTENDED' : 'REGULAR' },
        resourceLabels: { ...group.labels, ...labels },
        selfLink: `https://container.googleapis.com/v1/${path}`,
      },
      bills: [billOf(group.dailyCost, group.billedDays, ageDays, serviceSkus.clusterFee), support],
      ...(group.condition === 'extended' ? { faultBills: [support] } : {}),
      measures: nodes === 0 || group.condition === 'autopilot' ? [] : nodeMeasures(expansion, name, ageDays),
      fault: clusterFaults[group.condition] ?? null,
    });
  });
}

/** One series a node; in a cluster that is used only one of them is. */
function nodeMeasures({ group, project, now }: GcpExpansion<Cluster>, name: string, ageDays: number): GcpMeasure[] {
  if (group.condition === 'no-metrics') return [];
  return Array.from({ length: group.nodes }, (_, node) => ({
    metric: gcpMetrics.nodeCpu,
    resourceType: 'k8s_node',
    resourceLabels: { project_id: project.projectId, location: regionOf(group.zone), cluster_name: name, node_name: `${name}-node-${String(node)}` },
    metricLabels: {},
    since: daysBefore(now, ageDays),
    during: constantly(['used', 'extended', 'extended-current'].includes(group.condition) && node === 0 ? 0.6 : 0.05),
  }));
}

/** Expands a group of Vertex AI endpoints, each with one model unless it has none. */
export function expandEndpoints(expansion: GcpExpansion<Endpoint>): GcpResource[] {
  const { group, project, now } = expansion;
  const location = regionOf(group.zone);
  const heldDays = group.condition === 'idle-young' ? Math.min(group.ageDays, YOUNG_DAYS) : group.ageDays;
  const resources =
    group.condition === 'automatic'
      ? { automaticResources: { minReplicaCount: 1, maxReplicaCount: 2 } }
      : { dedicatedResources: { machineSpec: { machineType: 'n1-standard-4' }, minReplicaCount: 1, maxReplicaCount: 1 } };
  return Array.from({ length: group.count }, (_, ordinal) => {
    const endpointId = numericIdOf(expansion, 'endpoints', ordinal);
    const path = `projects/${project.projectNumber}/locations/${location}/endpoints/${endpointId}`;
    const model = { id: '1', createTime: daysBefore(now, heldDays).toISOString(), ...resources };
    return serviceResource(expansion, ordinal, {
      collection: 'endpoints',
      service: gcpServices.vertex,
      fullName: `//aiplatform.googleapis.com/${path}`,
      assetType: 'aiplatform.googleapis.com/Endpoint',
      name: memberName(group.name, ordinal),
      location,
      ageDays: group.ageDays,
      status: '',
      body: { name: path, displayName: memberName(group.name, ordinal), ...(group.condition === 'no-model' ? {} : { deployedModels: [model] }) },
      bills: [group.condition === 'no-model' ? null : billOf(group.dailyCost, group.billedDays, heldDays, serviceSkus.endpointNode)],
      measures:
        group.condition === 'no-metrics' || group.condition === 'no-model'
          ? []
          : [
              {
                metric: gcpMetrics.predictions,
                resourceType: 'aiplatform.googleapis.com/Endpoint',
                resourceLabels: { resource_container: project.projectNumber, location, endpoint_id: endpointId },
                metricLabels: { deployed_model_id: '1' },
                since: daysBefore(now, heldDays),
                during: constantly(group.condition === 'called' ? 40 : 0),
              },
            ],
      fault: group.condition === 'idle' ? 'gcp-vertex-endpoint-idle' : null,
    });
  });
}
