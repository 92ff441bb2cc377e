import type { Cloud } from '@vitrine/contracts';
import type { RefusedPermission } from './policy-request.js';

/** What Vitrine never asks for. A principal that holds a write of these kinds is warned about or refused (design §9). */
export const refusedPermissions: Readonly<Record<Cloud, readonly RefusedPermission[]>> = {
  aws: [
    { permission: 'every action of level Write, Tagging or Permissions management', why: 'Vitrine changes nothing.' },
    { permission: 's3:GetObject', why: 'Object content is yours. Only a cost export that the connection names is read, in its own folder of its own bucket.' },
    { permission: 'secretsmanager:GetSecretValue', why: 'Hands out secrets.' },
    { permission: 'ssm:GetParameter', why: 'May hand out secrets.' },
    { permission: 'ec2:GetPasswordData', why: 'Hands out a password, although AWS calls it a read.' },
    { permission: 'lambda:GetFunction', why: 'Hands out code and its environment.' },
    { permission: 'dynamodb:GetItem', why: 'Table content is yours.' },
    { permission: 'logs:GetLogEvents', why: 'Log content is yours.' },
    {
      permission: 'kms:Decrypt',
      why: 'Not needed for metadata. Only the key of a cost export, where the connection names one, is used, by S3 and for its files.',
    },
  ],
  azure: [
    { permission: '*/write', why: 'Vitrine changes nothing.' },
    { permission: '*/delete', why: 'Vitrine changes nothing.' },
    { permission: 'Microsoft.Storage/storageAccounts/listKeys/action', why: 'Hands out keys.' },
    { permission: 'Microsoft.Web/sites/host/listkeys/action', why: 'Hands out keys.' },
    { permission: 'Microsoft.KeyVault/vaults/secrets/getSecret/action', why: 'Hands out secrets.' },
    { permission: 'any data action', why: 'Blobs, rows and messages are yours. Only the container of a cost export that the connection names is read.' },
    { permission: 'Microsoft.OperationalInsights/workspaces/query/read', why: 'Log content is yours.' },
    { permission: 'Microsoft.Support/*', why: 'Opens tickets. The built-in Cost Management Reader holds it: accepted as a named exception, not asked for.' },
  ],
  gcp: [
    { permission: '*.create, *.update, *.delete, *.setIamPolicy', why: 'Vitrine changes nothing.' },
    { permission: 'storage.objects.get', why: 'Object content is yours.' },
    { permission: 'bigquery.tables.getData', why: 'Row content is yours, except of the billing export’s own dataset.' },
    { permission: 'secretmanager.versions.access', why: 'Hands out secrets.' },
    { permission: 'logging.logEntries.list', why: 'Log content is yours.' },
    { permission: 'iam.serviceAccountKeys.create', why: 'Makes credentials.' },
    { permission: 'roles/viewer', why: 'Reads data in many services; the custom role here does not.' },
  ],
};
