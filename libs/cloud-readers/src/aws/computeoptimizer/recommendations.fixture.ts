import type { ProviderAdvice } from '../../engine/provider-advice.js';
import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { awsComputeoptimizerRecommendationsReader } from './recommendations.reader.js';

const arnOf = (service: string, name: string): string => `arn:aws:${service}:eu-central-1:111122223333:${name}`;
const worth = (value: number) => ({ savingsOpportunityPercentage: 10, estimatedMonthlySavings: { currency: 'USD', value } });
const lastRefreshTimestamp = 1702904600;

/** What advice has in common, before it says something. */
const item = (action: string, resourceArn: string, resourceId: string) =>
  ({
    enrolled: true,
    source: 'aws.compute-optimizer',
    adviceId: `${action} ${resourceArn}`,
    action,
    resourceArn,
    resourceId,
    region: 'eu-central-1',
    tags: {},
    now: null,
    advised: null,
    costNow: null,
    saving: null,
    currency: null,
    lookbackDays: 14,
    estimationMode: null,
    refreshedAt: '2023-12-18T13:03:20.000Z',
  }) satisfies Omit<Extract<ProviderAdvice, { enrolled: true }>, 'actionGroup'>;
const machine = arnOf('ec2', 'instance/i-0a1');
const volume = arnOf('ec2', 'volume/vol-0a1');
const mail = arnOf('lambda', 'function:mail');
const orders = arnOf('rds', 'db:orders');
const web = arnOf('ecs', 'service/shop/web');
const group = arnOf('autoscaling', 'autoScalingGroup:0f0e0d0c-1111-4222-8333-444455556666:autoScalingGroupName/shop');

