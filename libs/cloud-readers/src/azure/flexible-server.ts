import { z } from 'zod';
import { armMembers, optionalText } from './azure-fields.js';

/** PostgreSQL and MySQL flexible servers say the same of themselves. */
export const flexibleServerSchema = z
  .object({
    ...armMembers,
    sku: z.object({ name: optionalText, tier: optionalText }).nullish(),
    properties: z.object({ state: optionalText, replicationRole: optionalText }),
  })
  .transform(({ sku, properties, ...server }) => ({
    ...server,
    skuName: sku?.name ?? null,
    skuTier: sku?.tier ?? null,
    state: properties.state,
    replicationRole: properties.replicationRole,
  }));
