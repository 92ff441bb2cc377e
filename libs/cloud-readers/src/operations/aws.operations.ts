import type { AwsRestWire, Operation } from './operation.js';

const region = '{region}.amazonaws.com';

function query(service: string, version: string, host: string, prefix = service): (action: string, why: string) => Operation {
  return (action, why) => ({
    id: `${prefix}:${action}`,
    cloud: 'aws',
    list: 'inventory',
    permission: `${prefix}:${action}`,
    why,
    wire: { protocol: 'aws-query', service, version, action, host },
  });
}

const ec2 = query('ec2', '2016-11-15', `ec2.${region}`);
const balancing = query('elasticloadbalancing', '2015-12-01', `elasticloadbalancing.${region}`);
const rds = query('rds', '2014-10-31', `rds.${region}`);
const elasticache = query('elasticache', '2015-02-02', `elasticache.${region}`);
const redshift = query('redshift', '2012-12-01', `redshift.${region}`);
const metrics = query('monitoring', '2010-08-01', `monitoring.${region}`, 'cloudwatch');
const iam = query('iam', '2010-05-08', 'iam.amazonaws.com');
const sts = query('sts', '2011-06-15', `sts.${region}`);

/** A JSON service: the action stands in the target header, behind the service's own word. */
function json(service: string, target: string, contentType: '1.0' | '1.1', host = `${service}.${region}`): (action: string, why: string) => Operation {
  return (action, why) => ({
    id: `${service}:${action}`,
    cloud: 'aws',
    list: 'inventory',
    permission: `${service}:${action}`,
    why,
    wire: { protocol: 'aws-json', service, target: `${target}.${action}`, contentType: `application/x-amz-json-${contentType}`, host },
  });
}

const logs = json('logs', 'Logs_20140328', '1.1');
const dynamodb = json('dynamodb', 'DynamoDB_20120810', '1.0');
const autoscaling = json('application-autoscaling', 'AnyScaleFrontendService', '1.1');
const sagemaker = json('sagemaker', 'SageMaker', '1.1', `api.sagemaker.${region}`);
const fsx = json('fsx', 'AWSSimbaAPIService_v20180301', '1.1');
const workspaces = json('workspaces', 'WorkspacesService', '1.1');

/** A REST service. The operation is told by method, path and query; the permission may have a name of its own. */
function rest(
  service: string,
  wire: Pick<AwsRestWire, 'path' | 'fixed' | 'query' | 'root' | 'absent'> & { readonly method?: 'POST' },
): (action: string, why: string, permission?: string) => Operation {
  return (action, why, permission = action) => ({
    id: `${service}:${action}`,
    cloud: 'aws',
    list: 'inventory',
    permission: `${service}:${permission}`,
    why,
    wire: { protocol: 'aws-rest', service, host: `${service}.${region}`, method: 'GET', ...wire },
  });
}

const s3 = (wire: Pick<AwsRestWire, 'path' | 'fixed' | 'query' | 'root' | 'absent'>): ReturnType<typeof rest> => rest('s3', wire);
/** Files of the customer's own cost export: one folder of one bucket, pinned by the connection. */
function exportFile(wire: Omit<AwsRestWire, 'protocol' | 'service' | 'method' | 'host'>, action: string, permission: string, why: string): Operation {
  return {
    id: `s3:${action}`,
    cloud: 'aws',
    list: 'billing',
    permission: `s3:${permission}`,
    why,
    wire: { protocol: 'aws-rest', service: 's3', host: `s3.${region}`, method: 'GET', ...wire },
    pinnedTo: 'bucket',
  };
}

const functions = '/2015-03-31/functions';

/** Cost Optimization Hub has one endpoint for all regions of an account. */
const advice = json('cost-optimization-hub', 'CostOptimizationHubService', '1.0', 'cost-optimization-hub.us-east-1.amazonaws.com');

const optimizer = json('compute-optimizer', 'ComputeOptimizerService', '1.0');

/** Cost Explorer answers for the account of the session only, so the session's account is its pin. */
function costExplorer(action: string, why: string): Operation {
  return {
    id: `ce:${action}`,
    cloud: 'aws',
    list: 'billing',
    permission: `ce:${action}`,
    why,
    wire: {
      protocol: 'aws-json',
      service: 'ce',
      target: `AWSInsightsIndexService.${action}`,
      contentType: 'application/x-amz-json-1.1',
      host: 'ce.us-east-1.amazonaws.com',
    },
    pinnedTo: 'scope',
  };
}

