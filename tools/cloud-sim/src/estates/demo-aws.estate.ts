import type { EstateDeclaration } from '../estate/estate.js';

type AwsDeclaration = NonNullable<EstateDeclaration['aws']>;

/** The key of Vitrine's own workers in the demo: it may ask for roles and nothing else. Not a secret: no service knows it. */
export const DEMO_AWS_BASE_ACCESS_KEY_ID = 'AKIAVITRINEDEMOBASE1';
export const DEMO_AWS_ACCOUNT_ID = '111122223333';
export const DEMO_AWS_ROLE_NAME = 'VitrineAudit';

/** What the demo's customer grants: reading configuration, metrics, prices and cost. */
export const DEMO_AWS_READ_POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: [
        'ec2:Describe*',
        'elasticloadbalancing:Describe*',
        'rds:DescribeDBInstances',
        'rds:DescribeDBSnapshots',
        'elasticache:DescribeCacheClusters',
        'rds:DescribeDBMajorEngineVersions',
        's3:ListAllMyBuckets',
        's3:GetLifecycleConfiguration',
        's3:GetBucketVersioning',
        's3:ListBucketMultipartUploads',
        'lambda:ListFunctions',
        'lambda:ListProvisionedConcurrencyConfigs',
        'es:ListDomainNames',
        'es:DescribeDomains',
        'eks:ListClusters',
        'eks:DescribeCluster',
        'eks:DescribeClusterVersions',
        'cost-optimization-hub:ListEnrollmentStatuses',
        'cost-optimization-hub:GetPreferences',
        'cost-optimization-hub:ListRecommendations',
        'compute-optimizer:GetEnrollmentStatus',
        'compute-optimizer:GetIdleRecommendations',
        'compute-optimizer:GetEC2InstanceRecommendations',
        'compute-optimizer:GetEBSVolumeRecommendations',
        'compute-optimizer:GetLambdaFunctionRecommendations',
        'compute-optimizer:GetRDSDatabaseRecommendations',
        'compute-optimizer:GetECSServiceRecommendations',
        'compute-optimizer:GetAutoScalingGroupRecommendations',
        'redshift:DescribeClusters',
        'logs:DescribeLogGroups',
        'dynamodb:ListTables',
        'dynamodb:DescribeTable',
        'application-autoscaling:DescribeScalableTargets',
        'sagemaker:ListEndpoints',
        'sagemaker:DescribeEndpoint',
        'fsx:DescribeFileSystems',
        'workspaces:DescribeWorkspaces',
        'workspaces:DescribeWorkspacesConnectionStatus',
        'cloudwatch:GetMetricData',
        'iam:List*',
        'iam:Get*',
        'iam:GenerateCredentialReport',
        'iam:SimulatePrincipalPolicy',
        'ce:GetCostAndUsage',
        'ce:GetCostAndUsageWithResources',
        'pricing:GetProducts',
      ],
      Resource: '*',
    },
  ],
} satisfies NonNullable<NonNullable<AwsDeclaration['roles']>[number]['policies']>[number]['document'];

/** How the demo's role is trusted: by the workers' key with this External ID, or by an OIDC issuer. */
export interface DemoAwsTrust {
  readonly externalId?: string;
  readonly webIdentity?: { readonly issuer: string; readonly audience: string; readonly subject: string };
}

const OS_DISK = { sizeGiB: 30, type: 'gp3', dailyCost: '0.0789' } as const;
const DATA_DISK = { sizeGiB: 200, type: 'gp3', dailyCost: '0.5257' } as const;

/**
 * About 300 resources in two regions: 66 volumes (8 unattached, 6 of an old type), 20 addresses (5 idle), 89 machines
 * (6 idle, 3 too large, 6 of an old generation, 5 stopped for long), 100 snapshots (20 stale), 4 NAT gateways (1 idle), 9 load balancers (1 without targets, 4 that nobody calls),
 * 12 users (3 with an unused key), and beside each fault something that only looks like it. Then some 60 resources of
 * managed services: log groups, endpoints, tables, file systems, desktops.
 */
