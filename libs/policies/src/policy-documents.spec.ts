import { describe, expect, it } from '@jest/globals';
import type { Permission } from '@vitrine/contracts';
import { policyDocuments, refusedPermissions, type PolicyRequest } from './index.js';

const permission = (name: string, list: Permission['list'] = 'inventory'): Permission => ({ permission: name, operation: name, list, why: 'a spec' });
const grantee = {
  awsPrincipalArn: 'arn:aws:iam::111122223333:role/vitrine',
  externalId: 'c0ffee'.repeat(6),
  issuer: 'https://vitrine.example',
  subject: 'vitrine:org:1:con:2',
};
const request = (cloud: PolicyRequest['cloud'], permissions: readonly Permission[]): PolicyRequest => ({
  cloud,
  permissions,
  grantee,
  dataset: { project: 'bills', dataset: 'export' },
  exportFolder: null,
});
const textOf = (documents: ReturnType<typeof policyDocuments>, format: string): string => documents.find((each) => each.format === format)?.text ?? '';

describe('the text that a customer grants', () => {
  it('names exactly the permissions of the rules, each once, whatever their order', () => {
    const names = [
      permission('ec2:DescribeVolumes'),
      permission('ec2:DescribeAddresses'),
      permission('ec2:DescribeVolumes'),
      permission('ce:GetCostAndUsage', 'billing'),
    ];
    const documents = policyDocuments(request('aws', names));
    // Our own document, written two lines above.
    const policy = JSON.parse(textOf(documents, 'aws-policy')) as { Statement: { Action: string[] }[] };
    expect(policy.Statement.flatMap((statement) => statement.Action)).toEqual(['ec2:DescribeAddresses', 'ec2:DescribeVolumes', 'ce:GetCostAndUsage']);
    expect(policyDocuments(request('aws', [...names].reverse()))).toEqual(documents);
  });

  it('binds the AWS role to this connection’s External ID in every format (CF-05)', () => {
    const documents = policyDocuments(request('aws', [permission('ec2:DescribeVolumes')]));
    for (const format of ['cloudformation', 'terraform']) {
      expect(textOf(documents, format)).toContain(grantee.externalId);
      expect(textOf(documents, format)).toContain('sts:ExternalId');
    }
  });

  it('puts Graph permissions with the application and ARM actions in the role', () => {
    const documents = policyDocuments(
      request('azure', [
        permission('Microsoft.Compute/disks/read'),
        permission('Directory.Read.All'),
        permission('Microsoft.CostManagement/query/action', 'billing'),
      ]),
    );
    const role = JSON.parse(textOf(documents, 'azure-role')) as { Actions: string[]; DataActions: string[] };
    expect(role.Actions).toEqual(['Microsoft.Compute/disks/read', 'Microsoft.CostManagement/query/action']);
    expect(role.DataActions).toEqual([]);
    expect(textOf(documents, 'azure-cli')).toContain("value=='Directory.Read.All'");
    expect(textOf(documents, 'azure-cli')).toContain(grantee.subject);
  });

  it('grants table rows on the billing dataset alone, never on the project', () => {
    const documents = policyDocuments(
      request('gcp', [permission('compute.disks.list'), permission('bigquery.jobs.create', 'billing'), permission('bigquery.tables.getData', 'billing')]),
    );
    expect(textOf(documents, 'gcp-role')).not.toContain('getData');
    expect(textOf(documents, 'gcp-role')).toContain('- bigquery.jobs.create');
    expect(textOf(documents, 'gcloud')).toContain('roles/bigquery.dataViewer "bills:export"');
  });

  it('grants files of the cost export’s folder alone, and none without one', () => {
    const files = [permission('ec2:DescribeVolumes'), permission('s3:ListBucket', 'billing'), permission('s3:GetObject', 'billing')];
    expect(textOf(policyDocuments(request('aws', files)), 'aws-policy')).not.toMatch(/s3:/);
    const exportFolder = { place: 'company-bills', container: null, prefix: 'bills/acme/', kmsKeyArn: null };
    for (const format of ['aws-policy', 'cloudformation', 'terraform']) {
      const text = textOf(policyDocuments({ ...request('aws', files), exportFolder }), format);
      expect(text).toContain('"arn:aws:s3:::company-bills/bills/acme/*"');
      expect(text).toMatch(/"s3:prefix": "bills\/acme\/\*"/);
    }
    const blobs = [permission('Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read', 'billing')];
    const documents = policyDocuments({
      ...request('azure', blobs),
      exportFolder: { place: 'companybills', container: 'bills', prefix: 'daily/', kmsKeyArn: null },
    });
    expect(textOf(documents, 'azure-role')).not.toContain('blobs/read');
    expect(textOf(documents, 'azure-cli')).toMatch(/"Storage Blob Data Reader" --scope ".*companybills.*\/containers\/bills"/);
    expect(textOf(policyDocuments(request('azure', blobs)), 'azure-cli')).not.toContain('Storage Blob Data Reader');
  });

  it('grants the use of one key, to S3 and for the export’s files, where the connection names it; no key without', () => {
    const files = [permission('s3:ListBucket', 'billing'), permission('s3:GetObject', 'billing')];
    const kmsKeyArn = 'arn:aws:kms:eu-west-1:111122223333:key/0b6d6f6e-0000-4000-8000-00000000000e';
    const exportFolder = { place: 'company-bills', container: null, prefix: 'bills/acme/', kmsKeyArn };
    const bare = { ...exportFolder, kmsKeyArn: null };
    for (const format of ['aws-policy', 'cloudformation', 'terraform']) {
      const text = textOf(policyDocuments({ ...request('aws', files), exportFolder }), format);
      for (const part of [
        '"kms:Decrypt"',
        `"Resource": "${kmsKeyArn}"`,
        '"kms:ViaService": "s3.eu-west-1.amazonaws.com"',
        '"arn:aws:s3:::company-bills/bills/acme/*"',
      ])
        expect(text).toContain(part);
      expect(textOf(policyDocuments({ ...request('aws', files), exportFolder: bare }), format)).not.toContain('kms:');
    }
  });

  it('says for each cloud what is never asked, with the reason (CF-14)', () => {
    for (const cloud of ['aws', 'azure', 'gcp'] as const) expect(refusedPermissions[cloud].every((each) => each.why.length > 0)).toBe(true);
  });
});
