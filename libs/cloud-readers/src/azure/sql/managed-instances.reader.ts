import { z } from 'zod';
import { armMembers, optionalNumber, optionalText } from '../azure-fields.js';
import { defineGraphReader } from '../define-graph-reader.js';

const schema = z
  .object({
    ...armMembers,
    sku: z.object({ name: optionalText, tier: optionalText }).nullish(),
    properties: z.object({ state: optionalText, vCores: optionalNumber, instancePoolId: optionalText }),
  })
  .transform(({ sku, properties, ...instance }) => ({
    ...instance,
    skuName: sku?.name ?? null,
    skuTier: sku?.tier ?? null,
    state: properties.state,
    vCores: properties.vCores,
    instancePoolId: properties.instancePoolId,
  }));

export type AzureSqlManagedInstance = z.output<typeof schema>;

export const azureSqlManagedInstancesReader = defineGraphReader<AzureSqlManagedInstance>({
  id: 'azure.sql.managed-instances',
  type: 'Microsoft.Sql/managedInstances',
  columns: ['sku', 'properties'],
  item: schema,
});
