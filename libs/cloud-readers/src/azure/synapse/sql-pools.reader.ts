import { z } from 'zod';
import { armMembers, optionalText } from '../azure-fields.js';
import { defineGraphReader } from '../define-graph-reader.js';

const schema = z
  .object({ ...armMembers, sku: z.object({ name: optionalText }).nullish(), properties: z.object({ status: optionalText, creationDate: optionalText }) })
  .transform(({ sku, properties, ...pool }) => ({
    ...pool,
    skuName: sku?.name ?? null,
    status: properties.status,
    creationDate: properties.creationDate,
  }));

export type AzureSynapseSqlPool = z.output<typeof schema>;

export const azureSynapseSqlPoolsReader = defineGraphReader<AzureSynapseSqlPool>({
  id: 'azure.synapse.sql-pools',
  type: 'Microsoft.Synapse/workspaces/sqlPools',
  columns: ['sku', 'properties'],
  item: schema,
});
