import type { SimResponse } from '../http/cloud-handler.js';
import { jsonAnswer, pageOffset, pageToken, type JsonObject } from '../http/json-answer.js';
import { assetMatches } from './cloud-asset-query.js';
import { identify, projectOf, refusal, throttled, type GcpCall } from './gcp-call.js';
import type { GcpResource } from './gcp-resource.js';
import { googleError } from './google-error.js';

const PERMISSION = 'cloudasset.assets.searchAllResources';
const LARGEST_PAGE = 500;
const DEFAULT_PAGE = 100;
const CALLS_PER_MINUTE = 400;

/** Answers `GET /v1/{scope}:searchAllResources` for a project, a folder or the organization; null for another path. */
export function searchAllResources(call: GcpCall): SimResponse | null {
  const scope = /^\/v1\/((?:projects|folders|organizations)\/[^/:]+):searchAllResources$/.exec(call.path)?.[1];
  if (scope === undefined || call.request.method !== 'GET') return null;
  identify(call, 'cloudasset.searchAllResources', 'read');
  const denied = refusal(call, PERMISSION, scope);
  if (denied !== null) return denied;
  const exhausted = throttled(call, 'cloudasset.googleapis.com', 'SearchAllResources requests', CALLS_PER_MINUTE, scope);
  if (exhausted !== null) return exhausted;
  const parameters = call.request.url.searchParams;
  const types = parameters.getAll('assetTypes').flatMap((text) => text.split(','));
  const matches = assetMatches(parameters.get('query') ?? '');
  const size = Number(parameters.get('pageSize') ?? 0);
  const offset = pageOffset(parameters.get('pageToken') || pageToken(0));
  if (matches === null) return googleError('INVALID_ARGUMENT', 'Request contains an invalid argument: query.');
  if (!Number.isInteger(size) || size < 0 || offset === null) return googleError('INVALID_ARGUMENT', 'Request contains an invalid argument.');
  const found = scoped(call, scope)?.filter((resource) => (types.length === 0 || types.includes(resource.assetType)) && matches(resource));
  if (found === undefined) return googleError('INVALID_ARGUMENT', `The scope ${scope} is invalid or does not exist.`);
  const limit = size === 0 ? DEFAULT_PAGE : Math.min(size, LARGEST_PAGE);
  const mask = parameters.get('readMask');
  return jsonAnswer(200, {
    results: found.slice(offset, offset + limit).map((resource) => masked(assetBody(call, resource), mask)),
    ...(offset + limit < found.length ? { nextPageToken: pageToken(offset + limit) } : {}),
  });
}

/** The resources of a scope; undefined for a scope that does not exist here. */
function scoped(call: GcpCall, scope: string): readonly GcpResource[] | undefined {
  const [level, id = ''] = scope.split('/');
  if (level === 'organizations') return id === call.world.estate.organizationId ? call.world.resources : undefined;
  const project = level === 'projects' ? projectOf(call.world, id) : undefined;
  return project === undefined ? undefined : call.world.resources.filter((resource) => resource.project === project);
}

function assetBody({ world }: GcpCall, resource: GcpResource): JsonObject {
  const { project, createdAt, body } = resource;
  return {
    name: resource.fullName,
    assetType: resource.assetType,
    project: `projects/${project.projectNumber}`,
    organization: `organizations/${world.estate.organizationId}`,
    displayName: resource.name,
    location: resource.scope === 'global' ? 'global' : (resource.scope.split('/')[1] ?? ''),
    ...(Object.keys(resource.labels).length === 0 ? {} : { labels: resource.labels }),
    createTime: createdAt.toISOString(),
    updateTime: createdAt.toISOString(),
    ...(resource.status === '' ? {} : { state: resource.status }),
    additionalAttributes: { id: resource.numericId },
    parentFullResourceName: `//cloudresourcemanager.googleapis.com/projects/${project.projectId}`,
    parentAssetType: 'cloudresourcemanager.googleapis.com/Project',
    versionedResources: [{ version: 'v1', resource: body }],
  };
}

/** Without a mask everything comes but the versioned resources; with one, exactly what it names. */
function masked(body: JsonObject, mask: string | null): JsonObject {
  if (mask === '*') return body;
  const named = mask?.split(',').map((path) => path.trim().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
  return Object.fromEntries(Object.entries(body).filter(([member]) => named?.some((path) => path.split('.')[0] === member) ?? member !== 'versionedResources'));
}
