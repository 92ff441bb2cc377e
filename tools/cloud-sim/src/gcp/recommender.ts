import type { SimResponse } from '../http/cloud-handler.js';
import { jsonAnswer, pageOffset, pageToken, type JsonObject } from '../http/json-answer.js';
import { hexId } from '../estate/deterministic.js';
import { identify, projectOf, refusal, throttled, type GcpCall } from './gcp-call.js';
import { daysBefore, type GcpResource } from './gcp-resource.js';
import { googleError } from './google-error.js';

const CALLS_PER_MINUTE = 100;
const LARGEST_PAGE = 500;

interface Recommender {
  readonly permission: string;
  /** Of which resources it speaks, and what it says of them; null for one that never says anything here. */
  readonly of: { readonly assetType: string; readonly subtypes: readonly string[] } | null;
}
const speaks = (permission: string, kind: string, subtypes: readonly string[]): Recommender => ({
  permission: `recommender.${permission}.list`,
  of: { assetType: `compute.googleapis.com/${kind}`, subtypes },
});

/** Which permission opens the advice of a recommender, and what it advises. */
const RECOMMENDERS: Readonly<Record<string, Recommender>> = {
  'google.compute.disk.IdleResourceRecommender': speaks('computeDiskIdleResourceRecommendations', 'Disk', ['SNAPSHOT_AND_DELETE_DISK', 'DELETE_DISK']),
  'google.compute.address.IdleResourceRecommender': speaks('computeAddressIdleResourceRecommendations', 'Address', ['DELETE_ADDRESS']),
  'google.compute.image.IdleResourceRecommender': speaks('computeImageIdleResourceRecommendations', 'Image', ['DELETE_IMAGE']),
  'google.compute.instance.IdleResourceRecommender': speaks('computeInstanceIdleResourceRecommendations', 'Instance', ['STOP_VM']),
  'google.compute.instance.MachineTypeRecommender': speaks('computeInstanceMachineTypeRecommendations', 'Instance', ['CHANGE_MACHINE_TYPE']),
  'google.compute.commitment.UsageCommitmentRecommender': { permission: 'recommender.usageCommitmentRecommendations.list', of: null },
};

/** Answers `GET …/recommenders/{id}/recommendations` from what groups of the estate declare as advised. Null for another path. */
export function recommender(call: GcpCall): SimResponse | null {
  const [, level, scope, location, id] =
    /^\/v1\/(projects|folders|organizations|billingAccounts)\/([^/]+)\/locations\/([^/]+)\/recommenders\/([^/]+)\/recommendations$/.exec(call.path) ?? [];
  if (level === undefined || scope === undefined || location === undefined || id === undefined || call.request.method !== 'GET') return null;
  identify(call, `recommender.${id}.recommendations.list`, 'read');
  const asked = RECOMMENDERS[id];
  const denied = refusal(call, asked?.permission ?? 'recommender.recommendations.list', `${level}/${scope}`);
  if (denied !== null) return denied;
  if (asked === undefined) return googleError('INVALID_ARGUMENT', `Invalid recommender ${id}.`);
  const exhausted = throttled(call, 'recommender.googleapis.com', 'Read requests', CALLS_PER_MINUTE, `organizations/${call.world.estate.organizationId}`);
  if (exhausted !== null) return exhausted;
  const project = level === 'projects' ? projectOf(call.world, scope) : undefined;
  const { of } = asked;
  if (project === undefined || of === null) return jsonAnswer(200, {});
  const found = call.world.resources.flatMap((resource): { resource: GcpResource; advice: JsonObject }[] =>
    resource.project === project &&
    resource.assetType === of.assetType &&
    placeOf(resource) === location &&
    of.subtypes.includes(resource.advised?.subtype ?? '')
      ? [{ resource, advice: adviceOn(call, resource, id, location) }]
      : [],
  );
  return paged(
    call,
    found.map(({ advice }) => advice),
  );
}

