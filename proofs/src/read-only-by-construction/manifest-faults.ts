import { reveals, type AccessLevelData } from './access-levels.js';
import type { DeclaredOperation } from './manifest-file.js';

/** Operations that no published list judges, each with the reason why it only reads. Shorter is better. */
const explained: Readonly<Record<string, string>> = {
  'User.ReadBasic.All': 'a Microsoft Graph permission: lists users',
  'Application.Read.All': 'a Microsoft Graph permission: lists service principals',
  'GroupMember.Read.All': 'a Microsoft Graph permission: lists groups',
  'Microsoft.Resources/subscriptions/read': 'a plain /read that the data set, by its own word not complete, leaves out',
  'Microsoft.Web/serverfarms/read': 'the same',
  'Microsoft.Insights/metrics/read': 'the same',
};

/** What may be read of a bill, and what alone it may be read of. */
const billing: Readonly<Record<string, DeclaredOperation['pinnedTo']>> = {
  'ce:GetCostAndUsage': 'scope',
  'ce:GetCostAndUsageWithResources': 'scope',
  'Microsoft.CostManagement/query/action': 'scope',
  'bigquery.jobs.create': 'dataset',
  'bigquery.tables.getData': 'dataset',
  's3:ListBucket': 'bucket',
  's3:GetObject': 'bucket',
  'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read': 'bucket',
};

const signInHosts =
  /^(?:sts\.\{region\}\.amazonaws\.com|login\.microsoftonline\.com|sts\.googleapis\.com|oauth2\.googleapis\.com|iamcredentials\.googleapis\.com)$/;

/** Why an operation may not be declared, or null: each of the three lists has its own law (design §9). */
export function faultOf(line: DeclaredOperation, data: AccessLevelData): string | null {
  switch (line.list) {
    case 'sign-in':
      return signInHosts.test(line.wire.host) ? null : 'signs in at a host that is no sign-in';
    case 'billing':
      if (line.pinnedTo === null) return 'reads a bill and is pinned to nothing';
      return billing[line.permission] === line.pinnedTo ? null : 'is no known read of a bill, or pinned to another kind of thing';
    case 'inventory':
      return line.permission === 'none' ? ungrantedFault(line) : inventoryFault(line, data);
  }
}

/** What needs no grant: public price lists, and asking Google what one may do. */
const ungranted: ReadonlySet<string> = new Set([
  'prices.azure.com/retail/prices',
  'cloudbilling.services.skus.list',
  'cloudresourcemanager.projects.testIamPermissions',
]);

const ungrantedFault = ({ operation }: DeclaredOperation): string | null => (ungranted.has(operation) ? null : 'claims to need no grant');

function inventoryFault({ provider, permission, level, pinnedTo }: DeclaredOperation, data: AccessLevelData): string | null {
  if (pinnedTo !== null) return 'pins are of the billing list';
  if (reveals(permission, data)) return 'hands out secrets or customer data';
  if (level !== 'Read' && level !== 'List') return `its level is ${level}`;
  switch (provider) {
    case 'aws':
      return data.awsLevels.get(permission) === level ? null : `AWS calls it ${data.awsLevels.get(permission) ?? 'nothing'}`;
    case 'azure': {
      if (explained[permission] !== undefined) return null;
      if (!permission.endsWith('/read')) return 'does not end in /read';
      return data.azureOperations.has(permission.toLowerCase()) ? null : 'Azure’s list does not hold it';
    }
    case 'gcp':
      return data.googleReads.has(permission) ? null : 'Google does not call it read-only';
  }
}
