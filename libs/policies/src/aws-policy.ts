import { exportPermissions, orPlaceholder, permissionNames, type PolicyDocument, type PolicyRequest } from './policy-request.js';

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string;
  readonly Condition?: object;
}

/** No wildcard in an action: `ec2:Get*` would also grant GetPasswordData. */
function statements({ permissions, exportFolder }: PolicyRequest): Statement[] {
  const lists = [
    { Sid: 'VitrineInventory', Action: permissionNames(permissions, 'inventory') },
    { Sid: 'VitrineBillingData', Action: permissionNames(permissions, 'billing').filter((name) => !exportPermissions.has(name)) },
  ];
  const anywhere = lists.filter(({ Action }) => Action.length > 0).map(({ Sid, Action }): Statement => ({ Sid, Effect: 'Allow', Action, Resource: '*' }));
  return [...anywhere, ...(exportFolder === null ? [] : exportStatements(exportFolder))];
}

/** The files of the cost export and no other of the bucket; their key, where the customer has one, through S3 and for this bucket alone. */
function exportStatements({ place, prefix, kmsKeyArn }: NonNullable<PolicyRequest['exportFolder']>): Statement[] {
  const bucket = `arn:aws:s3:::${place}`;
  const files: Statement[] = [
    { Sid: 'VitrineExportList', Effect: 'Allow', Action: ['s3:ListBucket'], Resource: bucket, Condition: { StringLike: { 's3:prefix': `${prefix}*` } } },
    { Sid: 'VitrineExportFiles', Effect: 'Allow', Action: ['s3:GetObject'], Resource: `${bucket}/${prefix}*` },
  ];
  if (kmsKeyArn === null) return files;
  // What S3 names when it asks the key: the file, or the bucket where it has a key of its own for a while (S3 Bucket Keys).
  const forTheseFiles = { 'kms:EncryptionContext:aws:s3:arn': [bucket, `${bucket}/${prefix}*`] };
  // A bucket's key is of its own region.
  const region = kmsKeyArn.split(':')[3] ?? '';
  const Condition = { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` }, StringLike: forTheseFiles };
  return [...files, { Sid: 'VitrineExportKey', Effect: 'Allow', Action: ['kms:Decrypt'], Resource: kmsKeyArn, Condition }];
}

/** The External ID is the server's own, random per connection: it stops another customer from pointing us at this role. */
function trust({ grantee }: PolicyRequest): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: orPlaceholder(grantee.awsPrincipalArn, 'ARN of your Vitrine base identity') },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': grantee.externalId } },
      },
    ],
  };
}

export function awsDocuments(request: PolicyRequest): PolicyDocument[] {
  const policy = { Version: '2012-10-17', Statement: statements(request) };
  return [
    { format: 'aws-policy', filename: 'vitrine-policy.json', mediaType: 'application/json', text: `${JSON.stringify(policy, null, 2)}\n` },
    { format: 'cloudformation', filename: 'vitrine-role.template.json', mediaType: 'application/json', text: cloudFormation(request, policy) },
    { format: 'terraform', filename: 'vitrine-role.tf', mediaType: 'text/plain', text: terraform(request, policy) },
  ];
}

function cloudFormation(request: PolicyRequest, policy: object): string {
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'A role by which Vitrine reads this account. It holds declared reads only.',
    Resources: {
      VitrineReadOnly: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'VitrineReadOnly',
          MaxSessionDuration: 3600,
          AssumeRolePolicyDocument: trust(request),
          Policies: [{ PolicyName: 'VitrineReads', PolicyDocument: policy }],
        },
      },
    },
    Outputs: { RoleArn: { Description: 'Submit this ARN as the credential of the connection.', Value: { 'Fn::GetAtt': ['VitrineReadOnly', 'Arn'] } } },
  };
  return `${JSON.stringify(template, null, 2)}\n`;
}

/** JSON inside a heredoc: Terraform would read `${` as its own, so it is escaped. */
function terraform(request: PolicyRequest, policy: object): string {
  const heredoc = (value: object): string => JSON.stringify(value, null, 2).replaceAll('${', '$${').replaceAll('%{', '%%{');
  return `resource "aws_iam_role" "vitrine" {
  name                 = "VitrineReadOnly"
  max_session_duration = 3600
  assume_role_policy   = <<-JSON
${heredoc(trust(request))}
  JSON
}

resource "aws_iam_role_policy" "vitrine" {
  name   = "VitrineReads"
  role   = aws_iam_role.vitrine.id
  policy = <<-JSON
${heredoc(policy)}
  JSON
}

output "vitrine_role_arn" {
  value = aws_iam_role.vitrine.arn
}
`;
}
