import { z } from 'zod';
import { awsEstateSchema } from '../aws/aws-estate.js';
import { azureEstateSchema } from '../azure/azure-estate.js';
import { gcpEstateSchema } from '../gcp/gcp-estate.js';

/**
 * A declaration of what exists in the simulated clouds. Small on purpose: groups with counts, situations and
 * money, expanded deterministically from `seed`, so that the same declaration always names the same resources.
 */
export const estateSchema = z.strictObject({
  seed: z.int().min(0).default(1),
  aws: awsEstateSchema.optional(),
  azure: azureEstateSchema.optional(),
  gcp: gcpEstateSchema.optional(),
});

/** The parsed estate: every default is filled in. */
export type Estate = z.output<typeof estateSchema>;
/** What an author writes: everything with a default may be left out. */
export type EstateDeclaration = z.input<typeof estateSchema>;

/** Parses a declaration; throws ZodError naming the member that is wrong. */
export function parseEstate(declaration: unknown): Estate {
  return estateSchema.parse(declaration);
}
