import { z } from 'zod';
import { armMembers, counted, optionalBoolean, optionalText } from '../azure-fields.js';
import { defineGraphReader } from '../define-graph-reader.js';

const schema = z
  .object({
    ...armMembers,
    kind: optionalText,
    properties: z.object({
      enableFreeTier: optionalBoolean,
      locations: counted,
      capabilities: z.array(z.object({ name: optionalText })).nullish(),
    }),
  })
  .transform(({ properties, ...account }) => ({
    ...account,
    freeTier: properties.enableFreeTier,
    regions: properties.locations,
    serverless: (properties.capabilities ?? []).some((capability) => capability.name?.toLowerCase() === 'enableserverless'),
  }));

export type AzureDocumentdbDatabaseAccount = z.output<typeof schema>;

export const azureDocumentdbDatabaseAccountsReader = defineGraphReader<AzureDocumentdbDatabaseAccount>({
  id: 'azure.documentdb.database-accounts',
  type: 'Microsoft.DocumentDB/databaseAccounts',
  columns: ['kind', 'properties'],
  item: schema,
});