const placeOf = ({ scope }: GcpResource): string => scope.slice(scope.lastIndexOf('/') + 1);

function paged(call: GcpCall, all: readonly JsonObject[]): SimResponse {
  const parameters = call.request.url.searchParams;
  const filter = parameters.get('filter')?.replaceAll(' ', '') ?? '';
  const state = /^stateInfo\.state=([A-Z]+)$/.exec(filter)?.[1];
  if (filter !== '' && state === undefined) return googleError('INVALID_ARGUMENT', 'Invalid filter.');
  const offset = pageOffset(parameters.get('pageToken') ?? pageToken(0));
  if (offset === null) return googleError('INVALID_ARGUMENT', 'Invalid page token.');
  const size = Math.min(Number(parameters.get('pageSize') ?? LARGEST_PAGE) || LARGEST_PAGE, LARGEST_PAGE);
  // All of it stands: nobody has dismissed any here.
  const standing = state === undefined || state === 'ACTIVE' ? all : [];
  const page = standing.slice(offset, offset + size);
  return jsonAnswer(200, {
    ...(page.length === 0 ? {} : { recommendations: page }),
    ...(offset + size < standing.length ? { nextPageToken: pageToken(offset + size) } : {}),
  });
}

/** Projects are named by their number in names of advice, and by their id in what it is about. */
function adviceOn({ world, context }: GcpCall, resource: GcpResource, recommenderId: string, location: string): JsonObject {
  const { project, advised, fullName, assetType, name } = resource;
  const [units = '0', fraction = ''] = (advised?.thirtyDays ?? '0').split('.');
  const nanos = -Number(fraction.padEnd(9, '0').slice(0, 9));
  const id = hexId(world.seed, `advice/${fullName}`, 0, 16);
  const faster = advised?.thirtyDays === null;
  const cost = { currencyCode: world.estate.currency, ...(units === '0' ? {} : { units: `-${units}` }), ...(nanos === 0 ? {} : { nanos }) };
  return {
    name: `projects/${project.projectNumber}/locations/${location}/recommenders/${recommenderId}/recommendations/${id}`,
    description: `Save cost by following the advice on '${name}'.`,
    lastRefreshTime: daysBefore(context.behaviour.now(), 1).toISOString(),
    primaryImpact: faster ? { category: 'PERFORMANCE' } : { category: 'COST', costProjection: { cost, duration: '2592000s' } },
    content: {
      operationGroups: [{ operations: stepsOf(resource, assetType, fullName) }],
      overview: { resourceName: name, resource: fullName, location, recommendedAction: advised?.subtype ?? '' },
    },
    stateInfo: { state: 'ACTIVE' },
    etag: '"cc07262fd671022f"',
    recommenderSubtype: advised?.subtype ?? '',
    priority: 'P4',
  };
}

function stepsOf({ advised, project, name }: GcpResource, resourceType: string, resource: string): JsonObject[] {
  const step = { resourceType, resource };
  switch (advised?.subtype) {
    case 'STOP_VM':
      return [
        { action: 'test', ...step, path: '/status', value: 'RUNNING' },
        { action: 'replace', ...step, path: '/status', value: 'TERMINATED' },
      ];
    case 'CHANGE_MACHINE_TYPE':
      return [{ action: 'replace', ...step, path: '/machineType', value: 'zones/z/machineTypes/e2-standard-4' }];
    case 'SNAPSHOT_AND_DELETE_DISK': {
      const snapshot = {
        resourceType: 'compute.googleapis.com/Snapshot',
        resource: `//compute.googleapis.com/projects/${project.projectId}/global/snapshots/$${name}`,
      };
      return [
        { action: 'add', ...snapshot, path: '/', value: { name } },
        { action: 'remove', ...step, path: '/' },
      ];
    }
    default:
      return [{ action: 'remove', ...step, path: '/' }];
  }
}
