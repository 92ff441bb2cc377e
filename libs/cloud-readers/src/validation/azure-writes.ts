import type { AzureAuthorizationRoleDefinition } from '../azure/authorization/role-definitions.reader.js';
import type { BillingPins } from '../gate/billing-pins.js';
import type { WriteFinding } from './connection-validation.js';
import { isAzureRead } from './write-actions.js';

type RolePermission = AzureAuthorizationRoleDefinition['permissions'][number];

type BlobPin = NonNullable<BillingPins['blobExport']>;

/** What Storage Blob Data Reader gives beside reading names: content, and a key that signs links to what its holder may read himself. */
const blobReads: readonly string[] = [
  'microsoft.storage/storageaccounts/blobservices/containers/blobs/read',
  'microsoft.storage/storageaccounts/blobservices/generateuserdelegationkey/action',
];

const containerScope = /\/providers\/microsoft\.storage\/storageaccounts\/([^/]+)\/blobservices\/default\/containers\/([^/]+)$/;

/**
 * Rights of an assignment that open files which are not the pinned container's, or that do more than read.
 * Attack: the same role on the whole account, or on a container beside it, opens the files of everybody else there.
 */
export function azureWritesAt(scope: string, writes: readonly WriteFinding[], pin: BlobPin | undefined): WriteFinding[] {
  const [, account, container] = containerScope.exec(scope.toLowerCase()) ?? [];
  const isPinned = pin !== undefined && account === pin.storageAccount && container === pin.container;
  return isPinned ? writes.filter(({ action }) => !blobReads.includes(action.toLowerCase())) : [...writes];
}

/** Actions of one role that are not reading, with where they come from. A data action reads or writes content, so each counts. */
export function azureWrites(permissions: readonly RolePermission[], source: string): WriteFinding[] {
  return permissions.flatMap(({ actions, notActions, dataActions }) => {
    const excluded = new Set(notActions.map((action) => action.toLowerCase()));
    const writes = actions.filter((action) => !isAzureRead(action) && !excluded.has(action.toLowerCase()) && !excluded.has('*'));
    return [...writes, ...dataActions].map((action) => ({ action, source }));
  });
}
