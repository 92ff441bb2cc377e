import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { armIdentity, armMembers, optionalBoolean, optionalNumber, optionalText, reference, resourceGraphBody, resourceGraphPage } from '../azure-fields.js';

const planSchema = z
  .object({
    ...armMembers,
    kind: optionalText,
    sku: z.object({ name: optionalText, tier: optionalText, capacity: optionalNumber }).nullish(),
    properties: z.object({ numberOfSites: optionalNumber, hostingEnvironmentProfile: reference, zoneRedundant: optionalBoolean }),
  })
  .transform(({ sku, properties, ...plan }) => ({
    ...plan,
    skuName: sku?.name ?? null,
    skuTier: sku?.tier ?? null,
    capacity: sku?.capacity ?? null,
    numberOfSites: properties.numberOfSites,
    hostingEnvironmentId: properties.hostingEnvironmentProfile,
    zoneRedundant: properties.zoneRedundant,
  }));

export type AzureWebAppServicePlan = z.output<typeof planSchema>;

export const azureWebAppServicePlansReader = defineReader<AzureWebAppServicePlan>({
  id: 'azure.web.app-service-plans',
  cloud: 'azure',
  scope: 'azure.subscription',
  resourceType: 'microsoft.web/serverfarms',
  operations: ['Microsoft.Web/serverfarms/read'],
  pageSize: 1000,
  request: (input) => ({
    operation: 'Microsoft.Web/serverfarms/read',
    body: resourceGraphBody('microsoft.web/serverfarms', ['kind', 'sku', 'properties'], input),
  }),
  page: resourceGraphPage,
  item: planSchema,
  identify: armIdentity,
});
