import { z } from 'zod';

/** Google's recommenders that speak of waste, by a short word of ours; each has a permission and so an operation of its own (named whole, as the closed list has it). */
export const recommenders = {
  'idle-instances': {
    operation: 'recommender.google.compute.instance.IdleResourceRecommender.recommendations.list',
    actionGroup: 'terminate',
    of: 'compute.googleapis.com/Instance',
  },
  'machine-types': {
    operation: 'recommender.google.compute.instance.MachineTypeRecommender.recommendations.list',
    actionGroup: 'resize',
    of: 'compute.googleapis.com/Instance',
  },
  'idle-disks': {
    operation: 'recommender.google.compute.disk.IdleResourceRecommender.recommendations.list',
    actionGroup: 'terminate',
    of: 'compute.googleapis.com/Disk',
  },
  'idle-addresses': {
    operation: 'recommender.google.compute.address.IdleResourceRecommender.recommendations.list',
    actionGroup: 'terminate',
    of: 'compute.googleapis.com/Address',
  },
  'idle-images': {
    operation: 'recommender.google.compute.image.IdleResourceRecommender.recommendations.list',
    actionGroup: 'terminate',
    of: 'compute.googleapis.com/Image',
  },
} as const;
export type RecommenderName = keyof typeof recommenders;
export const recommenderNames = Object.keys(recommenders) as [RecommenderName, ...RecommenderName[]]; // the keys of a const object are its key type
const nameSchema = z.enum(recommenderNames);

/** One recommender at one place, as a walk keeps it: `idle-disks@europe-west1-b`. */
export interface Asked {
  readonly name: RecommenderName;
  readonly location: string;
}
const askedSchema = z.templateLiteral([nameSchema, '@', z.string().min(1)]);
export const askedText = ({ name, location }: Asked): string => `${name}@${location}`;

/** @throws z.ZodError for a text that is not ours */
export function askedOf(text: string): Asked {
  const [name, location] = askedSchema.parse(text).split('@');
  return { name: nameSchema.parse(name), location: location ?? '' };
}

const lastSegment = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

/** A page that does not hold all regions would leave places unasked: refused as a whole. */
const regionsSchema = z.object({
  nextPageToken: z.literal('').optional(),
  items: z
    .array(
      z.object({
        name: z.string().min(1),
        zones: z.array(z.string().transform(lastSegment)).default([]),
        quotas: z.array(z.object({ metric: z.string(), usage: z.number().default(0) })).default([]),
        /** Google could not say what is used there: then the place is asked. */
        quotaStatusWarning: z.unknown().optional(),
      }),
    )
    .default([]),
});

/**
 * Where something is that a recommender could speak of, by the usage that Compute keeps of each region's quotas. A recommender answers for one
 * place, there are some 130 of them, and an organization may ask 100 times a day: so places that hold nothing are not asked.
 */
export function placesToAsk(regions: unknown): Asked[] {
  const { items } = regionsSchema.parse(regions);
  const asked: Asked[] = items.flatMap(({ name: region, zones, quotas, quotaStatusWarning }) => {
    const unknown = quotas.length === 0 || (quotaStatusWarning !== undefined && quotaStatusWarning !== null);
    const holds = (metric: RegExp): boolean => unknown || quotas.some((quota) => metric.test(quota.metric) && quota.usage > 0);
    const at = (name: RecommenderName, locations: readonly string[]): Asked[] => locations.map((location) => ({ name, location }));
    return [
      ...(holds(/^INSTANCES$/) ? [...at('idle-instances', zones), ...at('machine-types', zones)] : []),
      // Disks of two zones are told of at their region.
      ...(holds(/TOTAL_GB$/) ? at('idle-disks', [...zones, region]) : []),
      ...(holds(/^STATIC_ADDRESSES$/) ? at('idle-addresses', [region]) : []),
    ];
  });
  // Neither global addresses nor images belong to a region.
  return [...asked, { name: 'idle-addresses', location: 'global' }, { name: 'idle-images', location: 'global' }];
}
