import type { SimResponse } from '../../http/cloud-handler.js';
import { jsonAnswer } from '../../http/json-answer.js';
import { identify, refusal, type GcpCall } from '../gcp-call.js';
import { COMPUTE, computeTime } from '../gcp-resource.js';
import { googleError } from '../google-error.js';

/**
 * Answers every call on one Compute resource. Writes are answered with an operation, as Google does, and change
 * nothing here: what matters is that the log has them. Null for another path.
 */
export function computeResource(call: GcpCall): SimResponse | null {
  const [, projectId, scope, collection, name, verb] =
    /^\/compute\/v1\/projects\/([^/]+)\/(global|zones\/[^/]+|regions\/[^/]+)\/([A-Za-z]+)(?:\/([^/]+))?(?:\/([A-Za-z]+))?$/.exec(call.path) ?? [];
  if (projectId === undefined || scope === undefined || collection === undefined) return null;
  const { method } = call.request;
  const action = verb ?? (method === 'GET' ? 'get' : method === 'DELETE' ? 'delete' : name === undefined ? 'insert' : method === 'PATCH' ? 'patch' : 'update');
  const permission = `compute.${collection}.${action === 'insert' ? 'create' : action}`;
  identify(call, `compute.${collection}.${action}`, method === 'GET' ? 'read' : 'write');
  const path = `projects/${projectId}/${scope}/${collection}${name === undefined ? '' : `/${name}`}`;
  const denied = refusal(call, permission, path);
  if (denied !== null) return denied;
  const resource = call.world.resources.find((known) => known.body['selfLink'] === `${COMPUTE}/${path}`);
  if (method === 'GET') return resource === undefined ? googleError('NOT_FOUND', `The resource '${path}' was not found`) : jsonAnswer(200, resource.body);
  return jsonAnswer(200, {
    kind: 'compute#operation',
    id: '1',
    name: 'operation-1',
    operationType: action,
    targetLink: `${COMPUTE}/${path}`,
    targetId: resource?.numericId ?? '0',
    status: 'RUNNING',
    progress: 0,
    user: call.caller.principal,
    insertTime: computeTime(call.context.behaviour.now()),
    startTime: computeTime(call.context.behaviour.now()),
    selfLink: `${COMPUTE}/projects/${projectId}/${scope}/operations/operation-1`,
  });
}
