import { z } from 'zod';
import type { CloudRequest } from '../engine/cloud-request.js';
import type { ReadInput, ResourceIdentity } from '../engine/define-reader.js';
import type { Scope } from '../engine/scope.js';

/** Ids are all that is asked of the directory: people's names and addresses are not ours to read. */
export const directoryObject = z.object({ id: z.guid() });

export function directoryRequest(operation: string, { pageToken, pageSize }: ReadInput): CloudRequest {
  return pageToken === null ? { operation, query: { $select: 'id', $top: String(pageSize) } } : { operation, continuation: pageToken };
}

export function directoryIdentity({ id }: { readonly id: string }, scope: Scope): ResourceIdentity {
  return { canonicalId: id.toLowerCase(), resourceId: id, name: null, accountId: scope.accountId, region: null, tags: {} };
}
