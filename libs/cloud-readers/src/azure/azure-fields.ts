import { z } from 'zod';
import type { Json } from '../engine/cloud-request.js';
import type { Page, ReadInput, ResourceIdentity } from '../engine/define-reader.js';
import type { Scope } from '../engine/scope.js';

/** Azure leaves members out or sends null or an empty text; all three mean that there is none. */
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => (text === undefined || text === null || text === '' ? null : text));

export const optionalNumber = z
  .number()
  .nullish()
  .transform((number) => number ?? null);

export const optionalBoolean = z
  .boolean()
  .nullish()
  .transform((flag) => flag ?? null);

export const tags = z
  .record(z.string(), z.string().nullable())
  .nullish()
  .transform((given): Readonly<Record<string, string>> => Object.fromEntries(Object.entries(given ?? {}).map(([name, value]) => [name, value ?? ''])));

/** A list whose members only count. */
export const counted = z
  .array(z.unknown())
  .nullish()
  .transform((list) => list?.length ?? 0);

/** Columns that every Resource Graph query of ours projects, beside `properties`. */
export const armMembers = {
  id: z.string().startsWith('/subscriptions/'),
  name: z.string().min(1),
  location: z.string(),
  resourceGroup: z.string(),
  subscriptionId: z.guid(),
  tags,
};

/** A reference to another resource. */
export const reference = z
  .object({ id: optionalText })
  .nullish()
  .transform((given) => given?.id ?? null);

const graphPage = z.object({ data: z.array(z.unknown()), $skipToken: z.string().nullish(), resultTruncated: z.enum(['true', 'false']).optional() });

/**
 * One type of one subscription through Resource Graph, in a stable order so that pages neither overlap nor skip.
 * Plain columns only: what a rule needs of `properties` is taken by the item's schema, the rest is dropped there.
 * `only` is a KQL condition that leaves healthy resources in the cloud; write it so that what cannot be told stays in.
 */
export function resourceGraphBody(
  type: string,
  columns: readonly string[],
  { scope, pageToken, pageSize }: ReadInput,
  only?: string,
): { readonly [key: string]: Json } {
  const condition = only === undefined ? '' : ` | where ${only}`;
  const query = `Resources | where type =~ '${type}'${condition} | project ${['id', 'name', 'location', 'resourceGroup', 'subscriptionId', 'tags', ...columns].join(', ')} | order by id asc`;
  const token = pageToken === null ? {} : { $skipToken: pageToken };
  return { subscriptions: [scope.accountId], query, options: { resultFormat: 'objectArray', $top: pageSize, ...token } };
}

/** Throws where the graph cut the result without a token: a part must never pass for the whole. */
export function resourceGraphPage(body: unknown): Page {
  const { data, $skipToken, resultTruncated } = graphPage.parse(body);
  const next = $skipToken === undefined || $skipToken === null || $skipToken === '' ? null : $skipToken;
  if (next === null && resultTruncated === 'true') z.never().parse('resultTruncated');
  return { items: data, next };
}

const listPage = z.object({ value: z.array(z.unknown()), nextLink: z.string().nullish(), '@odata.nextLink': z.string().nullish() });

/** ARM and Graph lists: the next page is a whole URL, which the transport only follows back to the same place. */
export function linkedPage(body: unknown): Page {
  const page = listPage.parse(body);
  return { items: page.value, next: page.nextLink ?? page['@odata.nextLink'] ?? null };
}

export function armIdentity(
  resource: { readonly id: string; readonly name: string; readonly location: string; readonly tags: Readonly<Record<string, string>> },
  scope: Scope,
): ResourceIdentity {
  return {
    canonicalId: resource.id.toLowerCase(),
    resourceId: resource.id,
    name: resource.name,
    accountId: scope.accountId,
    region: resource.location === '' ? null : resource.location,
    tags: resource.tags,
  };
}
