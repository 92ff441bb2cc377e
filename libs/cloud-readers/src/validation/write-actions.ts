/**
 * Writes by which a principal gives itself away: one or two of each family that matters, deleting, stopping, paying or
 * granting. A principal that may do none of them but some other write is still held by session policy and gate.
 */
export const awsWriteActions: readonly string[] = [
  ...[
    'ec2:TerminateInstances',
    'ec2:StopInstances',
    'ec2:RunInstances',
    'ec2:DeleteVolume',
    'ec2:DeleteSnapshot',
    'ec2:ReleaseAddress',
    'ec2:DeleteNatGateway',
  ],
  ...['ec2:CreateTags', 'ec2:AuthorizeSecurityGroupIngress', 'elasticloadbalancing:DeleteLoadBalancer', 'autoscaling:UpdateAutoScalingGroup'],
  ...['iam:CreateUser', 'iam:CreateAccessKey', 'iam:AttachRolePolicy', 'iam:PutRolePolicy', 'iam:PutUserPolicy', 'iam:PassRole', 'iam:UpdateAssumeRolePolicy'],
  ...['s3:PutObject', 's3:DeleteObject', 's3:DeleteBucket', 's3:PutBucketPolicy', 'rds:DeleteDBInstance', 'rds:StopDBInstance', 'dynamodb:DeleteTable'],
  ...[
    'lambda:UpdateFunctionCode',
    'kms:ScheduleKeyDeletion',
    'cloudwatch:DeleteAlarms',
    'cloudtrail:StopLogging',
    'eks:DeleteCluster',
    'organizations:LeaveOrganization',
  ],
];

/** At most 100 a call, which is what Google takes. */
export const gcpWritePermissions: readonly string[] = [
  ...[
    'compute.instances.delete',
    'compute.instances.stop',
    'compute.instances.create',
    'compute.instances.setMetadata',
    'compute.disks.delete',
    'compute.snapshots.delete',
  ],
  ...['compute.images.delete', 'compute.addresses.delete', 'compute.firewalls.update', 'compute.networks.delete', 'resourcemanager.projects.setIamPolicy'],
  ...[
    'resourcemanager.projects.delete',
    'resourcemanager.projects.update',
    'iam.serviceAccounts.create',
    'iam.serviceAccounts.actAs',
    'iam.serviceAccountKeys.create',
  ],
  ...['iam.roles.update', 'storage.buckets.delete', 'storage.objects.delete', 'storage.objects.create', 'bigquery.datasets.delete', 'bigquery.tables.delete'],
  ...['bigquery.tables.updateData', 'cloudsql.instances.delete', 'cloudsql.instances.update', 'container.clusters.delete', 'run.services.delete'],
  ...['cloudfunctions.functions.update', 'pubsub.topics.delete', 'cloudkms.cryptoKeyVersions.destroy', 'logging.sinks.delete'],
];

/** Actions by name that only read, and the named exception of Cost Management Reader (it can open support tickets, nothing else). */
const azureExceptions: readonly string[] = ['microsoft.support/*', 'microsoft.costmanagement/query/action', 'microsoft.costmanagement/forecast/action'];

/** Whether an action pattern of a role is only about reading. `*` alone, `Microsoft.Compute/*` and every other action are not. */
export function isAzureRead(pattern: string): boolean {
  const action = pattern.toLowerCase();
  return action.endsWith('/read') || azureExceptions.includes(action);
}
