import { policyDocuments } from '../policy-documents.js';
import type { PolicyRequest } from '../policy-request.js';
import { issuerText, type OnboardingParts } from './onboarding-parts.js';

const audience = 'sts.amazonaws.com';

/** What AWS calls the issuer in ARNs and condition keys: the URL without its scheme. */
const hostOf = (request: PolicyRequest): string => issuerText(request).replace(/^https?:\/\//, '');

/**
 * Equal, never like, and both of them. Attack: one issuer signs for every organization, so a trust without `sub`, or with a `*` in it, lets another
 * tenant's connection assume this role; one without `aud` takes a token that was made for another cloud.
 */
function trust(request: PolicyRequest, provider: unknown): object {
  const host = hostOf(request);
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: provider },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${host}:aud`]: audience, [`${host}:sub`]: request.grantee.subject } },
      },
    ],
  };
}

export function awsOnboarding(request: PolicyRequest): OnboardingParts {
  const host = hostOf(request);
  const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
  return {
    audience,
    policyFormats: ['aws-policy'],
    submit: ['roleArn'],
    documents: [
      {
        format: 'aws-trust-policy',
        filename: 'vitrine-trust.json',
        mediaType: 'application/json',
        text: json(trust(request, `arn:aws:iam::<account id>:oidc-provider/${host}`)),
      },
      { format: 'cloudformation', filename: 'vitrine-keyless-role.template.json', mediaType: 'application/json', text: json(cloudFormation(request)) },
      { format: 'terraform', filename: 'vitrine-keyless-role.tf', mediaType: 'text/plain', text: terraform(request) },
      { format: 'aws-cli', filename: 'vitrine-aws.sh', mediaType: 'text/plain', text: commands(request) },
    ],
    portal: [
      `IAM, Identity providers, Add provider: OpenID Connect, provider URL ${issuerText(request)}, audience ${audience}.`,
      'IAM, Roles, Create role: Custom trust policy, with the text of vitrine-trust.json and your account id in it.',
      'Leave the permissions empty, name the role VitrineReadOnly, create it; then add the text of vitrine-policy.json as an inline policy.',
      'Submit the role’s ARN as the credential of this connection.',
    ],
  };
}

function cloudFormation(request: PolicyRequest): object {
  const policy: unknown = JSON.parse(policyDocuments(request).find(({ format }) => format === 'aws-policy')?.text ?? '{}');
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description:
      'A role by which one connection of Vitrine reads this account, without a key. Leave VitrineIssuer out if the account trusts this issuer already.',
    Resources: {
      VitrineIssuer: { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: issuerText(request), ClientIdList: [audience] } },
      VitrineReadOnly: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'VitrineReadOnly',
          MaxSessionDuration: 3600,
          AssumeRolePolicyDocument: trust(request, { 'Fn::GetAtt': ['VitrineIssuer', 'Arn'] }),
          Policies: [{ PolicyName: 'VitrineReads', PolicyDocument: policy }],
        },
      },
    },
    Outputs: { RoleArn: { Description: 'Submit this ARN as the credential of the connection.', Value: { 'Fn::GetAtt': ['VitrineReadOnly', 'Arn'] } } },
  };
}

function terraform(request: PolicyRequest): string {
  const host = hostOf(request);
  return `resource "aws_iam_openid_connect_provider" "vitrine" {
  url            = "${issuerText(request)}"
  client_id_list = ["${audience}"]
}

resource "aws_iam_role" "vitrine" {
  name                 = "VitrineReadOnly"
  max_session_duration = 3600
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = aws_iam_openid_connect_provider.vitrine.arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "${host}:aud" = "${audience}"
          "${host}:sub" = "${request.grantee.subject}"
        }
      }
    }]
  })
}

resource "aws_iam_role_policy" "vitrine" {
  name   = "VitrineReads"
  role   = aws_iam_role.vitrine.id
  policy = file("\${path.module}/vitrine-policy.json")
}

output "vitrine_role_arn" {
  value = aws_iam_role.vitrine.arn
}
`;
}

/** The lines that the customer runs with his own login; Vitrine runs none of them. */
function commands(request: PolicyRequest): string {
  return `# Trusts this Vitrine as an issuer, once per account.
aws iam create-open-id-connect-provider --url "${issuerText(request)}" --client-id-list ${audience}

# The role, which takes assertions for this connection only, and what it may read.
ACCOUNT=$(aws sts get-caller-identity --query Account --output text)
sed "s/<account id>/$ACCOUNT/" vitrine-trust.json > vitrine-trust.filled.json
aws iam create-role --role-name VitrineReadOnly --max-session-duration 3600 --assume-role-policy-document file://vitrine-trust.filled.json
aws iam put-role-policy --role-name VitrineReadOnly --policy-name VitrineReads --policy-document file://vitrine-policy.json

# Submit this ARN as the credential of the connection.
aws iam get-role --role-name VitrineReadOnly --query Role.Arn --output text
`;
}
