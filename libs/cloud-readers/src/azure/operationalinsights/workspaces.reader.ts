import { z } from 'zod';
import { armMembers, optionalNumber, optionalText } from '../azure-fields.js';
import { defineGraphReader } from '../define-graph-reader.js';

const schema = z
  .object({ ...armMembers, properties: z.object({ retentionInDays: optionalNumber, sku: z.object({ name: optionalText }).nullish() }) })
  .transform(({ properties, ...workspace }) => ({ ...workspace, retentionDays: properties.retentionInDays, skuName: properties.sku?.name ?? null }));

export type AzureOperationalinsightsWorkspace = z.output<typeof schema>;

export const azureOperationalinsightsWorkspacesReader = defineGraphReader<AzureOperationalinsightsWorkspace>({
  id: 'azure.operationalinsights.workspaces',
  type: 'Microsoft.OperationalInsights/workspaces',
  columns: ['properties'],
  item: schema,
});
