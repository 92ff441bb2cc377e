import type { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { directoryIdentity, directoryObject, directoryRequest } from '../directory-fields.js';
import { linkedPage } from '../azure-fields.js';

/** Only that a service principal with this id exists; no name, no address. */
export type AzureGraphServicePrincipal = z.output<typeof directoryObject>;

export const azureGraphServicePrincipalsReader = defineReader<AzureGraphServicePrincipal>({
  id: 'azure.graph.service-principals',
  cloud: 'azure',
  scope: 'azure.tenant',
  resourceType: 'microsoft.graph/servicePrincipals',
  operations: ['microsoft.graph/servicePrincipals/list'],
  pageSize: 999,
  request: (input) => directoryRequest('microsoft.graph/servicePrincipals/list', input),
  page: linkedPage,
  item: directoryObject,
  identify: directoryIdentity,
});
