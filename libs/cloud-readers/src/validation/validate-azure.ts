import { z } from 'zod';
import { azureAuthorizationRoleAssignmentsReader } from '../azure/authorization/role-assignments.reader.js';
import { azureAuthorizationRoleDefinitionsReader } from '../azure/authorization/role-definitions.reader.js';
import type { Reader } from '../engine/define-reader.js';
import { readPages } from '../engine/read-pages.js';
import { noGrantNeeded } from '../operations/operation.js';
import { operationById } from '../operations/manifest.js';
import { covers } from '../sessions/azure-visibility.js';
import { azureWrites, azureWritesAt } from './azure-writes.js';
import {
  ask,
  type ConnectionValidation,
  type PermissionFinding,
  type PermissionState,
  type ValidationInput,
  type WriteFinding,
} from './connection-validation.js';

const subscriptionsSchema = z.object({
  value: z.array(z.object({ subscriptionId: z.guid(), state: z.string().default('Enabled') })),
  nextLink: z.string().nullish(),
});
const patterns = z.array(z.string()).default([]);
const permissionsSchema = z.object({ value: z.array(z.object({ actions: patterns, notActions: patterns, dataActions: patterns, notDataActions: patterns })) });
type OwnPermissions = z.infer<typeof permissionsSchema>['value'];

/** Asks Azure which subscriptions a session sees, what it may read there, and whether its roles would let it write. */
export async function validateAzure(input: ValidationInput): Promise<ConnectionValidation> {
  const { session, signal } = input;
  const subscriptions = await visibleSubscriptions(input);
  const own = new Map<string, OwnPermissions | null>();
  for (const subscriptionId of subscriptions) {
    const result = await ask(session, { operation: 'Microsoft.Authorization/permissions/read', path: { subscriptionId } }, signal);
    own.set(subscriptionId, result.outcome === 'read' ? permissionsSchema.parse(result.body).value : null);
  }
  return {
    estate: { cloud: 'azure', accounts: subscriptions, regions: [], tenantId: session.principal.accountId },
    accountPinned: session.principal.accountId ?? session.principal.name,
    permissions: await permissionStates(input, [...own.values()]),
    writeCapable: await writes(input, own),
  };
}

async function visibleSubscriptions({ session, signal }: ValidationInput): Promise<string[]> {
  const found: string[] = [];
  let continuation: string | null = null;
  for (let page = 0; page < 100; page += 1) {
    const result = await ask(session, { operation: 'Microsoft.Resources/subscriptions/read', ...(continuation === null ? {} : { continuation }) }, signal);
    if (result.outcome === 'denied') return [];
    const { value, nextLink } = subscriptionsSchema.parse(result.body);
    found.push(...value.filter(({ state }) => state !== 'Deleted' && state !== 'Disabled').map(({ subscriptionId }) => subscriptionId));
    if (nextLink === undefined || nextLink === null || nextLink === '') break;
    continuation = nextLink;
  }
  return found.sort();
}

/** Granted means on every subscription that is seen: a part that is not readable must show. Directory rights are probed. */
async function permissionStates({ session, operations, signal }: ValidationInput, own: readonly (OwnPermissions | null)[]): Promise<PermissionFinding[]> {
  const findings: PermissionFinding[] = [];
  for (const operation of new Set(operations.map(operationById))) {
    const { permission, list, wire } = operation;
    if (permission === noGrantNeeded || list === 'sign-in') continue;
    if (wire.host === 'graph.microsoft.com') {
      const result = await session.call({ operation: operation.id, query: { $select: 'id', $top: '1' } }, signal);
      findings.push({ permission, state: result.outcome === 'read' ? 'granted' : result.outcome === 'denied' ? 'denied' : 'untestable' });
    } else findings.push({ permission, state: stateOn(own, permission) });
  }
  return findings.sort((a, b) => (a.permission < b.permission ? -1 : 1));
}

function stateOn(own: readonly (OwnPermissions | null)[], permission: string): PermissionState {
  if (own.length === 0) return 'denied';
  if (own.some((permissions) => permissions === null)) return 'untestable';
  // A cost query is opened by either of two rights.
  const alternatives = permission === 'Microsoft.CostManagement/query/action' ? [permission, 'Microsoft.CostManagement/query/read'] : [permission];
  return own.every((permissions) => permissions !== null && alternatives.some((each) => covers(permissions, each))) ? 'granted' : 'denied';
}

/**
 * Two sources: Azure's own account of what the caller may do on each subscription (it knows groups and inheritance), and
 * the caller's role assignments, expanded, because a role on one resource group inside does not show in the first.
 */
async function writes(input: ValidationInput, own: ReadonlyMap<string, OwnPermissions | null>): Promise<ConnectionValidation['writeCapable']> {
  const found: WriteFinding[] = [];
  let provable = input.session.principal.policySource !== undefined || own.size === 0;
  for (const [subscriptionId, permissions] of own) {
    if (permissions === null) provable = false;
    else found.push(...azureWrites(permissions, `subscription ${subscriptionId}`));
    const assigned = await assignedWrites(input, subscriptionId);
    if (assigned === null) provable = false;
    else found.push(...assigned);
  }
  const distinct = [...new Map(found.map((each) => [`${each.action} ${each.source}`, each])).values()];
  return distinct.length > 0 ? distinct : provable ? [] : 'not-provable';
}

async function assignedWrites(input: ValidationInput, subscriptionId: string): Promise<WriteFinding[] | null> {
  const objectId = input.session.principal.policySource;
  if (objectId === undefined) return null;
  const assignments = await all(azureAuthorizationRoleAssignmentsReader, input, subscriptionId);
  const own = assignments?.filter(({ principalId }) => principalId.toLowerCase() === objectId.toLowerCase()) ?? null;
  if (own === null) return null;
  if (own.length === 0) return [];
  const definitions = await all(azureAuthorizationRoleDefinitionsReader, input, subscriptionId);
  if (definitions === null) return null;
  const byName = new Map(definitions.map((definition) => [definition.id.toLowerCase().split('/').at(-1), definition]));
  return own.flatMap(({ roleDefinitionId, scope }) => {
    const definition = byName.get(roleDefinitionId.toLowerCase().split('/').at(-1));
    if (definition === undefined) return [];
    return azureWritesAt(scope, azureWrites(definition.permissions, `${definition.roleName ?? definition.name} on ${scope}`), input.pins?.blobExport);
  });
}

async function all<Item>(reader: Reader<Item>, { session, signal }: ValidationInput, subscriptionId: string): Promise<Item[] | null> {
  const items: Item[] = [];
  for await (const page of readPages(reader, { cloud: 'azure', accountId: subscriptionId, region: null }, session, { pageToken: null, signal })) {
    if (page.outcome !== 'read') return null;
    items.push(...page.items);
  }
  return items;
}
