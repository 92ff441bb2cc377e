import { z } from 'zod';
import type { CloudRequest } from '../engine/cloud-request.js';
import type { Page, ReadInput, ResourceIdentity } from '../engine/define-reader.js';
import type { Scope } from '../engine/scope.js';

export const optionalText = z
  .string()
  .nullish()
  .transform((text) => (text === undefined || text === null || text === '' ? null : text));

/** Google writes 64-bit numbers as text. Sizes and counts stay far below 2^53; anything else is refused, not rounded. */
export const int64 = z.union([z.string().regex(/^\d{1,15}$/), z.number().int().nonnegative()]).transform(Number);

export const optionalInt64 = int64.nullish().transform((value) => value ?? null);

export const texts = z
  .array(z.string())
  .nullish()
  .transform((given) => given ?? []);

export const labels = z
  .record(z.string(), z.string())
  .nullish()
  .transform((given): Readonly<Record<string, string>> => given ?? {});

/** The last segment of a resource URL: `…/zones/us-central1-a` is a zone, `…/diskTypes/pd-ssd` a type. */
export const lastSegment = z.string().transform((text) => text.slice(text.lastIndexOf('/') + 1));

export const optionalLastSegment = optionalText.transform((text) => (text === null ? null : text.slice(text.lastIndexOf('/') + 1)));

/** Members that every Compute resource has. */
export const computeMembers = { id: z.string().min(1), selfLink: z.url(), name: z.string().min(1), creationTimestamp: z.iso.datetime({ offset: true }) };

export function computeRequest(operation: string, { scope, pageToken, pageSize }: ReadInput): CloudRequest {
  const token = pageToken === null ? {} : { pageToken };
  return { operation, path: { project: scope.accountId }, query: { maxResults: String(pageSize), ...token } };
}

const warning = z.object({ code: z.string() }).optional();

/**
 * One page of an aggregated list: the members called `member` of every zone and region.
 * A place that Google could not reach would silently be missing, so such a page is refused as a whole.
 */
export function aggregatedPage(member: string): (body: unknown) => Page {
  const schema = z.object({
    nextPageToken: z.string().optional(),
    items: z.record(z.string(), z.looseObject({ warning })).default({}),
    unreachables: z.array(z.string()).max(0).optional(),
  });
  return (body) => {
    const { items, nextPageToken } = schema.parse(body);
    const places = Object.values(items);
    z.literal(false).parse(places.some((place) => place.warning !== undefined && place.warning.code !== 'NO_RESULTS_ON_PAGE'));
    return { items: places.flatMap((place) => z.array(z.unknown()).default([]).parse(place[member])), next: nextOf(nextPageToken) };
  };
}

const listSchema = z.object({ nextPageToken: z.string().optional(), items: z.array(z.unknown()).default([]) });

export function listPage(body: unknown): Page {
  const { items, nextPageToken } = listSchema.parse(body);
  return { items, next: nextOf(nextPageToken) };
}

export function nextOf(token: string | undefined): string | null {
  return token === undefined || token === '' ? null : token;
}

/** `https://www.googleapis.com/compute/v1/projects/…` as the bill and Cloud Asset name it: `//compute.googleapis.com/projects/…`. */
export function computeCanonicalId(selfLink: string): string {
  const path = new URL(selfLink).pathname;
  const projects = path.indexOf('/projects/');
  return `//compute.googleapis.com${projects < 0 ? path : path.slice(projects)}`.toLowerCase();
}

export function computeIdentity(
  resource: {
    readonly selfLink: string;
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly zone?: string | null;
    readonly region?: string | null;
  },
  scope: Scope,
): ResourceIdentity {
  return {
    canonicalId: computeCanonicalId(resource.selfLink),
    resourceId: resource.selfLink,
    name: resource.name,
    accountId: scope.accountId,
    region: resource.zone ?? resource.region ?? null,
    tags: resource.labels ?? {},
  };
}
