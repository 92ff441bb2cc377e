import { z } from 'zod';
import { armMembers, optionalNumber, optionalText } from '../azure-fields.js';
import { defineGraphReader } from '../define-graph-reader.js';

const schema = z
  .object({
    ...armMembers,
    kind: optionalText,
    sku: z.object({ name: optionalText, tier: optionalText, capacity: optionalNumber }).nullish(),
    properties: z.object({ status: optionalText, creationDate: optionalText, elasticPoolId: optionalText, secondaryType: optionalText }),
  })
  .transform(({ sku, properties, ...database }) => ({
    ...database,
    skuName: sku?.name ?? null,
    skuTier: sku?.tier ?? null,
    capacity: sku?.capacity ?? null,
    status: properties.status,
    creationDate: properties.creationDate,
    elasticPoolId: properties.elasticPoolId,
    secondaryType: properties.secondaryType,
  }));

export type AzureSqlDatabase = z.output<typeof schema>;

export const azureSqlDatabasesReader = defineGraphReader<AzureSqlDatabase>({
  id: 'azure.sql.databases',
  type: 'Microsoft.Sql/servers/databases',
  columns: ['kind', 'sku', 'properties'],
  item: schema,
});
