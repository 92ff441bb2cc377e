import type { Reader, ResourceIdentity } from './define-reader.js';
import type { Scope } from './scope.js';

/** What a reader must make of answers in the provider's wire form: XML text, or the JSON as a value. Written by us, in the shapes that the provider documents. */
export interface ReaderFixture<Item> {
  readonly reader: Reader<Item>;
  readonly scope: Scope;
  /** Answers of successive calls; the last one ends the walk. */
  readonly answers: readonly (string | object)[];
  /** All items of all answers, as rules see them. */
  readonly items: readonly Item[];
  /** Of the first item. */
  readonly identity: ResourceIdentity;
}

export function readerFixture<Item>(fixture: ReaderFixture<Item>): ReaderFixture<Item> {
  return fixture;
}

export const fixtureScopes = {
  region: { cloud: 'aws', accountId: '111122223333', region: 'eu-central-1' },
  account: { cloud: 'aws', accountId: '111122223333', region: null },
  subscription: { cloud: 'azure', accountId: '0fde5b2d-0000-4000-8000-0000000000a1', region: null },
  tenant: { cloud: 'azure', accountId: '0fde5b2d-0000-4000-8000-000000000001', region: null },
  project: { cloud: 'gcp', accountId: 'shop-production', region: null },
} as const satisfies Readonly<Record<string, Scope>>;

/** An answer of EC2: `<ActionResponse>` with a request id and the given content. */
export function ec2Answer(action: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>59dbff89-35bd-4eac-99ed-be587EXAMPLE</requestId>${content}</${action}Response>`;
}

/** An answer of the other Query services: content inside `<ActionResult>`, then metadata. */
export function queryAnswer(action: string, content: string): string {
  return `<${action}Response><${action}Result>${content}</${action}Result><ResponseMetadata><RequestId>59dbff89-35bd-4eac-99ed-be587EXAMPLE</RequestId></ResponseMetadata></${action}Response>`;
}

/** One page of Resource Graph. */
export function graphAnswer(data: readonly object[], skipToken?: string): object {
  return { totalRecords: 2, count: data.length, data, facets: [], resultTruncated: 'false', ...(skipToken === undefined ? {} : { $skipToken: skipToken }) };
}

/** The columns that every Resource Graph row of ours has. */
export function armRow(type: string, name: string, more: object): object {
  const subscriptionId = fixtureScopes.subscription.accountId;
  return { ...armBase(type, name), subscriptionId, ...more };
}

export function armBase(
  type: string,
  name: string,
): { id: string; name: string; location: string; resourceGroup: string; subscriptionId: string; tags: Record<string, string> } {
  const subscriptionId = fixtureScopes.subscription.accountId;
  return {
    id: `/subscriptions/${subscriptionId}/resourceGroups/RG-Shop/providers/${type}/${name}`,
    name,
    location: 'westeurope',
    resourceGroup: 'rg-shop',
    subscriptionId,
    tags: { owner: 'shop' },
  };
}

export function armFixtureIdentity(type: string, name: string): ResourceIdentity {
  const { id, tags } = armBase(type, name);
  return { canonicalId: id.toLowerCase(), resourceId: id, name, accountId: fixtureScopes.subscription.accountId, region: 'westeurope', tags };
}

const computeRoot = 'https://www.googleapis.com/compute/v1/projects/shop-production';

/** Members that every Compute resource has, at a place such as `zones/europe-west1-b`. */
export function computeBase(place: string, collection: string, name: string): { id: string; selfLink: string; name: string; creationTimestamp: string } {
  return { id: '4242424242424242', selfLink: `${computeRoot}/${place}/${collection}/${name}`, name, creationTimestamp: '2025-03-04T05:06:07.000-08:00' };
}

export function computeFixtureIdentity(
  place: string,
  collection: string,
  name: string,
  region: string | null,
  tags: Readonly<Record<string, string>> = {},
): ResourceIdentity {
  return {
    canonicalId: `//compute.googleapis.com/projects/shop-production/${place}/${collection}/${name}`.toLowerCase(),
    resourceId: computeBase(place, collection, name).selfLink,
    name,
    accountId: 'shop-production',
    region,
    tags,
  };
}
