import { z } from 'zod';
import { armMembers, optionalNumber, optionalText } from '../azure-fields.js';
import { defineGraphReader } from '../define-graph-reader.js';

const schema = z
  .object({
    ...armMembers,
    sku: z.object({ name: optionalText, tier: optionalText, capacity: optionalNumber }).nullish(),
    properties: z.object({ state: optionalText, creationDate: optionalText }),
  })
  .transform(({ sku, properties, ...pool }) => ({
    ...pool,
    skuName: sku?.name ?? null,
    skuTier: sku?.tier ?? null,
    capacity: sku?.capacity ?? null,
    state: properties.state,
    creationDate: properties.creationDate,
  }));

export type AzureSqlElasticPool = z.output<typeof schema>;

export const azureSqlElasticPoolsReader = defineGraphReader<AzureSqlElasticPool>({
  id: 'azure.sql.elastic-pools',
  type: 'Microsoft.Sql/servers/elasticPools',
  columns: ['sku', 'properties'],
  item: schema,
});
