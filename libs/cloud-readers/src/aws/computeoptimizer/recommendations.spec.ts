import { describe, expect, it } from '@jest/globals';
import type { CallResult, CloudRequest, CloudSession } from '../../engine/cloud-request.js';
import type { ProviderAdvice } from '../../engine/provider-advice.js';
import { readPages, type ReadPage } from '../../engine/read-pages.js';
import { awsComputeoptimizerRecommendationsReader } from './recommendations.reader.js';

const scope = { cloud: 'aws', accountId: '111122223333', region: 'eu-west-1' } as const;
const members = {
  Idle: 'idleRecommendations',
  EC2: 'instanceRecommendations',
  EBS: 'volumeRecommendations',
  Lambda: 'lambdaFunctionRecommendations',
  RDS: 'rdsDBRecommendations',
  ECS: 'ecsServiceRecommendations',
  AutoScaling: 'autoScalingGroupRecommendations',
};

async function walk(status: string, denied = 'nothing'): Promise<{ pages: ReadPage<ProviderAdvice>[]; sent: CloudRequest[] }> {
  const sent: CloudRequest[] = [];
  const call = (request: CloudRequest): Promise<CallResult> => {
    sent.push(request);
    const { operation } = request;
    if (operation.includes(denied))
      return Promise.resolve({ outcome: 'denied', operation, permission: operation, providerCode: 'AccessDeniedException', requestId: null });
    const member = Object.entries(members).find(([word]) => operation.includes(`Get${word}`))?.[1];
    return Promise.resolve({ outcome: 'read', body: member === undefined ? { status } : { [member]: [] }, requestId: null });
  };
  const session: CloudSession = { call, close: () => undefined };
  const pages: ReadPage<ProviderAdvice>[] = [];
  for await (const page of readPages(awsComputeoptimizerRecommendationsReader, scope, session, { pageToken: null, signal: AbortSignal.timeout(5_000) }))
    pages.push(page);
  return { pages, sent };
}

describe('Compute Optimizer', () => {
  it.each(['Inactive', 'Pending', 'Failed', 'Sleeping'])(
    'that is %s is asked nothing more, and its account is told as not enrolled: not empty',
    async (status) => {
      const { pages, sent } = await walk(status);
      expect(sent.map(({ operation }) => operation)).toEqual(['compute-optimizer:GetEnrollmentStatus']);
      expect(pages.flatMap((page) => (page.outcome === 'read' ? page.items : []))).toEqual([
        { enrolled: false, source: 'aws.compute-optimizer', accountId: '111122223333' },
      ]);
    },
  );

  it('is asked about the one account and the region of the scope, since a payer is told of its members too', async () => {
    const { sent } = await walk('Active');
    expect(sent.slice(1)).toHaveLength(7);
    for (const { region, body } of sent.slice(1)) expect({ region, body }).toMatchObject({ region: 'eu-west-1', body: { accountIds: ['111122223333'] } });
  });

  it('that denies advice of one kind is read of the others, and says which permission would show it', async () => {
    const { pages, sent } = await walk('Active', 'GetEBSVolume');
    expect(sent).toHaveLength(8);
    expect(pages.flatMap((page) => (page.outcome === 'read' && page.passedOver !== undefined ? [page.passedOver] : []))).toEqual([
      {
        resource: 'volume advice',
        operation: 'compute-optimizer:GetEBSVolumeRecommendations',
        permission: 'compute-optimizer:GetEBSVolumeRecommendations',
      },
    ]);
  });

  it('whose enrolment may not be asked is denied as a whole', async () => {
    expect((await walk('Active', 'GetEnrollmentStatus')).pages).toMatchObject([{ outcome: 'denied' }]);
  });
});
