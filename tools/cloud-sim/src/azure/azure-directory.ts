import type { AzureEstate, AzureGroupOf } from './azure-estate.js';
import { azureFaults, type AzureFault } from './azure-conditions.js';
import { daysBefore, memberName, seededGuid } from './azure-resource.js';
import { roleDefinitionId } from './azure-roles.js';

/** A principal that Microsoft Graph can name. */
export interface AzurePrincipal {
  readonly objectId: string;
  readonly type: 'User' | 'ServicePrincipal' | 'Group';
  readonly displayName: string;
  /** Client id, for service principals. */
  readonly appId: string | null;
}

export interface AzureRoleAssignment {
  readonly id: string;
  readonly name: string;
  readonly subscriptionId: string;
  readonly scope: string;
  readonly roleDefinitionId: string;
  readonly principalId: string;
  readonly principalType: 'User' | 'ServicePrincipal' | 'Group' | 'ForeignGroup';
  readonly createdAt: Date;
  readonly fault: AzureFault | null;
}

export interface AzureDirectory {
  readonly principals: readonly AzurePrincipal[];
  readonly assignments: readonly AzureRoleAssignment[];
}

/**
 * Who holds which role. Assignments of a principal that was deleted stay behind with a type but nobody to resolve it
 * to; those of a group of another tenant cannot be resolved either, and are no fault.
 */
export function expandDirectory(estate: AzureEstate, seed: number, now: Date): AzureDirectory {
  const principals: AzurePrincipal[] = [];
  const assignments: AzureRoleAssignment[] = [];
  for (const application of estate.applications) {
    const { objectId, clientId, displayName } = application;
    principals.push({ objectId, type: 'ServicePrincipal', displayName, appId: clientId });
  }
  for (const { subscriptionId, resources } of estate.subscriptions) {
    const at = { estate, seed, now, subscriptionId };
    for (const { objectId, roles, scopedRoles } of estate.applications) {
      roles.forEach((role, ordinal) => {
        assignments.push(assignmentOf(at, `application:${objectId}`, ordinal, role, objectId, 'ServicePrincipal', 90, null));
      });
      scopedRoles.forEach(({ role, scope }, ordinal) => {
        if (!scope.startsWith(`/subscriptions/${subscriptionId}/`)) return;
        assignments.push({ ...assignmentOf(at, `scoped:${objectId}`, ordinal, role, objectId, 'ServicePrincipal', 90, null), scope });
      });
    }
    for (const group of resources) {
      if (group.kind !== 'roleAssignment') continue;
      for (let ordinal = 0; ordinal < group.count; ordinal++) {
        const principal = principalOf(group, seed, ordinal);
        if (group.condition === 'live') principals.push(principal);
        assignments.push(
          assignmentOf(
            at,
            group.name,
            ordinal,
            group.role,
            principal.objectId,
            group.condition === 'foreign-group' ? 'ForeignGroup' : principal.type,
            group.ageDays,
            group.condition === 'orphaned' ? azureFaults.roleAssignment.orphaned : null,
          ),
        );
      }
    }
  }
  return { principals, assignments };
}

/** Members of a group take turns. */
const PRINCIPAL_TYPES = ['User', 'User', 'ServicePrincipal', 'Group'] as const;

function principalOf(group: AzureGroupOf<'roleAssignment'>, seed: number, ordinal: number): AzurePrincipal {
  const type = PRINCIPAL_TYPES[ordinal % PRINCIPAL_TYPES.length] ?? 'User';
  return {
    objectId: seededGuid(seed, `principal:${group.name}`, ordinal),
    type,
    displayName: memberName(group.name, ordinal),
    appId: type === 'ServicePrincipal' ? seededGuid(seed, `app:${group.name}`, ordinal) : null,
  };
}

function assignmentOf(
  { estate, seed, now, subscriptionId }: { estate: AzureEstate; seed: number; now: Date; subscriptionId: string },
  stem: string,
  ordinal: number,
  role: string,
  principalId: string,
  principalType: AzureRoleAssignment['principalType'],
  ageDays: number,
  fault: AzureFault | null,
): AzureRoleAssignment {
  const name = seededGuid(seed, `assignment:${subscriptionId}:${stem}`, ordinal);
  return {
    id: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    name,
    subscriptionId,
    scope: `/subscriptions/${subscriptionId}`,
    roleDefinitionId: roleDefinitionId(estate, seed, subscriptionId, role),
    principalId,
    principalType,
    createdAt: daysBefore(now, ageDays),
    fault,
  };
}
