import { describe, expect, it } from '@jest/globals';
import type { Cloud, Permission } from '@vitrine/contracts';
import { z } from 'zod';
import { onboarding, type Onboarding } from '../index.js';
import { plainHcl } from './plain-hcl.fixture.js';

const subjectOf = (organization: string, connection: string): string => `vitrine:organization:${organization}:connection:${connection}`;
const [acme, umbra] = [
  subjectOf('0190b3a4-0000-7000-8000-00000000000a', '0190b3a4-0000-7000-8000-0000000000c1'),
  subjectOf('0190b3a4-0000-7000-8000-00000000000b', '0190b3a4-0000-7000-8000-0000000000c2'),
];
const names: Readonly<Record<Cloud, string>> = { aws: 'ec2:DescribeVolumes', azure: 'Microsoft.Compute/disks/read', gcp: 'compute.disks.list' };

function text(cloud: Cloud, subject = acme, issuer: string | null = 'https://vitrine.example'): Onboarding {
  const permissions: Permission[] = [{ permission: names[cloud], operation: names[cloud], list: 'inventory', why: 'a spec' }];
  return onboarding({ cloud, permissions, grantee: { awsPrincipalArn: null, externalId: 'x'.repeat(64), issuer, subject }, dataset: null, exportFolder: null });
}
const document = (of: Onboarding, format: string): string => of.documents.find((each) => each.format === format)?.text ?? '';

const trustSchema = z.object({
  Statement: z.tuple([
    z.object({
      Effect: z.literal('Allow'),
      Principal: z.object({ Federated: z.unknown() }),
      Action: z.literal('sts:AssumeRoleWithWebIdentity'),
      Condition: z.record(z.string(), z.record(z.string(), z.string())),
    }),
  ]),
});