export const fixture = readerFixture({
  reader: awsComputeoptimizerRecommendationsReader,
  scope: fixtureScopes.region,
  answers: [
    { status: 'Active', memberAccountsEnrolled: false },
    {
      idleRecommendations: [
        {
          resourceArn: machine,
          resourceId: 'i-0a1',
          resourceType: 'EC2Instance',
          accountId: '111122223333',
          finding: 'Idle',
          findingDescription: 'CPU and network were hardly used.',
          savingsOpportunity: worth(70.5),
          savingsOpportunityAfterDiscounts: worth(50.25),
          lookBackPeriodInDays: 14,
          lastRefreshTimestamp,
          tags: [{ key: 'Name', value: 'app' }],
        },
      ],
      errors: [],
      nextToken: 'page-two',
    },
    {
      idleRecommendations: [
        { resourceArn: volume, resourceType: 'EBSVolume', finding: 'Unattached', savingsOpportunity: worth(8), lookBackPeriodInDays: 14, lastRefreshTimestamp },
        { resourceArn: arnOf('ecs', 'service/shop/web'), resourceType: 'ECSService', finding: 'Sleepy', lookBackPeriodInDays: 14, lastRefreshTimestamp },
      ],
    },
    {
      instanceRecommendations: [
        {
          instanceArn: machine,
          accountId: '111122223333',
          currentInstanceType: 'm5.xlarge',
          finding: 'OVER_PROVISIONED',
          lookBackPeriodInDays: 14,
          lastRefreshTimestamp,
          recommendationOptions: [
            { instanceType: 'm5.large', rank: 2, savingsOpportunity: worth(20) },
            { instanceType: 't3.large', rank: 1, savingsOpportunity: worth(30.125) },
          ],
        },
        { instanceArn: machine, finding: 'Underprovisioned', lookBackPeriodInDays: 14, lastRefreshTimestamp },
      ],
    },
    {
      volumeRecommendations: [
        {
          volumeArn: volume,
          currentConfiguration: { volumeType: 'gp2', volumeSize: 100, volumeBaselineIOPS: 300, rootVolume: false },
          finding: 'NotOptimized',
          lookBackPeriodInDays: 14,
          lastRefreshTimestamp,
          volumeRecommendationOptions: [{ configuration: { volumeType: 'gp3', volumeSize: 100 }, rank: 1, savingsOpportunity: worth(2) }],
        },
        {
          volumeArn: volume,
          currentConfiguration: { volumeType: 'gp3', volumeSize: 100 },
          finding: 'NotOptimized',
          lookBackPeriodInDays: 14,
          lastRefreshTimestamp,
          volumeRecommendationOptions: [{ configuration: { volumeType: 'gp3', volumeSize: 50 }, rank: 1, savingsOpportunity: worth(-1) }],
        },
      ],
    },
    {
      lambdaFunctionRecommendations: [
        {
          functionArn: `${mail}:$LATEST`,
          functionVersion: '$LATEST',
          currentMemorySize: 1024,
          finding: 'NotOptimized',
          findingReasonCodes: ['MemoryOverprovisioned'],
          lookbackPeriodInDays: 14,
          lastRefreshTimestamp,
          memorySizeRecommendationOptions: [{ rank: 1, memorySize: 512, savingsOpportunity: worth(4) }],
        },
      ],
    },
    {
      rdsDBRecommendations: [
        {
          resourceArn: orders,
          engine: 'postgres',
          currentDBInstanceClass: 'db.r6g.xlarge',
          idle: 'False',
          instanceFinding: 'Overprovisioned',
          storageFinding: 'Optimized',
          lookbackPeriodInDays: 14,
          lastRefreshTimestamp,
          instanceRecommendationOptions: [
            { dbInstanceClass: 'db.r6g.large', rank: 1, savingsOpportunity: worth(160), savingsOpportunityAfterDiscounts: worth(120) },
          ],
        },
        { resourceArn: orders, currentDBInstanceClass: 'db.t4g.micro', instanceFinding: 'Underprovisioned', lookbackPeriodInDays: 14, lastRefreshTimestamp },
      ],
    },
    {
      ecsServiceRecommendations: [
        {
          serviceArn: web,
          accountId: '111122223333',
          launchType: 'Fargate',
          finding: 'Overprovisioned',
          findingReasonCodes: ['CPUOverprovisioned'],
          currentServiceConfiguration: { cpu: 2048, memory: 4096, containerConfigurations: [] },
          lookbackPeriodInDays: 14,
          lastRefreshTimestamp,
          serviceRecommendationOptions: [{ cpu: 512, memory: 2048, containerRecommendations: [], savingsOpportunity: worth(41.5) }],
        },
        // Nothing said of its size, and no option.
        { serviceArn: web, launchType: 'Fargate', finding: 'Overprovisioned', lookbackPeriodInDays: 14, lastRefreshTimestamp },
      ],
    },
    {
      autoScalingGroupRecommendations: [
        {
          autoScalingGroupArn: group,
          autoScalingGroupName: 'shop',
          finding: 'NotOptimized',
          currentConfiguration: { desiredCapacity: 4, minSize: 4, maxSize: 4, instanceType: 'm5.2xlarge' },
          lookBackPeriodInDays: 14,
          lastRefreshTimestamp,
          recommendationOptions: [{ configuration: { desiredCapacity: 4, instanceType: 'm6i.xlarge' }, rank: 1, savingsOpportunity: worth(280) }],
        },
        {
          autoScalingGroupArn: group,
          finding: 'NotOptimized',
          currentConfiguration: { instanceType: 't3.small' },
          lookBackPeriodInDays: 14,
          lastRefreshTimestamp,
          recommendationOptions: [{ configuration: { instanceType: 't3.large' }, rank: 1, savingsOpportunity: worth(-60) }],
        },
      ],
    },
  ],
  items: [
    {
      ...item('Stop', machine, 'i-0a1'),
      ...{ actionGroup: 'terminate', tags: { Name: 'app' }, now: 'EC2Instance', saving: '50.25', currency: 'USD', estimationMode: 'AfterDiscounts' },
    },
    { ...item('Delete', volume, 'vol-0a1'), actionGroup: 'terminate', now: 'EBSVolume', saving: '8', currency: 'USD', estimationMode: 'BeforeDiscounts' },
    // A word that is not known here ends nothing.
    { ...item('Stop', arnOf('ecs', 'service/shop/web'), 'web'), actionGroup: null, now: 'ECSService' },
    {
      ...item('Rightsize', machine, 'i-0a1'),
      ...{ actionGroup: 'resize', now: 'm5.xlarge', advised: 't3.large', saving: '30.125', currency: 'USD', estimationMode: 'BeforeDiscounts' },
    },
    { ...item('underprovisioned', machine, 'i-0a1'), actionGroup: null },
    {
      ...item('Upgrade', volume, 'vol-0a1'),
      ...{ actionGroup: 'modernise', now: 'gp2 100 GiB', advised: 'gp3 100 GiB', saving: '2', currency: 'USD', estimationMode: 'BeforeDiscounts' },
    },
    {
      ...item('Rightsize', volume, 'vol-0a1'),
      ...{ actionGroup: 'resize', now: 'gp3 100 GiB', advised: 'gp3 50 GiB', saving: '0', currency: 'USD', estimationMode: 'BeforeDiscounts' },
    },
    {
      ...item('MemoryOverprovisioned', mail, 'mail'),
      ...{ actionGroup: 'resize', now: '1024 MiB', advised: '512 MiB', saving: '4', currency: 'USD', estimationMode: 'BeforeDiscounts' },
    },
    {
      ...item('Rightsize', orders, 'orders'),
      ...{ actionGroup: 'resize', now: 'db.r6g.xlarge', advised: 'db.r6g.large', saving: '120', currency: 'USD', estimationMode: 'AfterDiscounts' },
    },
    { ...item('underprovisioned', orders, 'orders'), actionGroup: null, now: 'db.t4g.micro' },
    {
      ...item('Rightsize', web, 'web'),
      ...{ actionGroup: 'resize', now: '2 vCPU, 4096 MiB', advised: '0.5 vCPU, 2048 MiB', saving: '41.5', currency: 'USD', estimationMode: 'BeforeDiscounts' },
    },
    { ...item('Rightsize', web, 'web'), actionGroup: 'resize' },
    {
      ...item('Rightsize', group, 'shop'),
      ...{ actionGroup: 'resize', now: 'm5.2xlarge', advised: 'm6i.xlarge', saving: '280', currency: 'USD', estimationMode: 'BeforeDiscounts' },
    },
    // One word stands for too large and for too small: what saves nothing is no advice to make smaller.
    {
      ...item('Rightsize', group, 'shop'),
      ...{ actionGroup: null, now: 't3.small', advised: 't3.large', saving: '0', currency: 'USD', estimationMode: 'BeforeDiscounts' },
    },
  ],
  identity: {
    canonicalId: machine.toLowerCase(),
    resourceId: 'i-0a1',
    name: 'app',
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: { Name: 'app' },
  },
});
