const subscriptionId = '11111111-2222-4333-8444-555555555555';

/** The members that every ARM resource of a fixture has. */
export function armCase(
  type: string,
  name: string,
  resourceGroup = 'rg-main',
): { id: string; name: string; location: string; resourceGroup: string; subscriptionId: string; tags: Record<string, string> } {
  return {
    id: `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${type}/${name}`,
    name,
    location: 'westeurope',
    resourceGroup: resourceGroup.toLowerCase(),
    subscriptionId,
    tags: {},
  };
}