const inventory: readonly Operation[] = [
  ec2('DescribeRegions', 'Which regions of the account are enabled, so that none is left out.'),
  ec2('DescribeVolumes', 'Volumes, what they are attached to, their size and type.'),
  ec2('DescribeInstances', 'Machines, their state, type, age and owner tags.'),
  ec2('DescribeAddresses', 'Elastic IP addresses and what they are associated with.'),
  ec2('DescribeSnapshots', "The account's own snapshots, their age and source volume."),
  ec2('DescribeImages', "The account's own images, disabled ones too, since they hold snapshots."),
  ec2('DescribeNatGateways', 'NAT gateways and their state.'),
  ec2('DescribeVpcEndpoints', 'Endpoints of other services in a network, their kind, state and age.'),
  rds('DescribeDBInstances', 'Databases, their engine, class, state and age.'),
  rds('DescribeDBSnapshots', 'Snapshots of databases, their age and whose they are.'),
  elasticache('DescribeCacheClusters', 'Cache clusters, their engine, node type, state and age.'),
  redshift('DescribeClusters', 'Warehouses, their nodes, state and age.'),
  logs('DescribeLogGroups', 'Log groups, their size and how long they keep events; never an event.'),
  dynamodb('ListTables', 'Names of tables, each to be described.'),
  dynamodb('DescribeTable', 'What a table provisions and how it is billed; never an item.'),
  autoscaling('DescribeScalableTargets', 'Which tables change their capacity by themselves.'),
  sagemaker('ListEndpoints', 'Inference endpoints, their state and age.'),
  sagemaker('DescribeEndpoint', 'The variants that an endpoint hosts, on machines or serverless.'),
  fsx('DescribeFileSystems', 'File systems, their type, state and age.'),
  workspaces('DescribeWorkspaces', 'Virtual desktops and whether they run all the time.'),
  workspaces('DescribeWorkspacesConnectionStatus', 'When somebody last connected to a virtual desktop.'),
  s3({ path: '/', query: ['bucket-region', 'max-buckets', 'continuation-token'], root: 'ListAllMyBucketsResult' })(
    'ListBuckets',
    'Names of buckets by region; never an object.',
    'ListAllMyBuckets',
  ),
  s3({ path: '/{bucket}', fixed: { lifecycle: '' }, root: 'LifecycleConfiguration', absent: 'NoSuchLifecycleConfiguration' })(
    'GetBucketLifecycleConfiguration',
    'Which rules move or end the objects of a bucket.',
    'GetLifecycleConfiguration',
  ),
  s3({ path: '/{bucket}', fixed: { versioning: '' }, root: 'VersioningConfiguration' })('GetBucketVersioning', 'Whether a bucket keeps old versions.'),
  s3({ path: '/{bucket}', fixed: { uploads: '' }, query: ['max-uploads'], root: 'ListMultipartUploadsResult' })(
    'ListMultipartUploads',
    'When uploads of a bucket began that were never ended; the names of their objects are not kept.',
    'ListBucketMultipartUploads',
  ),
  rest('lambda', { path: functions, query: ['MaxItems', 'Marker'] })('ListFunctions', 'Functions, their memory and processor; their environment is not kept.'),
  rest('lambda', { path: '/2019-09-30/functions/{functionName}/provisioned-concurrency', fixed: { List: 'ALL' }, query: ['MaxItems', 'Marker'] })(
    'ListProvisionedConcurrencyConfigs',
    'How much concurrency of a function is kept ready, and billed.',
  ),
  rest('es', { path: '/2021-01-01/domain' })('ListDomainNames', 'Names of search domains, each to be described.'),
  rest('es', { path: '/2021-01-01/opensearch/domain-info', method: 'POST' })('DescribeDomains', 'Search domains, their machines and state.'),
  rest('eks', { path: '/clusters', query: ['maxResults', 'nextToken'] })('ListClusters', 'Names of Kubernetes clusters, each to be described.'),
  rest('eks', { path: '/clusters/{clusterName}' })('DescribeCluster', 'The version of a cluster, which may cost extended support.'),
  rest('eks', { path: '/cluster-versions', query: ['maxResults', 'nextToken'] })(
    'DescribeClusterVersions',
    "The provider's own dates for the support of each version.",
  ),
  rds('DescribeDBMajorEngineVersions', "The provider's own dates for the support of each database version."),
  advice('ListEnrollmentStatuses', 'Whether the account has switched on the advice of Cost Optimization Hub.'),
  advice('GetPreferences', 'Whether that advice counts the discounts of the account.'),
  advice('ListRecommendations', 'What AWS itself advises for a resource, kept as evidence and never added on top.'),
  optimizer('GetEnrollmentStatus', 'Whether the account has switched on Compute Optimizer.'),
  optimizer('GetIdleRecommendations', 'Resources that AWS itself calls idle, kept as evidence and never added on top.'),
  optimizer('GetEC2InstanceRecommendations', 'Machines that AWS itself calls too large, kept as evidence and never added on top.'),
  optimizer('GetEBSVolumeRecommendations', 'Volumes that AWS itself would change, kept as evidence and never added on top.'),
  optimizer('GetLambdaFunctionRecommendations', 'Functions that AWS itself gives less memory, kept as evidence and never added on top.'),
  optimizer('GetRDSDatabaseRecommendations', 'Databases that AWS itself calls too large, kept as evidence and never added on top.'),
  optimizer('GetECSServiceRecommendations', 'Services of ECS on Fargate that AWS itself calls too large, kept as evidence and never added on top.'),
  optimizer('GetAutoScalingGroupRecommendations', 'Scaling groups whose machines AWS itself would change, kept as evidence and never added on top.'),
  balancing('DescribeLoadBalancers', 'Load balancers, their type, state and age.'),
  balancing('DescribeTargetGroups', 'Target groups and the load balancers that use them.'),
  balancing('DescribeTargetHealth', 'Whether a target group has any target registered.'),
  metrics('GetMetricData', 'Metric statistics of candidates, 500 series a call.'),
  iam('ListUsers', 'IAM users, to name whose access key is unused.'),
  iam('GenerateCredentialReport', 'Asks IAM to compute the report of key ages and last use.'),
  iam('GetCredentialReport', 'Reads that report: ages and dates, no secret.'),
  iam('SimulatePrincipalPolicy', 'Whether the connected principal could write, to warn or refuse.'),
  iam('ListAttachedRolePolicies', "The role's managed policies, to find write rights where simulation is not allowed."),
  iam('ListAttachedUserPolicies', "The user's managed policies, to find write rights where simulation is not allowed."),
  {
    id: 'pricing:GetProducts',
    cloud: 'aws',
    list: 'inventory',
    permission: 'pricing:GetProducts',
    why: 'List prices, used only where the bill has no row for a resource.',
    wire: {
      protocol: 'aws-json',
      service: 'pricing',
      target: 'AWSPriceListService.GetProducts',
      contentType: 'application/x-amz-json-1.1',
      host: 'api.pricing.us-east-1.amazonaws.com',
    },
  },
];

