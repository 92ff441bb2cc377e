import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { linkedPage, optionalText } from '../azure-fields.js';

const patterns = z
  .array(z.string())
  .nullish()
  .transform((given) => given ?? []);

const definitionSchema = z
  .object({
    id: z.string().min(1),
    name: z.string().min(1),
    properties: z.object({
      roleName: optionalText,
      permissions: z.array(z.object({ actions: patterns, notActions: patterns, dataActions: patterns, notDataActions: patterns })).default([]),
    }),
  })
  .transform(({ id, name, properties }) => ({ id, name, roleName: properties.roleName, permissions: properties.permissions }));

export type AzureAuthorizationRoleDefinition = z.output<typeof definitionSchema>;

export const azureAuthorizationRoleDefinitionsReader = defineReader<AzureAuthorizationRoleDefinition>({
  id: 'azure.authorization.role-definitions',
  cloud: 'azure',
  scope: 'azure.subscription',
  resourceType: 'microsoft.authorization/roledefinitions',
  operations: ['Microsoft.Authorization/roleDefinitions/read'],
  pageSize: 1000,
  request: ({ scope, pageToken }) => ({
    operation: 'Microsoft.Authorization/roleDefinitions/read',
    path: { subscriptionId: scope.accountId },
    ...(pageToken === null ? {} : { continuation: pageToken }),
  }),
  page: linkedPage,
  item: definitionSchema,
  identify: (definition, scope) => ({
    canonicalId: definition.id.toLowerCase(),
    resourceId: definition.id,
    name: definition.roleName,
    accountId: scope.accountId,
    region: null,
    tags: {},
  }),
});
