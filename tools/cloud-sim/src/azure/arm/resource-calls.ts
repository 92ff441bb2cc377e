import type { SimResponse } from '../../http/cloud-handler.js';
import type { SimAccess } from '../../http/request-log.js';
import { jsonAnswer } from '../../http/json-answer.js';
import { identify, readsThrottled, refusal, type AzureCall } from '../azure-call.js';
import { armError } from './arm-error.js';
import { readResourcePath, type ResourcePath } from './resource-path.js';
import { listResources, resourceBody } from './subscriptions.js';

/** Actions that answer with a secret although they change nothing. */
const SECRET_ACTIONS = new Set(['listkeys', 'begingetaccess', 'listconnectionstrings', 'listsecrets']);

/** What a stolen key would look like: tests hunt for this text in everything that is written down. */
export const CANARY_KEY = 'dml0cmluZS1jbG91ZC1zaW0tY2FuYXJ5LWtleQ==';

/**
 * Answers every call on a resource or a collection of one type. Writes are answered as Azure answers them and change
 * nothing here: what matters is that the log has them.
 */
export function resourceCall(call: AzureCall, subscriptionId: string): SimResponse {
  const { method, url } = call.request;
  const path = readResourcePath(decodeURIComponent(url.pathname));
  if (path === null) return armError(404, 'InvalidResourceType', 'The resource type could not be found.');
  const { action, access } = actionOf(method, path);
  identify(call, action, access);
  const denied = refusal(call, action, scopeOf(path, subscriptionId));
  if (denied !== null) return denied;
  if (access === 'read') return readsThrottled(call, subscriptionId) ?? read(call, path, subscriptionId);
  if (access === 'secret') return jsonAnswer(200, { keys: [{ keyName: 'key1', value: CANARY_KEY, permissions: 'FULL' }] });
  return accepted(call, method, path);
}

/** The operation in Azure's words, as its access control names it. */
function actionOf(method: string, path: ResourcePath): { action: string; access: SimAccess } {
  if (path.kind === 'action') {
    return { action: `${path.type}/${path.action}/action`, access: SECRET_ACTIONS.has(path.action.toLowerCase()) ? 'secret' : 'write' };
  }
  switch (method) {
    case 'GET':
    case 'HEAD':
      return { action: `${path.type}/read`, access: 'read' };
    case 'DELETE':
      return { action: `${path.type}/delete`, access: 'write' };
    case 'POST':
      return { action: `${path.type}/action`, access: 'write' };
    default:
      return { action: `${path.type}/write`, access: 'write' };
  }
}

function scopeOf(path: ResourcePath, subscriptionId: string): string {
  return path.kind === 'collection' ? `/subscriptions/${subscriptionId}` : path.id;
}

function read(call: AzureCall, path: ResourcePath, subscriptionId: string): SimResponse {
  if (path.kind === 'collection') {
    const type = path.type.toLowerCase();
    const group = path.resourceGroup?.toLowerCase();
    const found = call.world.resources.filter(
      (resource) =>
        resource.subscriptionId === subscriptionId &&
        resource.type.toLowerCase() === type &&
        (group === undefined || resource.resourceGroup.toLowerCase() === group),
    );
    return listResources(call, found, 'typed');
  }
  const resource = call.world.byId.get(path.id.toLowerCase());
  if (resource !== undefined) return jsonAnswer(200, resourceBody(resource, 'typed'));
  return armError(404, 'ResourceNotFound', `The Resource '${path.id}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`);
}

/** Long-running operations answer 202 and where to ask; a write of a body answers the body. */
function accepted(call: AzureCall, method: string, path: ResourcePath): SimResponse {
  if (method === 'PUT' || method === 'PATCH') return { status: 200, headers: { 'content-type': 'application/json' }, body: call.request.body.toString('utf8') };
  const operation = `${call.request.url.origin}/subscriptions/${path.kind === 'collection' ? '' : (path.id.split('/')[2] ?? '')}/providers/Microsoft.Compute/operations/1`;
  return { status: 202, headers: { location: operation, 'azure-asyncoperation': operation }, body: '' };
}
