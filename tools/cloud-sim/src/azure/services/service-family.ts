import type { JsonObject } from '../../http/json-answer.js';
import type { AzureFault } from '../azure-conditions.js';
import type { AzureMeasures } from '../azure-measures.js';
import type { AzureProduct } from '../azure-products.js';
import type { AzureExpansion, AzureResource } from '../azure-resource.js';
import type { AzureGroupOf } from '../azure-estate.js';
import type { ExpectedVerdicts } from '../azure-verdicts.js';

export type ServiceGroup = AzureGroupOf<'service'>;

/** Where one resource stands, before its situation gives it a shape. */
export interface ServicePlace {
  readonly expansion: AzureExpansion<ServiceGroup>;
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

/** What Azure answers of a resource in a situation, in the shape of its own API. */
export interface ServiceShape {
  readonly properties: JsonObject;
  readonly sku?: JsonObject;
  readonly kind?: string;
  readonly managedBy?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Where the situation is in the name. */
  readonly name?: string;
  readonly product?: AzureProduct | null;
  readonly alternatives?: readonly AzureProduct[];
  /** Other resources that make the situation: the connection of a gateway. */
  readonly companions?: readonly AzureResource[];
}

/** A situation is a fault, or a trap that looks like one, or healthy; said here by hand, so that it owes nothing to any rule's code. */
export interface ServiceSituation {
  readonly fault?: AzureFault;
  /** The part of the bill that goes away with the fault; null where no price tells it. */
  readonly share?: string | null;
  readonly verdicts?: ExpectedVerdicts;
  /** Days since creation, where the situation is one of age. */
  readonly ageDays?: number;
  readonly measures?: AzureMeasures;
  readonly shape: (place: ServicePlace) => ServiceShape;
}

/** One kind of resource of one service, described once. */
export interface ServiceFamily {
  /** In the provider's capitals. */
  readonly type: string;
  /** The type with the names of the parents between, where it has any: `Microsoft.Sql/servers/shop-sql/databases`. */
  readonly path?: string;
  /** As the bill calls it. */
  readonly billedAs: string;
  readonly situations: Readonly<Record<string, ServiceSituation>>;
}

/** A resource that only makes another's situation: without a bill and without a verdict of its own, unless it says so. */
export function companionOf(place: ServicePlace, type: string, name: string, properties: JsonObject, more: Partial<AzureResource> = {}): AzureResource {
  const { group, subscriptionId } = place.expansion;
  return {
    id: `/subscriptions/${subscriptionId}/resourceGroups/${group.resourceGroup}/providers/${type}/${name}`,
    name,
    type,
    location: group.region,
    subscriptionId,
    resourceGroup: group.resourceGroup,
    tags: null,
    sku: null,
    kind: '',
    managedBy: '',
    properties,
    createdAt: place.createdAt,
    bill: null,
    load: null,
    product: null,
    fault: null,
    ...more,
  };
}
