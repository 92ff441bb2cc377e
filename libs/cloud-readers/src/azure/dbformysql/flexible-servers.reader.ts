import type { z } from 'zod';
import { defineGraphReader } from '../define-graph-reader.js';
import { flexibleServerSchema } from '../flexible-server.js';

export type AzureDbformysqlFlexibleServer = z.output<typeof flexibleServerSchema>;

export const azureDbformysqlFlexibleServersReader = defineGraphReader<AzureDbformysqlFlexibleServer>({
  id: 'azure.dbformysql.flexible-servers',
  type: 'Microsoft.DBforMySQL/flexibleServers',
  columns: ['sku', 'properties'],
  item: flexibleServerSchema,
});
