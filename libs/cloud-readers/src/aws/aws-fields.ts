import { z } from 'zod';
import type { ResourceIdentity } from '../engine/define-reader.js';
import type { Scope } from '../engine/scope.js';

/** Text of an element that AWS may leave out or send empty. */
export const optionalText = z
  .string()
  .optional()
  .transform((text) => (text === undefined || text === '' ? null : text));

export const optionalNumber = z
  .string()
  .optional()
  .transform((text, context) => {
    if (text === undefined || text === '') return null;
    return numberOf(text, context);
  });

export const wholeNumber = z.string().transform(numberOf);

export const optionalBoolean = z
  .enum(['true', 'false'])
  .optional()
  .transform((text) => (text === undefined ? null : text === 'true'));

function numberOf(text: string, context: { addIssue(issue: string): void }): number {
  const value = Number(text);
  if (/^\d{1,15}$/.test(text)) return value;
  context.addIssue('not a whole number');
  return z.NEVER;
}

/** EC2's `tagSet` as a record. `fromEntries` makes own members, so a tag called `__proto__` stays a tag. */
export const tagSet = z
  .array(z.object({ key: z.string(), value: z.string().default('') }))
  .default([])
  .transform((tags): Readonly<Record<string, string>> => Object.fromEntries(tags.map(({ key, value }) => [key, value])));

export const tagSetShape = [{ key: 'text', value: 'text' }] as const;

/** `2024-01-01T00:00:00.000Z`, as AWS writes times. */
export const instant = z.iso.datetime({ offset: true });

export const optionalInstant = z
  .union([instant, z.literal('')])
  .optional()
  .transform((text) => (text === undefined || text === '' ? null : text));

/** Times of the JSON protocol, seconds since 1970 with a fraction, as the ISO text that rules judge by. */
export const epochSeconds = z
  .number()
  .min(0)
  .max(8.64e12)
  .transform((seconds) => new Date(seconds * 1000).toISOString());

/** Tags of services that write them in capitals. */
export const capitalTags = z
  .array(z.object({ Key: z.string(), Value: z.string().default('') }))
  .nullish()
  .transform((tags): Readonly<Record<string, string>> => Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key, Value])));

/** Shape of tags at services that write them in capitals inside `<Tag>`. */
export const capitalTagsShape = [{ Key: 'text', Value: 'text' }, 'Tag'] as const;

/** Who an EC2 resource is: its short id for the command line, its ARN in lower case to meet the bill. */
export function ec2Identity(scope: Scope, resource: string, id: string, tags: Readonly<Record<string, string>>): ResourceIdentity {
  return {
    canonicalId: `arn:aws:ec2:${scope.region ?? ''}:${scope.accountId}:${resource}/${id}`.toLowerCase(),
    resourceId: id,
    name: tags['Name'] ?? null,
    accountId: scope.accountId,
    region: scope.region,
    tags,
  };
}

/** Who a resource with an ARN of its own is. */
export function arnIdentity(scope: Scope, arn: string, name: string | null): ResourceIdentity {
  return { canonicalId: arn.toLowerCase(), resourceId: arn, name, accountId: scope.accountId, region: scope.region, tags: {} };
}

/** The region of a call in this scope, as a member that is absent where the scope has none. */
export function regionOf(scope: Scope): { readonly region?: string } {
  return scope.region === null ? {} : { region: scope.region };
}

/** A page token from an answer: an empty element is the last page. */
export function nextOf(token: string | undefined): string | null {
  return token === undefined || token === '' ? null : token;
}
