import type { SimResponse } from '../../http/cloud-handler.js';
import { jsonAnswer, pageOffset, pageToken, type JsonObject } from '../../http/json-answer.js';
import { identify, projectOf, refusal, throttled, type GcpCall } from '../gcp-call.js';
import type { GcpResource, ServiceCollection } from '../gcp-resource.js';
import { googleError } from '../google-error.js';

/** A list of one service over all its locations. */
interface ServiceList {
  /** Its one group is the project, where the path names it. */
  readonly path: RegExp;
  readonly operation: string;
  readonly permission: string;
  readonly collection: ServiceCollection;
  readonly host: string;
  readonly perMinute: number;
  /** The parameter that limits a page, with its default and largest value; null: one answer holds all. */
  readonly page: { readonly parameter: string; readonly size: number; readonly largest: number } | null;
  readonly answer: (items: readonly JsonObject[]) => JsonObject;
}

const listed = (member: string, items: readonly JsonObject[]): JsonObject => (items.length === 0 ? {} : { [member]: items });

const LISTS: readonly ServiceList[] = [
  {
    path: /^\/v1\/projects\/([^/]+)\/instances$/,
    operation: 'sql.instances.list',
    permission: 'cloudsql.instances.list',
    collection: 'sqlInstances',
    host: 'sqladmin.googleapis.com',
    perMinute: 180,
    page: { parameter: 'maxResults', size: 500, largest: 1000 },
    answer: (items) => ({ kind: 'sql#instancesList', ...listed('items', items) }),
  },
  {
    path: /^\/v1\/projects\/([^/]+)\/locations\/-\/clusters$/,
    operation: 'container.projects.locations.clusters.list',
    permission: 'container.clusters.list',
    collection: 'clusters',
    host: 'container.googleapis.com',
    perMinute: 3000,
    page: null,
    answer: (items) => listed('clusters', items),
  },
  {
    path: /^\/storage\/v1\/b$/,
    operation: 'storage.buckets.list',
    permission: 'storage.buckets.list',
    collection: 'buckets',
    host: 'storage.googleapis.com',
    perMinute: 3000,
    page: { parameter: 'maxResults', size: 1000, largest: 1000 },
    answer: (items) => ({ kind: 'storage#buckets', ...listed('items', items) }),
  },
  {
    path: /^\/v2\/projects\/([^/]+)\/locations\/-\/buckets$/,
    operation: 'logging.projects.locations.buckets.list',
    permission: 'logging.buckets.list',
    collection: 'logBuckets',
    host: 'logging.googleapis.com',
    perMinute: 600,
    page: { parameter: 'pageSize', size: 100, largest: 1000 },
    answer: (items) => listed('buckets', items),
  },
];

const CHANNELS: readonly JsonObject[] = [
  { channel: 'RAPID', defaultVersion: '1.33.1-gke.100', validVersions: ['1.33.1-gke.100'] },
  { channel: 'REGULAR', defaultVersion: '1.32.2-gke.100', validVersions: ['1.32.2-gke.100', '1.31.1-gke.100'] },
  { channel: 'STABLE', defaultVersion: '1.31.1-gke.100', validVersions: ['1.31.1-gke.100', '1.30.9-gke.100'] },
  { channel: 'EXTENDED', defaultVersion: '1.31.1-gke.100', validVersions: ['1.31.1-gke.100', '1.28.5-gke.100'] },
];

/** Answers `GET …/locations/{place}/serverConfig`: the versions of GKE that a place offers. Null for another path. */
export function serverConfig(call: GcpCall): SimResponse | null {
  const projectId = /^\/v1\/projects\/([^/]+)\/locations\/[a-z][a-z0-9-]+\/serverConfig$/.exec(call.path)?.[1];
  if (projectId === undefined || call.request.method !== 'GET') return null;
  identify(call, 'container.projects.locations.getServerConfig', 'read');
  const denied = refusal(call, 'container.clusters.list', `projects/${projectId}`);
  if (denied !== null) return denied;
  return jsonAnswer(200, { defaultClusterVersion: '1.32.2-gke.100', validMasterVersions: ['1.33.1-gke.100', '1.32.2-gke.100'], channels: CHANNELS });
}

/** Answers the lists of Cloud SQL, GKE, Cloud Storage and Cloud Logging; null for another path. */
export function serviceLists(call: GcpCall): SimResponse | null {
  if (call.request.method !== 'GET') return null;
  for (const list of LISTS) {
    const found = list.path.exec(call.path);
    if (found !== null) return answer(call, list, found[1] ?? call.request.url.searchParams.get('project') ?? '');
  }
  return null;
}

function answer(call: GcpCall, list: ServiceList, projectId: string): SimResponse {
  identify(call, list.operation, 'read');
  const denied = refusal(call, list.permission, `projects/${projectId}`);
  if (denied !== null) return denied;
  const project = projectOf(call.world, projectId);
  if (project === undefined) return googleError('NOT_FOUND', `The resource 'projects/${projectId}' was not found`);
  const exhausted = throttled(call, list.host, 'Read requests', list.perMinute, `project_number:${project.projectNumber}`);
  if (exhausted !== null) return exhausted;
  const all = call.world.resources.filter((resource: GcpResource) => resource.project === project && resource.collection === list.collection);
  const bodies = (some: readonly GcpResource[]): JsonObject[] => some.map((resource) => resource.body);
  if (list.page === null) return jsonAnswer(200, list.answer(bodies(all)));
  const parameters = call.request.url.searchParams;
  const asked = Number(parameters.get(list.page.parameter) ?? list.page.size) || list.page.size;
  const offset = pageOffset(parameters.get('pageToken') || pageToken(0));
  if (offset === null) return googleError('INVALID_ARGUMENT', "Invalid value for field 'pageToken'.");
  const size = Math.min(asked, list.page.largest);
  return jsonAnswer(200, {
    ...list.answer(bodies(all.slice(offset, offset + size))),
    ...(offset + size < all.length ? { nextPageToken: pageToken(offset + size) } : {}),
  });
}
