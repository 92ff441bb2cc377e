import type { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { directoryIdentity, directoryObject, directoryRequest } from '../directory-fields.js';
import { linkedPage } from '../azure-fields.js';

/** Only that a user with this id exists; no name, no address. */
export type AzureGraphUser = z.output<typeof directoryObject>;

export const azureGraphUsersReader = defineReader<AzureGraphUser>({
  id: 'azure.graph.users',
  cloud: 'azure',
  scope: 'azure.tenant',
  resourceType: 'microsoft.graph/users',
  operations: ['microsoft.graph/users/list'],
  pageSize: 999,
  request: (input) => directoryRequest('microsoft.graph/users/list', input),
  page: linkedPage,
  item: directoryObject,
  identify: directoryIdentity,
});
