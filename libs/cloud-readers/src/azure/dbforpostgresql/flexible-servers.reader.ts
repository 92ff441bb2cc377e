import type { z } from 'zod';
import { defineGraphReader } from '../define-graph-reader.js';
import { flexibleServerSchema } from '../flexible-server.js';

export type AzureDbforpostgresqlFlexibleServer = z.output<typeof flexibleServerSchema>;

export const azureDbforpostgresqlFlexibleServersReader = defineGraphReader<AzureDbforpostgresqlFlexibleServer>({
  id: 'azure.dbforpostgresql.flexible-servers',
  type: 'Microsoft.DBforPostgreSQL/flexibleServers',
  columns: ['sku', 'properties'],
  item: flexibleServerSchema,
});