export function demoAwsEstate(trust: DemoAwsTrust = {}): AwsDeclaration {
  return {
    accountId: DEMO_AWS_ACCOUNT_ID,
    regions: ['eu-west-1', 'us-east-1'],
    accessKeys: [{ accessKeyId: DEMO_AWS_BASE_ACCESS_KEY_ID, userName: 'vitrine-worker', accountId: '999988887777' }],
    roles: [
      {
        name: DEMO_AWS_ROLE_NAME,
        trustedAccessKeyIds: [DEMO_AWS_BASE_ACCESS_KEY_ID],
        ...trust,
        policies: [{ name: 'VitrineRead', document: DEMO_AWS_READ_POLICY }],
      },
    ],
    instances: [
      { situation: 'busy', count: 34, instanceType: 'm5.large', dailyCost: '2.304', volumes: [OS_DISK] },
      { situation: 'busy', count: 21, instanceType: 't3.medium', dailyCost: '0.9984' },
      { situation: 'idle', count: 4, instanceType: 'm5.xlarge', dailyCost: '4.608' },
      { situation: 'idle', count: 2, instanceType: 'c5.xlarge', dailyCost: '4.08', dailyUnblendedCost: '4.31' },
      {
        situation: 'idle',
        count: 2,
        instanceType: 't3.large',
        dailyCost: '1.9968',
        tags: { 'aws:autoscaling:groupName': 'web' },
        trap: 'a member of an Auto Scaling group',
      },
      { situation: 'idle-young', count: 2, instanceType: 't3.large', dailyCost: '1.9968' },
      { situation: 'no-metrics', count: 3, instanceType: 't3.large', dailyCost: '1.9968' },
      { situation: 'sparse-metrics', count: 3, instanceType: 't3.large', dailyCost: '1.9968' },
      { situation: 'stopped-with-volumes', count: 5, instanceType: 'm5.large', volumes: [OS_DISK, DATA_DISK] },
      { situation: 'stopped-lately', count: 2, instanceType: 't3.large', volumes: [OS_DISK] },
      { situation: 'oversized', count: 3, instanceType: 'm5.xlarge', dailyCost: '4.608' },
      { situation: 'off-hours', count: 2, instanceType: 'm5.large', dailyCost: '2.304', tags: { env: 'dev' } },
      { situation: 'busy', count: 4, instanceType: 'm4.large', dailyCost: '2.4' },
      { situation: 'busy', count: 2, instanceType: 'c4.large', dailyCost: '2.4' },
      { situation: 'stopped-reason-unknown', count: 2, instanceType: 't3.large', volumes: [OS_DISK] },
    ],
    volumes: [
      { situation: 'unattached', count: 4, sizeGiB: 500, type: 'gp3', dailyCost: '1.3142' },
      { situation: 'unattached', count: 3, sizeGiB: 100, type: 'gp2', dailyCost: '0.3285', ageDays: 21 },
      { situation: 'unattached', count: 1, sizeGiB: 50, type: 'gp3', region: 'eu-west-1' },
      { situation: 'unattached-young', count: 2, sizeGiB: 100, dailyCost: '0.2628' },
      { situation: 'in-use', count: 6, sizeGiB: 100, type: 'gp2', dailyCost: '0.3285' },
      { situation: 'unattached-csi', count: 2, sizeGiB: 20, dailyCost: '0.0526' },
    ],
    addresses: [
      { situation: 'idle', count: 4, dailyCost: '0.12' },
      { situation: 'on-stopped-instance', count: 1, dailyCost: '0.12' },
      { situation: 'associated', count: 11, dailyCost: '0.12' },
    ],
    snapshots: [
      { situation: 'stale', count: 18, sizeGiB: 100, dailyCost: '0.0842' },
      { situation: 'stale', count: 2, sizeGiB: 200 },
      { situation: 'of-live-volume', count: 60, sizeGiB: 30, dailyCost: '0.0211' },
      { situation: 'orphan-young', count: 6, sizeGiB: 100, dailyCost: '0.0842' },
      { situation: 'of-image', count: 6, sizeGiB: 30, dailyCost: '0.0493' },
      { situation: 'of-disabled-image', count: 4, sizeGiB: 30, dailyCost: '0.0493' },
      { situation: 'aws-backup', count: 4, sizeGiB: 200, dailyCost: '0.1643' },
    ],
    natGateways: [
      { situation: 'used', count: 3, dailyCost: '1.2' },
      { situation: 'idle', count: 1, dailyCost: '1.2', region: 'us-east-1' },
    ],
    loadBalancers: [
      { situation: 'used', count: 2, dailyCost: '0.648' },
      { situation: 'without-targets', count: 1, dailyCost: '0.54' },
      { situation: 'redirect-only', count: 1, dailyCost: '0.54' },
      { situation: 'young-without-targets', count: 1, type: 'network', dailyCost: '0.54' },
      { situation: 'without-requests', count: 2, dailyCost: '0.54' },
      { situation: 'unhealthy', count: 1, dailyCost: '0.54', region: 'eu-west-1' },
      { situation: 'without-requests', count: 1, type: 'network', dailyCost: '0.54' },
    ],
    users: [
      { situation: 'unused-key', count: 3 },
      { situation: 'active-key', count: 5 },
      { situation: 'new-key', count: 1, ageDays: 5 },
      { situation: 'inactive-key', count: 1 },
      { situation: 'no-key', count: 2 },
    ],
    databases: [
      { situation: 'used', count: 4, dailyCost: '4.272' },
      { situation: 'idle', count: 2, dailyCost: '4.272' },
      { situation: 'idle', count: 1, multiAz: true, dailyCost: '8.544' },
      { situation: 'idle-young', count: 1, dailyCost: '4.272' },
      { situation: 'no-metrics', count: 1, dailyCost: '4.272' },
      { situation: 'read-replica', count: 1, dailyCost: '4.272' },
      { situation: 'stopped', count: 1, dailyCost: '0.38' },
      { situation: 'oversized', count: 1, instanceClass: 'db.m6g.xlarge', dailyCost: '8.2' },
      { situation: 'old-generation', count: 1, instanceClass: 'db.m5.large', dailyCost: '4.6' },
      { situation: 'extended-support', count: 1, dailyCost: '9.2' },
    ],
    databaseSnapshots: [
      { situation: 'of-live-database', count: 3, dailyCost: '0.31' },
      { situation: 'orphan', count: 4, dailyCost: '0.31' },
      { situation: 'orphan-young', count: 1, dailyCost: '0.31' },
      { situation: 'automated', count: 2 },
      { situation: 'aws-backup', count: 1, dailyCost: '0.31' },
    ],
    cacheClusters: [
      { situation: 'used', count: 2, dailyCost: '4.944' },
      { situation: 'queue', count: 1, dailyCost: '4.944' },
      { situation: 'idle', count: 2, dailyCost: '4.944' },
      { situation: 'idle-young', count: 1, dailyCost: '4.944' },
      { situation: 'no-metrics', count: 1, dailyCost: '4.944' },
      { situation: 'memcached', count: 1, dailyCost: '0.408' },
      { situation: 'oversized', count: 1, nodeType: 'cache.r6g.xlarge', dailyCost: '9.888' },
    ],
    warehouses: [
      { situation: 'used', count: 1, dailyCost: '52.128' },
      { situation: 'idle', count: 1, dailyCost: '52.128', region: 'eu-west-1' },
      { situation: 'loading', count: 1, dailyCost: '52.128' },
      { situation: 'paused', count: 1, dailyCost: '0.6' },
    ],
    // Faults of log groups and tables take only a part of the bill, by meter. Cost Explorer names no meter beside the
    // resource, so their money stays unknown here.
    logGroups: [
      { situation: 'with-retention', count: 8, dailyCost: '0.05' },
      { situation: 'without-retention', count: 4, storedGiB: 900 },
      { situation: 'without-retention-small', count: 3 },
      { situation: 'without-retention-young', count: 2, storedGiB: 20, dailyCost: '0.02' },
      { situation: 'delivery', count: 1, dailyCost: '0.01' },
    ],
    vpcEndpoints: [
      { situation: 'used', count: 4, dailyCost: '0.528' },
      { situation: 'idle', count: 3, dailyCost: '0.528' },
      { situation: 'idle-young', count: 1, dailyCost: '0.528' },
      { situation: 'cross-region', count: 1, dailyCost: '0.528' },
      { situation: 'requester-managed', count: 1, dailyCost: '0.528' },
      { situation: 'break-glass', count: 2, dailyCost: '0.528' },
      { situation: 'gateway', count: 2 },
    ],
    tables: [
      { situation: 'used', count: 3, dailyCost: '1.872' },
      { situation: 'idle', count: 2 },
      { situation: 'idle-young', count: 1, dailyCost: '1.872' },
      { situation: 'idle-with-index', count: 1, dailyCost: '1.872' },
      { situation: 'no-metrics', count: 1, dailyCost: '1.872' },
      { situation: 'overprovisioned', count: 2 },
      { situation: 'overprovisioned-scaling', count: 1, dailyCost: '1.872' },
      { situation: 'on-demand', count: 2, dailyCost: '0.4' },
    ],
    endpoints: [
      { situation: 'used', count: 1, dailyCost: '5.52' },
      { situation: 'idle', count: 2, dailyCost: '5.52' },
      { situation: 'idle-young', count: 1, dailyCost: '5.52' },
      { situation: 'no-metrics', count: 1, dailyCost: '5.52' },
      { situation: 'serverless', count: 1 },
      { situation: 'asynchronous', count: 1, dailyCost: '5.52' },
      { situation: 'two-variants', count: 1, dailyCost: '11.04' },
    ],
    fileSystems: [
      { situation: 'used', count: 1, dailyCost: '2.1' },
      { situation: 'idle', count: 1, dailyCost: '2.1' },
      { situation: 'idle-young', count: 1, dailyCost: '2.1' },
      { situation: 'no-metrics', count: 1, dailyCost: '2.1' },
    ],
    workspaces: [
      { situation: 'used', count: 4, dailyCost: '1.08' },
      { situation: 'abandoned', count: 3, dailyCost: '1.08' },
      { situation: 'abandoned', count: 1, runningMode: 'AUTO_STOP', dailyCost: '0.32' },
      { situation: 'never-connected', count: 1, dailyCost: '1.08' },
    ],
    buckets: [
      { situation: 'with-lifecycle', count: 3, dailyCost: '0.31' },
      { situation: 'without-lifecycle', count: 2, sizeGiB: 900 },
      { situation: 'without-lifecycle-small', count: 2, dailyCost: '0.01' },
      { situation: 'without-lifecycle-young', count: 1, dailyCost: '0.31' },
      { situation: 'versions-kept', count: 1 },
      { situation: 'versions-ended', count: 1, dailyCost: '0.31' },
      { situation: 'uploads-unended', count: 1 },
      { situation: 'uploads-fresh', count: 1, dailyCost: '0.31' },
    ],
    functions: [
      { situation: 'on-demand', count: 6, dailyCost: '0.02' },
      { situation: 'kept-ready-used', count: 1, dailyCost: '1.4' },
      { situation: 'kept-ready-unused', count: 1, dailyCost: '1.4' },
      { situation: 'kept-ready-young', count: 1, dailyCost: '1.4' },
    ],
    searchDomains: [
      { situation: 'used', count: 1, dailyCost: '8.02' },
      { situation: 'idle', count: 1, dailyCost: '8.02' },
      { situation: 'filled-only', count: 1, dailyCost: '8.02' },
    ],
    clusters: [
      { situation: 'current', count: 1, dailyCost: '2.4' },
      { situation: 'extended-support', count: 1, dailyCost: '14.4' },
      { situation: 'upgraded-by-policy', count: 1, dailyCost: '2.4' },
    ],
    objects: [{ bucket: 'shop-customers', key: 'export/2026.csv', body: 'CANARY-OBJECT-d1c8f0' }],
    secrets: [{ name: 'shop/database', value: 'CANARY-SECRET-77ab12' }],
  };
}
