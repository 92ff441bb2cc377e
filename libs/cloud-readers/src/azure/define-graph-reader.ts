import type { z } from 'zod';
import { defineReader, type Reader } from '../engine/define-reader.js';
import { armIdentity, resourceGraphBody, resourceGraphPage } from './azure-fields.js';

interface ArmResource {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * A reader of one ARM type, subscription by subscription, 1,000 rows a call. The permission that a customer grants is the
 * type's own `read`, although one path of Resource Graph serves all types.
 * @param only a KQL condition that leaves healthy resources in the cloud; what cannot be told must stay in
 */
export function defineGraphReader<Item extends ArmResource>(definition: {
  readonly id: string;
  /** In the provider's capitals: `Microsoft.Network/azureFirewalls`. */
  readonly type: string;
  readonly columns: readonly string[];
  readonly item: z.ZodType<Item>;
  readonly only?: string;
}): Reader<Item> {
  const { id, type, columns, item, only } = definition;
  const operation = `${type}/read`;
  const resourceType = type.toLowerCase();
  return defineReader<Item>({
    id,
    cloud: 'azure',
    scope: 'azure.subscription',
    resourceType,
    operations: [operation],
    pageSize: 1000,
    request: (input) => ({ operation, body: resourceGraphBody(resourceType, columns, input, only) }),
    page: resourceGraphPage,
    item,
    identify: armIdentity,
  });
}
