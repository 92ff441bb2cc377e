import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { linkedPage, optionalText } from '../azure-fields.js';

const assignmentSchema = z
  .object({
    id: z.string().min(1),
    name: z.string().min(1),
    properties: z.object({
      principalId: z.string().min(1),
      principalType: optionalText,
      roleDefinitionId: z.string().min(1),
      scope: z.string().min(1),
      createdOn: optionalText,
    }),
  })
  .transform(({ id, name, properties }) => ({ id, name, ...properties }));

export type AzureAuthorizationRoleAssignment = z.output<typeof assignmentSchema>;

/** Assignments at, above and below the subscription, as ARM lists them for it. */
export const azureAuthorizationRoleAssignmentsReader = defineReader<AzureAuthorizationRoleAssignment>({
  id: 'azure.authorization.role-assignments',
  cloud: 'azure',
  scope: 'azure.subscription',
  resourceType: 'microsoft.authorization/roleassignments',
  operations: ['Microsoft.Authorization/roleAssignments/read'],
  pageSize: 1000,
  request: ({ scope, pageToken }) => ({
    operation: 'Microsoft.Authorization/roleAssignments/read',
    path: { subscriptionId: scope.accountId },
    ...(pageToken === null ? {} : { continuation: pageToken }),
  }),
  page: linkedPage,
  item: assignmentSchema,
  identify: (assignment, scope) => ({
    canonicalId: assignment.id.toLowerCase(),
    resourceId: assignment.id,
    name: assignment.name,
    accountId: scope.accountId,
    region: null,
    tags: {},
  }),
});
