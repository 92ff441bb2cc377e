import type { AwsCall } from '../aws-operation.js';
import { pageOf, type AwsPage } from '../paging.js';
import { AwsError } from '../wire/aws-error.js';
import { items, type XmlTree } from '../wire/xml-document.js';

/** MaxResults as EC2 bounds it (5 to 1,000); null where the caller asked for everything at once. */
export function maxResults(call: AwsCall): number | null {
  const text = call.query.get('MaxResults');
  if (text === undefined) return null;
  const size = Number(text);
  if (!Number.isInteger(size) || size < 5)
    throw new AwsError('InvalidParameterValue', `Value ( ${text} ) for parameter maxResults is invalid. Expecting a value greater than 5.`);
  return Math.min(size, 1000);
}

/** The page that the request asks for. Naming ids and asking for pages are exclusive, as at AWS. */
export function ec2Page<Item>(call: AwsCall, operation: string, all: readonly Item[], namesIds: boolean): AwsPage<Item> {
  const size = maxResults(call);
  if (size !== null && namesIds) throw new AwsError('InvalidParameterCombination', 'The parameter maxResults cannot be used with the ids of resources');
  return pageOf(operation, all, call.query.get('NextToken'), size ?? Number.MAX_SAFE_INTEGER);
}

/** A tagSet. */
export function tagSet(tags: Readonly<Record<string, string>>): XmlTree {
  return items(Object.entries(tags).map(([key, value]) => ({ key, value })));
}

/** Refuses ids that are not there with the type's own code (`InvalidVolume.NotFound`). */
export function selectByIds<Item>(all: readonly Item[], ids: readonly string[], idOf: (item: Item) => string, code: string): readonly Item[] {
  if (ids.length === 0) return all;
  const byId = new Map(all.map((item) => [idOf(item), item]));
  return ids.map((id) => {
    const found = byId.get(id);
    if (found === undefined) throw new AwsError(code, `The ID '${id}' does not exist`);
    return found;
  });
}
