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
