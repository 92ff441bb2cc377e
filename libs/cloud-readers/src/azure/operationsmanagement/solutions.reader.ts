import { z } from 'zod';
import { armMembers, optionalText } from '../azure-fields.js';
import { defineGraphReader } from '../define-graph-reader.js';

const schema = z
  .object({ ...armMembers, properties: z.object({ workspaceResourceId: optionalText }) })
  .transform(({ properties, ...solution }) => ({ ...solution, workspaceId: properties.workspaceResourceId }));

export type AzureOperationsmanagementSolution = z.output<typeof schema>;

/** Solutions are named `Product(workspace)`; `SecurityInsights` is Microsoft Sentinel. */
export const azureOperationsmanagementSolutionsReader = defineGraphReader<AzureOperationsmanagementSolution>({
  id: 'azure.operationsmanagement.solutions',
  type: 'Microsoft.OperationsManagement/solutions',
  columns: ['properties'],
  item: schema,
});
