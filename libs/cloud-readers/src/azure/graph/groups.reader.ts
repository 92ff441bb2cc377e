import type { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { directoryIdentity, directoryObject, directoryRequest } from '../directory-fields.js';
import { linkedPage } from '../azure-fields.js';

/** Only that a group with this id exists; no name, no address. */
export type AzureGraphGroup = z.output<typeof directoryObject>;

export const azureGraphGroupsReader = defineReader<AzureGraphGroup>({
  id: 'azure.graph.groups',
  cloud: 'azure',
  scope: 'azure.tenant',
  resourceType: 'microsoft.graph/groups',
  operations: ['microsoft.graph/groups/list'],
  pageSize: 999,
  request: (input) => directoryRequest('microsoft.graph/groups/list', input),
  page: linkedPage,
  item: directoryObject,
  identify: directoryIdentity,
});
