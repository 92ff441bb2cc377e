import type { SimResponse } from '../../http/cloud-handler.js';
import { jsonAnswer, type JsonObject } from '../../http/json-answer.js';
import { allows, identify, type AzureCall } from '../azure-call.js';
import type { AzureSubscription } from '../azure-estate.js';
import type { AzureResource } from '../azure-resource.js';
import { resourceGroupsOf } from '../resource-graph-tables.js';
import { armList } from './arm-list.js';

const PAGE_SIZE = 100;

/** `GET /subscriptions`: what the caller may read; one without any grant gets an empty list, not a refusal. */
export function listSubscriptions(call: AzureCall): SimResponse {
  identify(call, 'Microsoft.Resources/subscriptions/read', 'read');
  const readable = allows(call, 'Microsoft.Resources/subscriptions/read') ? call.world.estate.subscriptions : [];
  return jsonAnswer(200, {
    value: readable.map((subscription) => subscriptionBody(call, subscription)),
  });
}

export function subscriptionBody({ world }: AzureCall, { subscriptionId, displayName, quotaId }: AzureSubscription): JsonObject {
  return {
    id: `/subscriptions/${subscriptionId}`,
    authorizationSource: 'RoleBased',
    managedByTenants: [],
    subscriptionId,
    tenantId: world.estate.cloudTenantId,
    displayName,
    state: 'Enabled',
    subscriptionPolicies: { locationPlacementId: 'Public_2014-09-01', quotaId, spendingLimit: 'Off' },
  };
}

export function listResourceGroups(call: AzureCall, subscriptionId: string): SimResponse {
  const groups = resourceGroupsOf(call, subscriptionId).map(({ name, location }) => ({
    id: `/subscriptions/${subscriptionId}/resourceGroups/${name}`,
    name,
    type: 'Microsoft.Resources/resourceGroups',
    location,
    properties: { provisioningState: 'Succeeded' },
  }));
  return armList(call, groups, PAGE_SIZE);
}

/** `GET …/resources` (no properties, as ARM has it) or `GET …/providers/{namespace}/{type}` (with them). */
export function listResources(call: AzureCall, resources: readonly AzureResource[], detail: 'generic' | 'typed'): SimResponse {
  const pageSize = Math.min(Number(call.request.url.searchParams.get('$top') ?? PAGE_SIZE * 10) || PAGE_SIZE, PAGE_SIZE * 10);
  return armList(
    call,
    resources.map((resource) => resourceBody(resource, detail)),
    pageSize,
  );
}

export function resourceBody(resource: AzureResource, detail: 'generic' | 'typed'): JsonObject {
  const { id, name, type, location, kind, managedBy, sku, tags, properties } = resource;
  return {
    id,
    name,
    type,
    location,
    ...(kind === '' ? {} : { kind }),
    ...(managedBy === '' ? {} : { managedBy }),
    ...(sku === null ? {} : { sku }),
    ...(tags === null ? {} : { tags }),
    ...(detail === 'typed' ? { properties } : {}),
  };
}
