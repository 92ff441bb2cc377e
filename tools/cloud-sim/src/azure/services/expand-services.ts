import { armId, billOf, commonOf, daysBefore, memberName, tagsOf, type AzureExpansion, type AzureResource } from '../azure-resource.js';
import type { ServiceGroup } from './service-family.js';
import { serviceFamilies } from './service-families.js';

/** Expands a group of a service's resources, each followed by what makes its situation. */
export function expandServices(expansion: AzureExpansion<ServiceGroup>): AzureResource[] {
  return Array.from({ length: expansion.group.count }, (_, ordinal) => oneOf(expansion, memberName(expansion.group.name, ordinal))).flat();
}

function oneOf(expansion: AzureExpansion<ServiceGroup>, plainName: string): AzureResource[] {
  const { group, now, subscriptionId } = expansion;
  const family = serviceFamilies[group.service];
  const situation = family.situations[group.condition];
  if (situation === undefined) throw new Error(`${group.service} has no situation "${group.condition}"; it has ${Object.keys(family.situations).join(', ')}`);
  const ageDays = situation.ageDays ?? group.ageDays;
  const createdAt = daysBefore(now, ageDays);
  const idOf = (name: string): string => armId(subscriptionId, group.resourceGroup, family.path ?? family.type, name);
  const shape = situation.shape({ expansion, id: idOf(plainName), name: plainName, createdAt });
  const name = shape.name ?? plainName;
  const resource: AzureResource = {
    ...commonOf(expansion, family.type, name),
    id: idOf(name),
    kind: shape.kind ?? '',
    managedBy: shape.managedBy ?? '',
    tags: tagsOf(group.tags, shape.tags ?? {}),
    sku: shape.sku ?? null,
    properties: { provisioningState: 'Succeeded', ...shape.properties },
    createdAt,
    bill: billOf(group, ageDays, family.billedAs),
    measures: situation.measures ?? {},
    product: shape.product ?? null,
    alternatives: shape.alternatives ?? [],
    fault: situation.fault ?? null,
    ...(situation.share === undefined ? {} : { share: situation.share }),
    verdicts: situation.verdicts ?? {},
  };
  return [resource, ...(shape.companions ?? [])];
}
