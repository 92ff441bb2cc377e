import { allows, type AzureCall } from './azure-call.js';
import type { AzureResource } from './azure-resource.js';
import { roleAssignmentBody, roleDefinitionBody } from './arm/authorization-bodies.js';
import type { KqlRow } from './kql/kql-value.js';

/** The tables of Resource Graph that the simulator keeps; null for a table it does not know. */
export function tableRows(call: AzureCall, table: string, subscriptions: readonly string[]): readonly KqlRow[] | null {
  switch (table) {
    case 'resources':
      return readableResources(call, subscriptions).map((resource) => resourceRow(call, resource));
    case 'resourcecontainers':
      return containerRows(call, subscriptions);
    case 'authorizationresources':
      return authorizationRows(call, subscriptions);
    default:
      return null;
  }
}

/** Resource Graph leaves out, without a word, what its caller may not read. */
function readableResources(call: AzureCall, subscriptions: readonly string[]): readonly AzureResource[] {
  const wanted = new Set(subscriptions);
  const verdicts = new Map<string, boolean>();
  return call.world.resources.filter(({ subscriptionId, type }) => {
    const readable = verdicts.get(type) ?? allows(call, `${type}/read`);
    verdicts.set(type, readable);
    return readable && wanted.has(subscriptionId);
  });
}

function resourceRow({ world }: AzureCall, resource: AzureResource): KqlRow {
  return {
    id: resource.id,
    name: resource.name,
    type: resource.type.toLowerCase(),
    tenantId: world.estate.cloudTenantId,
    kind: resource.kind,
    location: resource.location,
    resourceGroup: resource.resourceGroup.toLowerCase(),
    subscriptionId: resource.subscriptionId,
    managedBy: resource.managedBy,
    sku: resource.sku,
    plan: null,
    properties: resource.properties,
    tags: resource.tags,
    identity: null,
    zones: null,
    extendedLocation: null,
  };
}

function containerRows(call: AzureCall, subscriptions: readonly string[]): KqlRow[] {
  const { estate } = call.world;
  const container = (id: string, name: string, type: string, subscriptionId: string, location: string, properties: KqlRow): KqlRow => ({
    id,
    name,
    type,
    tenantId: estate.cloudTenantId,
    kind: '',
    location,
    resourceGroup: type.endsWith('resourcegroups') ? name.toLowerCase() : '',
    subscriptionId,
    managedBy: '',
    sku: null,
    plan: null,
    properties,
    tags: null,
    identity: null,
    zones: null,
    extendedLocation: null,
  });
  if (!allows(call, 'Microsoft.Resources/subscriptions/read')) return [];
  return estate.subscriptions
    .filter(({ subscriptionId }) => subscriptions.includes(subscriptionId))
    .flatMap(({ subscriptionId, displayName }) => [
      container(`/subscriptions/${subscriptionId}`, displayName, 'microsoft.resources/subscriptions', subscriptionId, '', { state: 'Enabled' }),
      ...resourceGroupsOf(call, subscriptionId).map(({ name, location }) =>
        container(
          `/subscriptions/${subscriptionId}/resourceGroups/${name}`,
          name,
          'microsoft.resources/subscriptions/resourcegroups',
          subscriptionId,
          location,
          { provisioningState: 'Succeeded' },
        ),
      ),
    ]);
}

/** The resource groups of one subscription, in the order of their first resource. */
export function resourceGroupsOf({ world }: AzureCall, subscriptionId: string): { name: string; location: string }[] {
  const groups = new Map<string, { name: string; location: string }>();
  for (const resource of world.resources) {
    if (resource.subscriptionId !== subscriptionId || groups.has(resource.resourceGroup)) continue;
    groups.set(resource.resourceGroup, { name: resource.resourceGroup, location: resource.location });
  }
  return [...groups.values()];
}

function authorizationRows(call: AzureCall, subscriptions: readonly string[]): KqlRow[] {
  const row = (body: { id: string; name: string; properties: KqlRow }, type: string, subscriptionId: string): KqlRow => ({
    id: body.id,
    name: body.name,
    type,
    tenantId: call.world.estate.cloudTenantId,
    kind: '',
    location: 'global',
    resourceGroup: '',
    subscriptionId,
    properties: body.properties,
  });
  const assignments = allows(call, 'Microsoft.Authorization/roleAssignments/read') ? call.world.directory.assignments : [];
  const roles = allows(call, 'Microsoft.Authorization/roleDefinitions/read') ? call.world.roles : [];
  return [
    ...assignments
      .filter(({ subscriptionId }) => subscriptions.includes(subscriptionId))
      .map((assignment) => row(roleAssignmentBody(assignment), 'microsoft.authorization/roleassignments', assignment.subscriptionId)),
    ...roles.map((role) => row(roleDefinitionBody(role, '/'), 'microsoft.authorization/roledefinitions', '')),
  ];
}
