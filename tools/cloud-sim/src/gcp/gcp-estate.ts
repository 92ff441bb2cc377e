import { z } from 'zod';

/** Placeholder until the gcp helper declares it. */
export const gcpEstateSchema = z.strictObject({});
export type GcpEstate = z.output<typeof gcpEstateSchema>;
