import type { AwsCall } from './aws-operation.js';
import { pageOf } from './paging.js';
import { AwsError } from './wire/aws-error.js';

/** A page of the older Query services: `MaxRecords` of 20 to 100, and a `Marker` to go on. */
export function markerPage<Item>(call: AwsCall, operation: string, all: readonly Item[]): { readonly items: readonly Item[]; readonly Marker: string | null } {
  const asked = Number(call.query.get('MaxRecords') ?? '100');
  if (!Number.isInteger(asked) || asked < 20 || asked > 100)
    throw new AwsError('InvalidParameterValue', 'Invalid value for MaxRecords. Must be between 20 and 100');
  const page = pageOf(operation, all, call.query.get('Marker'), asked, 'InvalidParameterValue');
  return { items: page.items, Marker: page.nextToken };
}
