import {
  type AzureAuthorizationRoleAssignment,
  azureAuthorizationRoleAssignmentsReader,
  azureGraphGroupsReader,
  azureGraphServicePrincipalsReader,
  azureGraphUsersReader,
} from '@vitrine/cloud-readers';
import { daysSince, windowSince } from '../../../engine/age.js';
import { defineRule, lookup, type LookupAnswer, type Verdict } from '../../../engine/define-rule.js';
import { setting } from '../../../engine/settings.js';

type Kind = 'users' | 'servicePrincipals' | 'groups';

/** Which directory lists can hold the principal. Azure turns the type of a deleted one into `Unknown`, so all are asked then. */
function listsOf(principalType: string | null): readonly Kind[] {
  switch (principalType?.toLowerCase()) {
    case 'user':
      return ['users'];
    case 'serviceprincipal':
      return ['servicePrincipals'];
    case 'group':
      return ['groups'];
    default:
      return ['users', 'servicePrincipals', 'groups'];
  }
}

const ids = (directoryObject: { readonly id: string }): readonly { readonly key: string }[] => [{ key: directoryObject.id.toLowerCase() }];
const asks =
  (kind: Kind) =>
  (assignment: AzureAuthorizationRoleAssignment): readonly string[] =>
    listsOf(assignment.principalType).includes(kind) ? [assignment.principalId.toLowerCase()] : [];

/** Every list is asked before "nowhere" is said, so that one denied list can never make an orphan. */
function exists(lists: readonly Kind[], lookups: Readonly<Record<string, LookupAnswer>>, principalId: string): boolean {
  return lists.some((kind) => lookups[kind]?.has(principalId.toLowerCase()) === true);
}

export const azureAuthorizationRoleAssignmentOrphanedRule = defineRule<AzureAuthorizationRoleAssignment>({
  id: 'azure.authorization.role-assignment-orphaned',
  version: 1,
  cloud: 'azure',
  family: 'identity',
  title: 'Role assignment to a principal that no longer exists',
  why: 'Azure keeps the assignment when its principal is deleted. It uses up the limit of assignments and hides who really has access.',
  verify: 'az resource show --ids {resourceId} --api-version 2022-04-01 --query "properties.[principalId,principalType,roleDefinitionId,scope]"',
  remedy: {
    steps: ['Check that the principal is not in the directory’s deleted items, where it can be restored for 30 days.', 'Delete the role assignment.'],
    rollback: 'Restore the principal and assign the role again at the same scope.',
  },
  severity: 'medium',
  effort: 'VeryLow',
  actionGroup: 'identity',
  needs: { item: azureAuthorizationRoleAssignmentsReader },
  lookups: {
    users: lookup({ reader: azureGraphUsersReader, keys: ids, ask: asks('users') }),
    servicePrincipals: lookup({ reader: azureGraphServicePrincipalsReader, keys: ids, ask: asks('servicePrincipals') }),
    groups: lookup({ reader: azureGraphGroupsReader, keys: ids, ask: asks('groups') }),
  },
  metrics: {},
  defaults: { graceDays: 1 },
  evaluate({ item, lookups, at, settings }): Verdict {
    const type = item.principalType?.toLowerCase() ?? null;
    if (type === 'foreigngroup' || type === 'device')
      return { verdict: 'not_applicable', because: `principal type ${item.principalType ?? ''} is not in this directory’s lists` };
    // A principal made minutes ago may not be in the directory's lists yet; an assignment without a time is judged as old.
    const ageDays = daysSince(item.createdOn, at);
    const graceDays = setting(settings, 'graceDays');
    if (ageDays !== null && ageDays < graceDays) return { verdict: 'pass' };
    if (exists(listsOf(item.principalType), lookups, item.principalId)) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: {
        principalId: item.principalId,
        principalType: item.principalType,
        principalExists: false,
        roleDefinitionId: item.roleDefinitionId,
        scope: item.scope,
        createdOn: item.createdOn,
      },
      window: item.createdOn === null || ageDays === null ? null : windowSince(item.createdOn, at),
      formula: `the principal id is in none of the directory’s lists: ${listsOf(item.principalType).join(', ')}`,
      assumptions: ['The lists were read within this audit; a principal made meanwhile is spared by the grace of one day.'],
      cost: { kind: 'none' },
    };
  },
});
