import type { AzureRoleAssignment } from '../azure-directory.js';
import type { AzureRole } from '../azure-roles.js';
import type { KqlRow } from '../kql/kql-value.js';

export interface AuthorizationBody {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly properties: KqlRow;
}

/** A role assignment as ARM writes it. */
export function roleAssignmentBody(assignment: AzureRoleAssignment): AuthorizationBody {
  const at = assignment.createdAt.toISOString();
  return {
    id: assignment.id,
    name: assignment.name,
    type: 'Microsoft.Authorization/roleAssignments',
    properties: {
      roleDefinitionId: assignment.roleDefinitionId,
      principalId: assignment.principalId,
      principalType: assignment.principalType,
      scope: assignment.scope,
      condition: null,
      createdOn: at,
      updatedOn: at,
      createdBy: null,
      updatedBy: null,
    },
  };
}

/** A role definition as ARM writes it; `scope` is '' or '/' at the tenant's root, else `/subscriptions/…`. */
export function roleDefinitionBody(role: AzureRole, scope: string): AuthorizationBody {
  return {
    id: `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/roleDefinitions/${role.guid}`,
    name: role.guid,
    type: 'Microsoft.Authorization/roleDefinitions',
    properties: {
      roleName: role.roleName,
      type: role.type,
      description: '',
      assignableScopes: ['/'],
      permissions: [{ actions: role.actions, notActions: role.notActions, dataActions: role.dataActions ?? [], notDataActions: [] }],
    },
  };
}
