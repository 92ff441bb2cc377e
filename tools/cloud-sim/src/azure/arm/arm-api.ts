import type { SimResponse } from '../../http/cloud-handler.js';
import { jsonAnswer } from '../../http/json-answer.js';
import { identify, readsThrottled, refusal, type AzureCall } from '../azure-call.js';
import { azureMetrics, metricsBatch } from '../azure-metrics.js';
import { costQuery } from '../cost-management.js';
import { resourceGraph } from '../resource-graph.js';
import { listAdvice } from './advisor.js';
import { armError, subscriptionNotFound } from './arm-error.js';
import { roleDefinitionBody } from './authorization-bodies.js';
import { listPermissions, listRoleAssignments, listRoleDefinitions } from './authorization.js';
import { resourceCall } from './resource-calls.js';
import { listResourceGroups, listResources, listSubscriptions, subscriptionBody } from './subscriptions.js';

const RESOURCE_METRICS = /^(\/subscriptions\/.+)\/providers\/microsoft\.insights\/metrics$/i;

/** Answers Azure Resource Manager and the metrics data plane, told apart by path. */
export function armApi(call: AzureCall): SimResponse {
  const { method, url } = call.request;
  const path = decodeURIComponent(url.pathname);
  if (!url.searchParams.has('api-version')) {
    return armError(400, 'MissingApiVersionParameter', 'The api-version query parameter (?api-version=) is required for all requests.');
  }
  if (method === 'GET' && /^\/subscriptions\/?$/i.test(path)) return listSubscriptions(call);
  if (method === 'POST' && /^\/providers\/microsoft\.resourcegraph\/resources$/i.test(path)) return resourceGraph(call);
  const subscriptionId = /^\/subscriptions\/([^/]+)/i.exec(path)?.[1];
  const subscription = call.world.estate.subscriptions.find((known) => known.subscriptionId.toLowerCase() === subscriptionId?.toLowerCase());
  if (subscriptionId === undefined) return armError(404, 'InvalidResourceType', 'The resource type could not be found.');
  if (subscription === undefined) return subscriptionNotFound(subscriptionId);
  return inSubscription(call, path, subscription.subscriptionId);
}

function inSubscription(call: AzureCall, path: string, subscriptionId: string): SimResponse {
  const { method } = call.request;
  const scope = `/subscriptions/${subscriptionId}`;
  const rest = path.replace(/^\/subscriptions\/[^/]+/i, '').toLowerCase();
  if (method === 'POST' && rest === '/metrics:getbatch') return metricsBatch(call, subscriptionId);
  if (method === 'POST' && rest.endsWith('/providers/microsoft.costmanagement/query')) return costQuery(call, subscriptionId);
  const metricsOf = RESOURCE_METRICS.exec(path)?.[1];
  if (method === 'GET' && metricsOf !== undefined) return azureMetrics(call, metricsOf);
  if (method !== 'GET') return resourceCall(call, subscriptionId);
  switch (rest) {
    case '':
    case '/': {
      const subscription = call.world.estate.subscriptions.find((known) => known.subscriptionId === subscriptionId);
      return guarded(call, 'Microsoft.Resources/subscriptions/read', scope, () =>
        subscription === undefined ? subscriptionNotFound(subscriptionId) : jsonAnswer(200, subscriptionBody(call, subscription)),
      );
    }
    case '/resourcegroups':
      return guarded(call, 'Microsoft.Resources/subscriptions/resourceGroups/read', scope, () => listResourceGroups(call, subscriptionId));
    case '/resources':
      return guarded(call, 'Microsoft.Resources/subscriptions/resources/read', scope, () =>
        listResources(
          call,
          call.world.resources.filter((resource) => resource.subscriptionId === subscriptionId),
          'generic',
        ),
      );
    case '/providers/microsoft.authorization/roleassignments':
      return guarded(call, 'Microsoft.Authorization/roleAssignments/read', scope, () => listRoleAssignments(call, subscriptionId));
    case '/providers/microsoft.authorization/roledefinitions':
      return guarded(call, 'Microsoft.Authorization/roleDefinitions/read', scope, () => listRoleDefinitions(call, subscriptionId));
    case '/providers/microsoft.advisor/recommendations':
      return guarded(call, 'Microsoft.Advisor/recommendations/read', scope, () => listAdvice(call, subscriptionId));
    case '/providers/microsoft.authorization/permissions':
      return guarded(call, 'Microsoft.Authorization/permissions/read', scope, () => listPermissions(call));
    default:
      return roleDefinition(call, rest, scope) ?? resourceCall(call, subscriptionId);
  }
}

/** `GET …/roleDefinitions/{guid}`; null for another path. */
function roleDefinition(call: AzureCall, rest: string, scope: string): SimResponse | null {
  const guid = /^\/providers\/microsoft\.authorization\/roledefinitions\/([^/]+)$/.exec(rest)?.[1];
  const role = call.world.roles.find((known) => known.guid === guid);
  if (guid === undefined) return null;
  return guarded(call, 'Microsoft.Authorization/roleDefinitions/read', scope, () =>
    role === undefined
      ? armError(404, 'RoleDefinitionDoesNotExist', `The specified role definition with ID '${guid}' does not exist.`)
      : jsonAnswer(200, { ...roleDefinitionBody(role, scope) }),
  );
}

/** Logs a read, refuses or throttles it, else answers. */
function guarded(call: AzureCall, action: string, scope: string, answer: () => SimResponse): SimResponse {
  identify(call, action, 'read');
  return refusal(call, action, scope) ?? readsThrottled(call, scope) ?? answer();
}
