/** Written by `npm run gen`; never by hand. Every rule by its file. */
import type { AnyRule } from './engine/define-rule.js';
import { awsDynamodbTableIdleRule } from './cost/aws/dynamodb/table-idle.rule.js';
import { awsDynamodbTableOverprovisionedRule } from './cost/aws/dynamodb/table-overprovisioned.rule.js';
import { awsEc2AddressIdleRule } from './cost/aws/ec2/address-idle.rule.js';
import { awsEc2InstanceGenerationSupersededRule } from './cost/aws/ec2/instance-generation-superseded.rule.js';
import { awsEc2InstanceIdleRule } from './cost/aws/ec2/instance-idle.rule.js';
import { awsEc2InstanceLongStoppedRule } from './cost/aws/ec2/instance-long-stopped.rule.js';
import { awsEc2InstanceOversizedRule } from './cost/aws/ec2/instance-oversized.rule.js';
import { awsEc2NatGatewayIdleRule } from './cost/aws/ec2/nat-gateway-idle.rule.js';
import { awsEc2SnapshotStaleRule } from './cost/aws/ec2/snapshot-stale.rule.js';
import { awsEc2VolumeTypeOutdatedRule } from './cost/aws/ec2/volume-type-outdated.rule.js';
import { awsEc2VolumeUnattachedRule } from './cost/aws/ec2/volume-unattached.rule.js';
import { awsEc2VpcEndpointIdleRule } from './cost/aws/ec2/vpc-endpoint-idle.rule.js';
import { awsElasticacheCacheClusterIdleRule } from './cost/aws/elasticache/cache-cluster-idle.rule.js';
import { awsElbv2ApplicationLoadBalancerIdleRule } from './cost/aws/elbv2/application-load-balancer-idle.rule.js';
import { awsElbv2LoadBalancerNoTargetRule } from './cost/aws/elbv2/load-balancer-no-target.rule.js';
import { awsElbv2NetworkLoadBalancerIdleRule } from './cost/aws/elbv2/network-load-balancer-idle.rule.js';
import { awsFsxFileSystemIdleRule } from './cost/aws/fsx/file-system-idle.rule.js';
import { awsLogsLogGroupNoRetentionRule } from './cost/aws/logs/log-group-no-retention.rule.js';
import { awsRdsDbInstanceIdleRule } from './cost/aws/rds/db-instance-idle.rule.js';
import { awsRdsDbSnapshotOrphanRule } from './cost/aws/rds/db-snapshot-orphan.rule.js';
import { awsRedshiftClusterIdleRule } from './cost/aws/redshift/cluster-idle.rule.js';
import { awsSagemakerEndpointIdleRule } from './cost/aws/sagemaker/endpoint-idle.rule.js';
import { awsWorkspacesWorkspaceIdleRule } from './cost/aws/workspaces/workspace-idle.rule.js';
import { azureComputeDiskUnattachedRule } from './cost/azure/compute/disk-unattached.rule.js';
import { azureComputeSnapshotStaleRule } from './cost/azure/compute/snapshot-stale.rule.js';
import { azureComputeVirtualMachineIdleRule } from './cost/azure/compute/virtual-machine-idle.rule.js';
import { azureComputeVirtualMachineStoppedNotDeallocatedRule } from './cost/azure/compute/virtual-machine-stopped-not-deallocated.rule.js';
import { azureNetworkLoadBalancerEmptyRule } from './cost/azure/network/load-balancer-empty.rule.js';
import { azureNetworkNatGatewayOrphanRule } from './cost/azure/network/nat-gateway-orphan.rule.js';
import { azureNetworkPublicIpIdleRule } from './cost/azure/network/public-ip-idle.rule.js';
import { azureWebAppServicePlanEmptyRule } from './cost/azure/web/app-service-plan-empty.rule.js';
import { gcpComputeAddressIdleRule } from './cost/gcp/compute/address-idle.rule.js';
import { gcpComputeDiskUnattachedRule } from './cost/gcp/compute/disk-unattached.rule.js';
import { gcpComputeImageIdleRule } from './cost/gcp/compute/image-idle.rule.js';
import { gcpComputeInstanceIdleRule } from './cost/gcp/compute/instance-idle.rule.js';
import { gcpComputeInstanceLongStoppedRule } from './cost/gcp/compute/instance-long-stopped.rule.js';
import { gcpComputeSnapshotStaleRule } from './cost/gcp/compute/snapshot-stale.rule.js';
import { awsIamAccessKeyUnusedRule } from './identity/aws/iam/access-key-unused.rule.js';
import { azureAuthorizationRoleAssignmentOrphanedRule } from './identity/azure/authorization/role-assignment-orphaned.rule.js';

export const ruleRegistry: readonly AnyRule[] = [
  awsDynamodbTableIdleRule,
  awsDynamodbTableOverprovisionedRule,
  awsEc2AddressIdleRule,
  awsEc2InstanceGenerationSupersededRule,
  awsEc2InstanceIdleRule,
  awsEc2InstanceLongStoppedRule,
  awsEc2InstanceOversizedRule,
  awsEc2NatGatewayIdleRule,
  awsEc2SnapshotStaleRule,
  awsEc2VolumeTypeOutdatedRule,
  awsEc2VolumeUnattachedRule,
  awsEc2VpcEndpointIdleRule,
  awsElasticacheCacheClusterIdleRule,
  awsElbv2ApplicationLoadBalancerIdleRule,
  awsElbv2LoadBalancerNoTargetRule,
  awsElbv2NetworkLoadBalancerIdleRule,
  awsFsxFileSystemIdleRule,
  awsLogsLogGroupNoRetentionRule,
  awsRdsDbInstanceIdleRule,
  awsRdsDbSnapshotOrphanRule,
  awsRedshiftClusterIdleRule,
  awsSagemakerEndpointIdleRule,
  awsWorkspacesWorkspaceIdleRule,
  azureComputeDiskUnattachedRule,
  azureComputeSnapshotStaleRule,
  azureComputeVirtualMachineIdleRule,
  azureComputeVirtualMachineStoppedNotDeallocatedRule,
  azureNetworkLoadBalancerEmptyRule,
  azureNetworkNatGatewayOrphanRule,
  azureNetworkPublicIpIdleRule,
  azureWebAppServicePlanEmptyRule,
  gcpComputeAddressIdleRule,
  gcpComputeDiskUnattachedRule,
  gcpComputeImageIdleRule,
  gcpComputeInstanceIdleRule,
  gcpComputeInstanceLongStoppedRule,
  gcpComputeSnapshotStaleRule,
  awsIamAccessKeyUnusedRule,
  azureAuthorizationRoleAssignmentOrphanedRule,
];
