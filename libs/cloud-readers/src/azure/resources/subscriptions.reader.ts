import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { linkedPage, optionalText } from '../azure-fields.js';

const schema = z
  .object({
    subscriptionId: z.guid(),
    displayName: optionalText,
    state: optionalText,
    subscriptionPolicies: z.object({ quotaId: optionalText }).nullish(),
  })
  .transform(({ displayName, subscriptionPolicies, ...subscription }) => ({
    ...subscription,
    name: displayName,
    quotaId: subscriptionPolicies?.quotaId ?? null,
  }));

export type AzureResourcesSubscription = z.output<typeof schema>;

/** All subscriptions that the principal sees, in one list; the quota id says under which offer each is billed. */
export const azureResourcesSubscriptionsReader = defineReader<AzureResourcesSubscription>({
  id: 'azure.resources.subscriptions',
  cloud: 'azure',
  scope: 'azure.tenant',
  resourceType: 'microsoft.resources/subscriptions',
  operations: ['Microsoft.Resources/subscriptions/read'],
  pageSize: 1000,
  request: ({ pageToken }) => ({ operation: 'Microsoft.Resources/subscriptions/read', ...(pageToken === null ? {} : { continuation: pageToken }) }),
  page: linkedPage,
  item: schema,
  identify: ({ subscriptionId, name }) => ({
    canonicalId: `/subscriptions/${subscriptionId}`.toLowerCase(),
    resourceId: `/subscriptions/${subscriptionId}`,
    name,
    accountId: subscriptionId,
    region: null,
    tags: {},
  }),
});
