import { z } from 'zod';

/** Placeholder until the azure helper declares it. */
export const azureEstateSchema = z.strictObject({});
export type AzureEstate = z.output<typeof azureEstateSchema>;