const signIn: readonly Operation[] = [
  { ...sts('AssumeRole', "Trades the operator's base identity for a short session narrowed to reads."), list: 'sign-in' },
  {
    ...sts('AssumeRoleWithWebIdentity', 'Trades a federated assertion for a short session narrowed to reads.'),
    list: 'sign-in',
    permission: 'sts:AssumeRoleWithWebIdentity',
  },
  { ...sts('GetCallerIdentity', 'Which account and principal the session is, so that a connection stays pinned to it.'), list: 'sign-in' },
];

const billing: readonly Operation[] = [
  costExplorer('GetCostAndUsage', 'Daily cost of the account where resource rows are not switched on.'),
  costExplorer('GetCostAndUsageWithResources', 'Daily cost per resource of the last 14 days, which prices findings by the bill.'),
  exportFile(
    { path: '/{bucket}', fixed: { 'list-type': '2' }, query: ['prefix', 'continuation-token', 'max-keys'], root: 'ListBucketResult' },
    'ListObjectsV2',
    'ListBucket',
    'Names of the files of the cost export, below its own prefix and nowhere else.',
  ),
  exportFile(
    { path: '/{bucket}/{+key}', bytes: true },
    'GetObject',
    'GetObject',
    'Manifests and files of the cost export, below its own prefix and nowhere else.',
  ),
];

/** Everything that Vitrine may call at AWS. */
export const awsOperations: readonly Operation[] = [...inventory, ...billing, ...signIn];
