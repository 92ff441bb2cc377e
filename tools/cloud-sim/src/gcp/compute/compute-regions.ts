import type { SimResponse } from '../../http/cloud-handler.js';
import { jsonAnswer, type JsonObject } from '../../http/json-answer.js';
import { identify, projectOf, refusal, type GcpCall } from '../gcp-call.js';
import { COMPUTE, regionOf } from '../gcp-resource.js';
import { googleError } from '../google-error.js';

/** Regions that Google has whether somebody uses them or not; the estate's own come with them. */
const OTHERS = ['us-east4', 'asia-south1'];

/** Answers `GET /compute/v1/projects/{p}/regions`: each region with its zones and the usage of its quotas. Null for another path. */
export function computeRegions(call: GcpCall): SimResponse | null {
  const projectId = /^\/compute\/v1\/projects\/([^/]+)\/regions$/.exec(call.path)?.[1];
  if (projectId === undefined || call.request.method !== 'GET') return null;
  identify(call, 'compute.regions.list', 'read');
  const denied = refusal(call, 'compute.regions.list', `projects/${projectId}`);
  if (denied !== null) return denied;
  const project = projectOf(call.world, projectId);
  if (project === undefined) return googleError('NOT_FOUND', `The resource 'projects/${projectId}' was not found`);
  const own = call.world.resources.filter((resource) => resource.project === project);
  const places = own.flatMap(({ scope }) => (scope.startsWith('zones/') || scope.startsWith('regions/') ? [scope.slice(scope.indexOf('/') + 1)] : []));
  const regions = [...new Set([...places.map(regionOf), ...OTHERS])].sort();
  const items = regions.map((name): JsonObject => {
    const here = own.filter(({ scope }) => regionOf(scope.slice(scope.indexOf('/') + 1)) === name);
    const count = (collection: string): number => here.filter((resource) => resource.collection === collection).length;
    const zones = [...new Set([...places.filter((place) => place !== name && regionOf(place) === name), `${name}-b`, `${name}-c`])].sort();
    return {
      kind: 'compute#region',
      name,
      status: 'UP',
      zones: zones.map((zone) => `${COMPUTE}/projects/${project.projectId}/zones/${zone}`),
      quotas: [
        { metric: 'INSTANCES', limit: 6000, usage: count('instances') },
        { metric: 'DISKS_TOTAL_GB', limit: 102_400, usage: count('disks') * 100 },
        { metric: 'STATIC_ADDRESSES', limit: 700, usage: count('addresses') },
      ],
      selfLink: `${COMPUTE}/projects/${project.projectId}/regions/${name}`,
    };
  });
  return jsonAnswer(200, { kind: 'compute#regionList', id: `projects/${project.projectId}/regions`, items });
}
