import type { AwsCall } from '../aws-operation.js';
import { pageOf } from '../paging.js';
import { members, type XmlTree, type XmlValue } from '../wire/xml-document.js';

/** A list as IAM pages it: MaxItems (100 unless asked), IsTruncated, Marker. */
export function iamList<Item>(call: AwsCall, operation: string, listName: string, all: readonly Item[], tree: (item: Item) => XmlValue): XmlTree {
  const asked = Number(call.query.get('MaxItems') ?? '100');
  const size = Number.isInteger(asked) && asked >= 1 ? Math.min(asked, 1000) : 100;
  const page = pageOf(operation, all, call.query.get('Marker'), size, 'InvalidInput');
  return { [listName]: members(page.items.map(tree)), IsTruncated: page.nextToken !== null, Marker: page.nextToken };
}
