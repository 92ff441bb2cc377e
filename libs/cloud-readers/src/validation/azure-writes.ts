import type { AzureAuthorizationRoleDefinition } from '../azure/authorization/role-definitions.reader.js';
import type { WriteFinding } from './connection-validation.js';
import { isAzureRead } from './write-actions.js';

type RolePermission = AzureAuthorizationRoleDefinition['permissions'][number];

/** Actions of one role that are not reading, with where they come from. A data action reads or writes content, so each counts. */
export function azureWrites(permissions: readonly RolePermission[], source: string): WriteFinding[] {
  return permissions.flatMap(({ actions, notActions, dataActions }) => {
    const excluded = new Set(notActions.map((action) => action.toLowerCase()));
    const writes = actions.filter((action) => !isAzureRead(action) && !excluded.has(action.toLowerCase()) && !excluded.has('*'));
    return [...writes, ...dataActions].map((action) => ({ action, source }));
  });
}
