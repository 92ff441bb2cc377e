import type { SimResponse } from '../../http/cloud-handler.js';
import { armError } from './arm-error.js';
import { armList } from './arm-list.js';
import { roleAssignmentBody, roleDefinitionBody } from './authorization-bodies.js';
import type { AzureCall } from '../azure-call.js';

const PAGE_SIZE = 50;

/** `GET /subscriptions/{id}/providers/Microsoft.Authorization/roleAssignments`, with `$filter` by principal or `atScope()`. */
export function listRoleAssignments(call: AzureCall, subscriptionId: string): SimResponse {
  const filter = call.request.url.searchParams.get('$filter');
  const principal = filter === null ? null : filteredPrincipal(filter);
  if (principal === 'unsupported') return armError(400, 'UnsupportedQuery', `The filter '${filter ?? ''}' is not supported.`);
  const assignments = call.world.directory.assignments.filter(
    (assignment) => assignment.subscriptionId === subscriptionId && (principal === null || assignment.principalId === principal),
  );
  return armList(
    call,
    assignments.map((assignment) => ({ ...roleAssignmentBody(assignment) })),
    PAGE_SIZE,
  );
}

function filteredPrincipal(filter: string): string | null {
  if (/^\s*atScope\(\)\s*$/i.test(filter)) return null;
  const named = /^(?:\s*atScope\(\)\s+and\s+)?\s*(?:assignedTo\('([^']+)'\)|principalId\s+eq\s+'([^']+)')\s*$/i.exec(filter);
  return named?.[1] ?? named?.[2] ?? 'unsupported';
}

/** `GET /subscriptions/{id}/providers/Microsoft.Authorization/roleDefinitions[/{guid}]`, `$filter=roleName eq '…'`. */
export function listRoleDefinitions(call: AzureCall, subscriptionId: string): SimResponse {
  const filter = call.request.url.searchParams.get('$filter');
  const roleName = filter === null ? undefined : /^roleName\s+eq\s+'([^']+)'$/i.exec(filter.trim())?.[1];
  const wanted = call.world.roles.filter((role) => roleName === undefined || role.roleName === roleName);
  return armList(
    call,
    wanted.map((role) => ({ ...roleDefinitionBody(role, `/subscriptions/${subscriptionId}`) })),
    PAGE_SIZE,
  );
}

/** `GET …/providers/Microsoft.Authorization/permissions`: what the caller itself may do, one entry per role. Needs no grant. */
export function listPermissions(call: AzureCall): SimResponse {
  const own = call.world.roles.filter((role) => call.application.roles.includes(role.roleName));
  return armList(
    call,
    // A right that the simulation denies is one that the principal does not hold, and is answered so here too.
    own.map(({ actions, notActions, dataActions = [] }) => ({
      actions,
      notActions: [...notActions, ...call.context.behaviour.denied],
      dataActions,
      notDataActions: [],
    })),
    PAGE_SIZE,
  );
}
