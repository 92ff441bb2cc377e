import type { SimResponse } from '../../http/cloud-handler.js';
import { jsonAnswer, pageOffset, pageToken, type JsonObject } from '../../http/json-answer.js';
import { computeFilter } from './compute-filter.js';
import { identify, projectOf, refusal, throttled, type GcpCall } from '../gcp-call.js';
import { COMPUTE, type ComputeCollection, type GcpResource } from '../gcp-resource.js';
import { googleError } from '../google-error.js';

const LARGEST_PAGE = 500;
const CALLS_PER_MINUTE = 1500;

type Collection = ComputeCollection;
const LIST_KINDS: Record<Collection, string> = {
  disks: 'compute#disk',
  instances: 'compute#instance',
  addresses: 'compute#address',
  snapshots: 'compute#snapshot',
  images: 'compute#image',
  instanceTemplates: 'compute#instanceTemplate',
  forwardingRules: 'compute#forwardingRule',
  backendServices: 'compute#backendService',
  targetPools: 'compute#targetPool',
  targetVpnGateways: 'compute#targetVpnGateway',
};

/** The collections that have an aggregated list over all zones and regions. */
const AGGREGATED: readonly Collection[] = [
  'disks',
  'instances',
  'addresses',
  'instanceTemplates',
  'forwardingRules',
  'backendServices',
  'targetPools',
  'targetVpnGateways',
];

/** Answers `GET /compute/v1/projects/{p}/aggregated/{collection}` and the lists of one scope; null for another path. */
export function computeList(call: GcpCall): SimResponse | null {
  const [, projectId, scope, name] = /^\/compute\/v1\/projects\/([^/]+)\/(aggregated|global|zones\/[^/]+|regions\/[^/]+)\/([A-Za-z]+)$/.exec(call.path) ?? [];
  const collection = (Object.keys(LIST_KINDS) as Collection[]).find((known) => known === name); // the keys of a Record are its key type
  if (call.request.method !== 'GET' || projectId === undefined || scope === undefined || collection === undefined) return null;
  const globalAddresses = scope === 'global' && collection === 'addresses';
  const family = globalAddresses ? 'globalAddresses' : collection;
  identify(call, `compute.${family}.${scope === 'aggregated' ? 'aggregatedList' : 'list'}`, 'read');
  const denied = refusal(call, `compute.${family}.list`, `projects/${projectId}`);
  if (denied !== null) return denied;
  const project = projectOf(call.world, projectId);
  if (project === undefined) return googleError('NOT_FOUND', `The resource 'projects/${projectId}' was not found`);
  const exhausted = throttled(call, 'compute.googleapis.com', 'Read requests', CALLS_PER_MINUTE, `project_number:${project.projectNumber}`);
  if (exhausted !== null) return exhausted;
  if (scope === 'aggregated' && !AGGREGATED.includes(collection)) return googleError('NOT_FOUND', 'Not Found');
  const found = call.world.resources.filter((resource) => resource.project === project && resource.collection === collection);
  const parameters = call.request.url.searchParams;
  const size = Math.min(Number(parameters.get('maxResults') ?? LARGEST_PAGE) || LARGEST_PAGE, LARGEST_PAGE);
  const offset = pageOffset(parameters.get('pageToken') ?? pageToken(0));
  const matches = computeFilter(parameters.get('filter') ?? '');
  if (matches === null) return googleError('INVALID_ARGUMENT', "Invalid value for field 'filter'.");
  if (offset === null) return googleError('INVALID_ARGUMENT', "Invalid value for field 'pageToken'.");
  const id = `projects/${project.projectId}/${scope}/${collection}`;
  const listed = found.filter((resource) => (scope === 'aggregated' || resource.scope === scope) && matches(resource.body));
  const page = listed.slice(offset, offset + size);
  return jsonAnswer(200, {
    kind: `${LIST_KINDS[collection]}${scope === 'aggregated' ? 'AggregatedList' : 'List'}`,
    id,
    ...itemsOf(scope, collection, page, found),
    ...(offset + size < listed.length ? { nextPageToken: pageToken(offset + size) } : {}),
    selfLink: `${COMPUTE}/${id}`,
  });
}

/** A scope without results on this page says so with a warning instead of an empty array; an empty plain list has no items. */
function itemsOf(scope: string, collection: Collection, page: readonly GcpResource[], all: readonly GcpResource[]): JsonObject {
  if (scope !== 'aggregated') return page.length === 0 ? {} : { items: page.map((resource) => resource.body) };
  const scopes = [...new Set(all.map((resource) => resource.scope))];
  const items = Object.fromEntries(
    scopes.map((place): [string, JsonObject] => {
      const here = page.filter((resource) => resource.scope === place).map((resource) => resource.body);
      const warning = {
        code: 'NO_RESULTS_ON_PAGE',
        message: `There are no results for scope '${place}' on this page.`,
        data: [{ key: 'scope', value: place }],
      };
      return [place, here.length === 0 ? { warning } : { [collection]: here }];
    }),
  );
  return { items };
}
