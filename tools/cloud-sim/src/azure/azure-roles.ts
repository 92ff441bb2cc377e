import type { AzureEstate } from './azure-estate.js';
import { seededGuid } from './azure-resource.js';

/** A role definition, built-in or custom; `actions` may hold `*` anywhere, as Azure's do. */
export interface AzureRole {
  readonly guid: string;
  readonly roleName: string;
  readonly type: 'BuiltInRole' | 'CustomRole';
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  /** Rights on data: a `*` among the actions, an Owner's too, holds none of them. */
  readonly dataActions?: readonly string[];
}

/** The built-in roles that estates use; ids and actions are Azure's. */
const BUILT_IN: readonly AzureRole[] = [
  builtIn('acdd72a7-3385-48ef-bd42-f606fba81ae7', 'Reader', ['*/read']),
  builtIn('72fafb9e-0641-4937-9268-a91bfd8191a3', 'Cost Management Reader', [
    'Microsoft.Consumption/*/read',
    'Microsoft.CostManagement/*/read',
    'Microsoft.Billing/billingPeriods/read',
    'Microsoft.Resources/subscriptions/read',
    'Microsoft.Resources/subscriptions/resourceGroups/read',
    'Microsoft.Support/*',
    'Microsoft.Advisor/configurations/read',
    'Microsoft.Advisor/recommendations/read',
    'Microsoft.Management/managementGroups/read',
    'Microsoft.Billing/billingProperty/read',
  ]),
  builtIn('43d0d8ad-25c7-4714-9337-8ba259a9fe05', 'Monitoring Reader', [
    '*/read',
    'Microsoft.OperationalInsights/workspaces/search/action',
    'Microsoft.Support/*',
  ]),
  {
    ...builtIn('2a2b9908-6ea1-4ae2-8e65-a410df84e7d1', 'Storage Blob Data Reader', [
      'Microsoft.Storage/storageAccounts/blobServices/containers/read',
      'Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action',
    ]),
    dataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'],
  },
  builtIn('8e3af657-a8ff-443c-a75c-2fe8c4bcb635', 'Owner', ['*']),
  builtIn(
    'b24988ac-6180-42a0-ab88-20f7382dd24c',
    'Contributor',
    ['*'],
    [
      'Microsoft.Authorization/*/Delete',
      'Microsoft.Authorization/*/Write',
      'Microsoft.Authorization/elevateAccess/Action',
      'Microsoft.Blueprint/blueprintAssignments/write',
      'Microsoft.Blueprint/blueprintAssignments/delete',
    ],
  ),
];

function builtIn(guid: string, roleName: string, actions: readonly string[], notActions: readonly string[] = []): AzureRole {
  return { guid, roleName, type: 'BuiltInRole', actions, notActions };
}

/** Every role definition of the estate. */
export function rolesOf(estate: AzureEstate, seed: number): AzureRole[] {
  const custom = estate.customRoles.map((role, ordinal): AzureRole => ({ guid: seededGuid(seed, 'custom-role', ordinal), type: 'CustomRole', ...role }));
  return [...BUILT_IN, ...custom];
}

/** @throws Error for a role name that neither Azure nor the estate knows */
export function roleDefinitionId(estate: AzureEstate, seed: number, subscriptionId: string, roleName: string): string {
  const role = rolesOf(estate, seed).find((known) => known.roleName === roleName);
  if (role === undefined) throw new Error(`the estate names a role that does not exist: ${roleName}`);
  return `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${role.guid}`;
}

/** Whether a role grants an action: some action matches and no notAction does; letter case never counts. */
export function grants(role: Pick<AzureRole, 'actions' | 'notActions'>, action: string): boolean {
  return role.actions.some((pattern) => actionMatches(pattern, action)) && !role.notActions.some((pattern) => actionMatches(pattern, action));
}

/** Whether a role grants a right on data. */
export const grantsData = ({ dataActions = [] }: Pick<AzureRole, 'dataActions'>, action: string): boolean =>
  dataActions.some((pattern) => actionMatches(pattern, action));

function actionMatches(pattern: string, action: string): boolean {
  const expression = pattern
    .split('*')
    .map((part) => part.replace(/[.\\/()[\]{}+?^$|]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${expression}$`, 'i').test(action);
}
