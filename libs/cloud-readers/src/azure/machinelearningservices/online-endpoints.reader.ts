import { z } from 'zod';
import { armMembers, optionalText } from '../azure-fields.js';
import { defineGraphReader } from '../define-graph-reader.js';

const schema = z
  .object({
    ...armMembers,
    properties: z.object({ provisioningState: optionalText, compute: optionalText, traffic: z.record(z.string(), z.number()).nullish() }),
  })
  .transform(({ properties, ...endpoint }) => ({
    ...endpoint,
    provisioningState: properties.provisioningState,
    // Only an endpoint on somebody's own cluster names one.
    computeId: properties.compute,
    deployments: Object.keys(properties.traffic ?? {}).length,
  }));

export type AzureMachinelearningservicesOnlineEndpoint = z.output<typeof schema>;

export const azureMachinelearningservicesOnlineEndpointsReader = defineGraphReader<AzureMachinelearningservicesOnlineEndpoint>({
  id: 'azure.machinelearningservices.online-endpoints',
  type: 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints',
  columns: ['properties'],
  item: schema,
});