describe.each(['aws', 'azure', 'gcp'] as const)('%s: the way in without a key', (cloud) => {
  it('names issuer, subject and audience letter for letter, in the steps by hand and in every file that makes the trust', () => {
    const of = text(cloud);
    expect(of).toMatchObject({ issuer: 'https://vitrine.example', subject: acme });
    expect(of.documents.filter((each) => each.text.includes(acme)).length).toBeGreaterThanOrEqual(2);
    for (const each of of.documents.filter((one) => one.text.includes(acme))) expect(each.text).toContain('vitrine.example');
    expect(document(of, 'terraform')).toContain(acme);
    expect(of.submit.length).toBeGreaterThan(0);
  });

  it('is another organization’s own: the two differ in the subject alone', () => {
    const [ours, theirs] = [JSON.stringify(text(cloud)), JSON.stringify(text(cloud, umbra))];
    expect(ours).not.toContain(umbra);
    expect(ours.replaceAll(acme, umbra)).toBe(theirs);
  });

  it('asks for no secret and trusts nothing "like" it', () => {
    const everything = JSON.stringify(text(cloud).documents.filter(({ format }) => !['azure-cli', 'gcloud'].includes(format)));
    expect(everything).not.toMatch(/StringLike|principalSet|client_secret|password|keys create|:\*"/);
  });

  it('can be parsed: JSON as JSON, Terraform by its blocks, quotes and interpolations', () => {
    for (const { format, mediaType, text: each } of text(cloud).documents) {
      if (mediaType === 'application/json') expect(() => JSON.parse(each) as unknown).not.toThrow();
      if (format === 'terraform') expect(plainHcl(each)).toEqual([]);
    }
  });

  it('has a placeholder where the operator has set no issuer', () => {
    expect(document(text(cloud, acme, null), 'terraform')).toContain('<issuer of your Vitrine>');
  });
});

describe('the AWS trust policy', () => {
  it('takes this audience and this subject, equal, in every format', () => {
    const of = text('aws');
    const equal = { StringEquals: { 'vitrine.example:aud': 'sts.amazonaws.com', 'vitrine.example:sub': acme } };
    expect(trustSchema.parse(JSON.parse(document(of, 'aws-trust-policy'))).Statement[0].Condition).toEqual(equal);
    const template = z
      .object({ Resources: z.object({ VitrineReadOnly: z.object({ Properties: z.object({ AssumeRolePolicyDocument: trustSchema }) }) }) })
      .parse(JSON.parse(document(of, 'cloudformation')));
    expect(template.Resources.VitrineReadOnly.Properties.AssumeRolePolicyDocument.Statement[0].Condition).toEqual(equal);
    expect(document(of, 'terraform')).toMatch(
      /StringEquals = \{\s+"vitrine\.example:aud" = "sts\.amazonaws\.com"\s+"vitrine\.example:sub" = "vitrine:organization:/,
    );
  });
});

/** What the policy's own files grant, a way in must not forget: who followed another one of it would have a connection that reads less. */
describe('every grant, in every way in', () => {
  const grantee = { awsPrincipalArn: null, externalId: 'x'.repeat(64), issuer: 'https://vitrine.example', subject: acme };
  const asked = (list: Permission['list'], ...of: readonly string[]): Permission[] =>
    of.map((permission) => ({ permission, operation: permission, list, why: 'a spec' }));
  /** Each file with what it takes in from the policy's own file beside it, and the steps by hand likewise. */
  function ways(of: Onboarding): Map<string, string> {
    const whole = (each: string): string =>
      each +
      of.documents
        .filter(({ filename, text: other }) => each.includes(filename) && other !== each)
        .map((one) => one.text)
        .join('');
    const policy = new Set(['aws-policy', 'azure-role', 'gcp-role', 'aws-trust-policy', 'azure-federated-credential']);
    const files = of.documents.filter(({ format }) => !policy.has(format)).map(({ format, text: each }) => [format, whole(each)] as const);
    return new Map([...files, ['by hand', whole(of.portal.join('\n'))]]);
  }

  it.each<[Cloud, Omit<Parameters<typeof onboarding>[0], 'cloud' | 'grantee'>, readonly string[], readonly RegExp[]]>([
    [
      'aws',
      {
        permissions: [...asked('inventory', 'ec2:DescribeVolumes'), ...asked('billing', 'ce:GetCostAndUsage', 's3:ListBucket', 's3:GetObject')],
        dataset: null,
        exportFolder: { place: 'company-bills', container: null, prefix: 'bills/acme/focus/', kmsKeyArn: null },
      },
      ['cloudformation', 'terraform', 'aws-cli', 'by hand'],
      [/"ec2:DescribeVolumes"/, /"ce:GetCostAndUsage"/, /"arn:aws:s3:::company-bills\/bills\/acme\/focus\/\*"/, /"s3:prefix": "bills\/acme\/focus\/\*"/],
    ],
    [
      'azure',
      {
        permissions: [
          ...asked('inventory', 'Microsoft.Compute/disks/read', 'User.ReadBasic.All', 'Application.Read.All'),
          ...asked('billing', 'Microsoft.CostManagement/query/read'),
        ],
        dataset: null,
        exportFolder: { place: 'companybills', container: 'exports', prefix: 'acme/daily/', kmsKeyArn: null },
      },
      ['azure-cli', 'terraform', 'by hand'],
      [
        /"Microsoft\.Compute\/disks\/read"/,
        /"Microsoft\.CostManagement\/query\/read"/,
        /User\.ReadBasic\.All/,
        /Application\.Read\.All/,
        /(?:Storage Blob Data Reader[^]*companybills|companybills[^]*Storage Blob Data Reader)/,
        /containers\/exports|Containers, exports/,
      ],
    ],
    [
      'gcp',
      {
        permissions: [...asked('inventory', 'compute.disks.list'), ...asked('billing', 'bigquery.jobs.create', 'bigquery.tables.getData')],
        dataset: { project: 'acme-billing', dataset: 'exported_bill' },
        exportFolder: null,
      },
      ['gcloud', 'terraform', 'by hand'],
      [/^- compute\.disks\.list$/m, /^- bigquery\.jobs\.create$/m, /roles\/bigquery\.dataViewer/, /acme-billing/, /exported_bill/],
    ],
  ])('%s', (cloud, request, formats, grants) => {
    const of = onboarding({ cloud, grantee, ...request });
    const found = ways(of);
    expect([...found.keys()].sort()).toEqual([...formats].sort());
    for (const [format, each] of found) for (const grant of grants) expect([format, String(grant), grant.test(each)]).toEqual([format, String(grant), true]);
    expect(plainHcl(document(of, 'terraform'))).toEqual([]);
    // And nothing wider than the export: no grant on all buckets.
    expect([...found.values()].join('')).not.toMatch(/s3:\*|arn:aws:s3:::\*/);
  });
});
