import type { z } from 'zod';
import type { Cloud } from '@vitrine/contracts';
import type { CloudRequest } from './cloud-request.js';
import type { Scope, ScopeKind } from './scope.js';

export interface ReadInput {
  readonly scope: Scope;
  /** null for the first page. Readers may also use tokens of their own to walk several operations (`report:ready`). */
  readonly pageToken: string | null;
  readonly pageSize: number;
  /** One of the reader's `partitions`; absent, the whole scope. */
  readonly partition?: string;
}

export interface Page {
  readonly items: readonly unknown[];
  readonly next: string | null;
}

/** Who a resource is, the same for every rule and for the bill. */
export interface ResourceIdentity {
  /** Lower-case ARM id, ARN or `//service/...`: joins with `cost_row.resource_id_canonical`. */
  readonly canonicalId: string;
  /** As the provider writes it. */
  readonly resourceId: string;
  readonly name: string | null;
  readonly accountId: string;
  readonly region: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * One resource type: the call as data, the page, the item. No SDK, no credential, no retry code.
 * The engine pages, throttles, names denied operations and parses each item with `item`, so types are earned.
 */
export interface Reader<Item> {
  readonly id: string;
  readonly cloud: Cloud;
  readonly scope: ScopeKind;
  /** CloudFormation, ARM or Cloud Asset type name. */
  readonly resourceType: string;
  /** Keys of the closed list that `request` may name. */
  readonly operations: readonly [string, ...string[]];
  readonly pageSize: number;
  /**
   * Names of parts that together are exactly the scope, each a filter that the provider applies. A scope with more than one page is read part
   * by part at once, because pages of one walk can only follow one another. Absent where the provider has no such filter.
   */
  readonly partitions?: readonly [string, string, ...string[]];
  request(input: ReadInput): CloudRequest;
  /** Splits an answer of `request` with the same input into raw items and the next page's token. Throws a zod error on a shape it does not know. */
  page(body: unknown, input: ReadInput): Page;
  /**
   * For readers that ask about one resource after the other: which one a call was about, and where the walk goes on behind it when that call
   * was denied. Null where the call was the list itself, behind which nothing can be walked.
   */
  passOver?(input: ReadInput): { readonly resource: string; readonly next: string | null } | null;
  readonly item: z.ZodType<Item>;
  identify(item: Item, scope: Scope): ResourceIdentity;
}

/** A reader whose item type the caller does not need. */
export type AnyReader = Reader<unknown>;

export function defineReader<Item>(reader: Reader<Item>): Reader<Item> {
  return reader;
}
