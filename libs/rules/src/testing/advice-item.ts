import type { ProviderAdvice } from '@vitrine/cloud-readers';

type Advice = Extract<ProviderAdvice, { enrolled: true }>;

/** Advice on one EC2 instance, as fixtures start from it. */
export function advice(action: string, actionGroup: Advice['actionGroup'], more: Partial<Advice> = {}): ProviderAdvice {
  return {
    enrolled: true,
    source: 'aws.cost-optimization-hub',
    adviceId: 'advice-1',
    action,
    actionGroup,
    resourceArn: 'arn:aws:ec2:eu-central-1:111122223333:instance/i-0a1',
    resourceId: 'i-0a1',
    region: 'eu-central-1',
    tags: {},
    now: 'm5.xlarge',
    advised: 'm5.large',
    costNow: '140.26',
    saving: '70.13',
    currency: 'USD',
    lookbackDays: 14,
    estimationMode: 'AfterDiscounts',
    refreshedAt: '2026-11-21T00:00:00.000Z',
    ...more,
  };
}
