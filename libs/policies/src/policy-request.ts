import type { Cloud, ExportFolder, Permission } from '@vitrine/contracts';

/** Who will sign in, as the customer has to name it. Unknown parts are null and appear as a placeholder in angle brackets. */
export interface Grantee {
  /** AWS: ARN of the operator's base identity that assumes the role. */
  readonly awsPrincipalArn: string | null;
  readonly externalId: string;
  /** Issuer of the workers' assertions and the subject that stands for this connection. */
  readonly issuer: string | null;
  readonly subject: string;
}

export interface PolicyRequest {
  readonly cloud: Cloud;
  readonly permissions: readonly Permission[];
  readonly grantee: Grantee;
  /** BigQuery billing export, if the connection has one: data rights go on this dataset alone. */
  readonly dataset: { readonly project: string; readonly dataset: string } | null;
  /** Folder of the cost export, if the connection has one: bucket, or storage account and container; file rights go on it alone. */
  readonly exportFolder: ExportFolder | null;
}

/** One file that a customer can use as it is. */
export interface PolicyDocument {
  readonly format: 'aws-policy' | 'cloudformation' | 'terraform' | 'azure-role' | 'azure-cli' | 'gcp-role' | 'gcloud';
  readonly filename: string;
  readonly mediaType: 'application/json' | 'text/plain' | 'application/yaml';
  readonly text: string;
}

/** A permission that Vitrine never asks for, so that a customer sees both lists side by side. */
export interface RefusedPermission {
  readonly permission: string;
  readonly why: string;
}

/** Permission names of one closed list, sorted and without doubles: the same rules give the same bytes. */
export function permissionNames(permissions: readonly Permission[], list: Permission['list']): string[] {
  return [...new Set(permissions.filter((each) => each.list === list).map((each) => each.permission))].sort();
}

/** They open files: granted on the export's own folder or container, and asked of no connection that has no export. */
export const exportPermissions: ReadonlySet<string> = new Set([
  's3:ListBucket',
  's3:GetObject',
  'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read',
]);

/** A hole that the customer or the operator has to fill. */
export function orPlaceholder(value: string | null, name: string): string {
  return value ?? `<${name}>`;
}
