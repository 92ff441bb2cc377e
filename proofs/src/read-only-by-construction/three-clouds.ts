import {
  openSession,
  silentObserver,
  type CallResult,
  type CloudRequest,
  type Credential,
  type CredentialOf,
  type Endpoints,
  type OpenSession,
} from '@vitrine/cloud-readers';
import {
  DEMO_AWS_ACCOUNT_ID,
  DEMO_AWS_BASE_ACCESS_KEY_ID,
  DEMO_AWS_ROLE_NAME,
  demoAzureClientId,
  demoAzureClientSecret,
  demoAzureSubscriptionId,
  demoAzureTenantId,
  demoGcpProjectId,
} from '@vitrine/cloud-sim';
import { VitrineError, type Cloud } from '@vitrine/contracts';

/** One credential and one ordinary read in each cloud. */
export interface CloudUnderTest {
  readonly cloud: Cloud;
  readonly credential: Credential;
  readonly request: CloudRequest;
}

export function threeClouds(key: CredentialOf<'gcp.key'>): readonly CloudUnderTest[] {
  const roleArn = `arn:aws:iam::${DEMO_AWS_ACCOUNT_ID}:role/${DEMO_AWS_ROLE_NAME}`;
  return [
    {
      cloud: 'aws',
      credential: { kind: 'aws.role', roleArn, externalId: 'x'.repeat(32) },
      request: { operation: 'ec2:DescribeRegions', region: 'us-east-1', body: {}, shape: {} },
    },
    {
      cloud: 'azure',
      credential: { kind: 'azure.secret', tenantId: demoAzureTenantId, clientId: demoAzureClientId, clientSecret: demoAzureClientSecret },
      request: { operation: 'Microsoft.Authorization/roleDefinitions/read', path: { subscriptionId: demoAzureSubscriptionId } },
    },
    { cloud: 'gcp', credential: key, request: { operation: 'compute.disks.aggregatedList', path: { project: demoGcpProjectId } } },
  ];
}

export async function openUnderTest({ credential, request }: CloudUnderTest, endpoints: Endpoints): Promise<OpenSession> {
  return await openSession(credential, {
    baseIdentities: { aws: { accessKeyId: DEMO_AWS_BASE_ACCESS_KEY_ID, secretAccessKey: 'x'.repeat(40) } },
    endpoints,
    operations: [request.operation],
    clock: () => new Date(),
    observer: silentObserver,
    signal: new AbortController().signal,
  });
}

/** `read`, or `unavailable cloud-unreachable retryable`, or the code of the error: what a job would learn. */
export function told(result: CallResult): string {
  return result.outcome === 'unavailable' ? `unavailable ${result.reason} ${result.retryable ? 'retryable' : 'for good'}` : result.outcome;
}

export function toldOf(error: unknown): string {
  return error instanceof VitrineError ? `${error.code} ${error.retryable ? 'retryable' : 'for good'}` : error instanceof Error ? error.name : 'unknown';
}
