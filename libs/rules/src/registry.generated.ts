/** Written by `npm run gen`; never by hand. Every rule by its file. */
import type { AnyRule } from './engine/define-rule.js';
import { awsComputeoptimizerResourceResizeAdvisedRule } from './cost/aws/computeoptimizer/resource-resize-advised.rule.js';
import { awsComputeoptimizerResourceStopAdvisedRule } from './cost/aws/computeoptimizer/resource-stop-advised.rule.js';
import { awsComputeoptimizerResourceUpgradeAdvisedRule } from './cost/aws/computeoptimizer/resource-upgrade-advised.rule.js';
import { awsCostoptimizationhubResourceResizeAdvisedRule } from './cost/aws/costoptimizationhub/resource-resize-advised.rule.js';
import { awsCostoptimizationhubResourceStopAdvisedRule } from './cost/aws/costoptimizationhub/resource-stop-advised.rule.js';
import { awsCostoptimizationhubResourceUpgradeAdvisedRule } from './cost/aws/costoptimizationhub/resource-upgrade-advised.rule.js';
import { awsDynamodbTableIdleRule } from './cost/aws/dynamodb/table-idle.rule.js';
import { awsDynamodbTableOverprovisionedRule } from './cost/aws/dynamodb/table-overprovisioned.rule.js';
import { awsEc2AddressIdleRule } from './cost/aws/ec2/address-idle.rule.js';
import { awsEc2InstanceGenerationSupersededRule } from './cost/aws/ec2/instance-generation-superseded.rule.js';
import { awsEc2InstanceIdleRule } from './cost/aws/ec2/instance-idle.rule.js';
import { awsEc2InstanceLongStoppedRule } from './cost/aws/ec2/instance-long-stopped.rule.js';
import { awsEc2InstanceOffHoursRule } from './cost/aws/ec2/instance-off-hours.rule.js';
import { awsEc2InstanceOversizedRule } from './cost/aws/ec2/instance-oversized.rule.js';
import { awsEc2NatGatewayIdleRule } from './cost/aws/ec2/nat-gateway-idle.rule.js';
import { awsEc2SnapshotStaleRule } from './cost/aws/ec2/snapshot-stale.rule.js';
import { awsEc2VolumeTypeOutdatedRule } from './cost/aws/ec2/volume-type-outdated.rule.js';
import { awsEc2VolumeUnattachedRule } from './cost/aws/ec2/volume-unattached.rule.js';
import { awsEc2VpcEndpointIdleRule } from './cost/aws/ec2/vpc-endpoint-idle.rule.js';
import { awsEksClusterExtendedSupportRule } from './cost/aws/eks/cluster-extended-support.rule.js';
import { awsElasticacheCacheClusterIdleRule } from './cost/aws/elasticache/cache-cluster-idle.rule.js';
import { awsElasticacheCacheClusterOversizedRule } from './cost/aws/elasticache/cache-cluster-oversized.rule.js';
import { awsElbv2ApplicationLoadBalancerIdleRule } from './cost/aws/elbv2/application-load-balancer-idle.rule.js';
import { awsElbv2LoadBalancerNoTargetRule } from './cost/aws/elbv2/load-balancer-no-target.rule.js';
import { awsElbv2NetworkLoadBalancerIdleRule } from './cost/aws/elbv2/network-load-balancer-idle.rule.js';
import { awsFsxFileSystemIdleRule } from './cost/aws/fsx/file-system-idle.rule.js';
import { awsLambdaFunctionConcurrencyUnusedRule } from './cost/aws/lambda/function-concurrency-unused.rule.js';
import { awsLogsLogGroupNoRetentionRule } from './cost/aws/logs/log-group-no-retention.rule.js';
import { awsOpensearchDomainIdleRule } from './cost/aws/opensearch/domain-idle.rule.js';
import { awsRdsDbInstanceExtendedSupportRule } from './cost/aws/rds/db-instance-extended-support.rule.js';
import { awsRdsDbInstanceGenerationSupersededRule } from './cost/aws/rds/db-instance-generation-superseded.rule.js';
import { awsRdsDbInstanceIdleRule } from './cost/aws/rds/db-instance-idle.rule.js';
import { awsRdsDbInstanceOffHoursRule } from './cost/aws/rds/db-instance-off-hours.rule.js';
import { awsRdsDbInstanceOversizedRule } from './cost/aws/rds/db-instance-oversized.rule.js';
import { awsRdsDbSnapshotOrphanRule } from './cost/aws/rds/db-snapshot-orphan.rule.js';
import { awsRedshiftClusterIdleRule } from './cost/aws/redshift/cluster-idle.rule.js';
import { awsS3BucketNoLifecycleRule } from './cost/aws/s3/bucket-no-lifecycle.rule.js';
import { awsS3BucketUploadsUnendedRule } from './cost/aws/s3/bucket-uploads-unended.rule.js';
import { awsS3BucketVersionsKeptRule } from './cost/aws/s3/bucket-versions-kept.rule.js';
import { awsSagemakerEndpointIdleRule } from './cost/aws/sagemaker/endpoint-idle.rule.js';
import { awsWorkspacesWorkspaceIdleRule } from './cost/aws/workspaces/workspace-idle.rule.js';
import { azureAdvisorResourceResizeAdvisedRule } from './cost/azure/advisor/resource-resize-advised.rule.js';
import { azureAdvisorResourceStopAdvisedRule } from './cost/azure/advisor/resource-stop-advised.rule.js';
import { azureComputeDiskPremiumUnderusedRule } from './cost/azure/compute/disk-premium-underused.rule.js';
import { azureComputeDiskUnattachedRule } from './cost/azure/compute/disk-unattached.rule.js';
import { azureComputeSnapshotPremiumRule } from './cost/azure/compute/snapshot-premium.rule.js';
import { azureComputeSnapshotStaleRule } from './cost/azure/compute/snapshot-stale.rule.js';
import { azureComputeVirtualMachineDeallocatedDisksRule } from './cost/azure/compute/virtual-machine-deallocated-disks.rule.js';
import { azureComputeVirtualMachineIdleRule } from './cost/azure/compute/virtual-machine-idle.rule.js';
import { azureComputeVirtualMachineNoHybridBenefitRule } from './cost/azure/compute/virtual-machine-no-hybrid-benefit.rule.js';
import { azureComputeVirtualMachineOffHoursRule } from './cost/azure/compute/virtual-machine-off-hours.rule.js';
import { azureComputeVirtualMachineOversizedRule } from './cost/azure/compute/virtual-machine-oversized.rule.js';
import { azureComputeVirtualMachineStoppedNotDeallocatedRule } from './cost/azure/compute/virtual-machine-stopped-not-deallocated.rule.js';
import { azureDbformysqlFlexibleServerUnderutilisedRule } from './cost/azure/dbformysql/flexible-server-underutilised.rule.js';
import { azureDbforpostgresqlFlexibleServerUnderutilisedRule } from './cost/azure/dbforpostgresql/flexible-server-underutilised.rule.js';
import { azureDocumentdbAccountOverprovisionedRule } from './cost/azure/documentdb/account-overprovisioned.rule.js';
import { azureMachinelearningservicesOnlineEndpointIdleRule } from './cost/azure/machinelearningservices/online-endpoint-idle.rule.js';
import { azureNetworkApplicationGatewayNoBackendRule } from './cost/azure/network/application-gateway-no-backend.rule.js';
import { azureNetworkDdosPlanUnassociatedRule } from './cost/azure/network/ddos-plan-unassociated.rule.js';
import { azureNetworkExpressRouteCircuitUnprovisionedRule } from './cost/azure/network/express-route-circuit-unprovisioned.rule.js';
import { azureNetworkFirewallIdleRule } from './cost/azure/network/firewall-idle.rule.js';
import { azureNetworkLoadBalancerEmptyRule } from './cost/azure/network/load-balancer-empty.rule.js';
import { azureNetworkNatGatewayOrphanRule } from './cost/azure/network/nat-gateway-orphan.rule.js';
import { azureNetworkPrivateDnsZoneUnusedRule } from './cost/azure/network/private-dns-zone-unused.rule.js';
import { azureNetworkPrivateEndpointDisconnectedRule } from './cost/azure/network/private-endpoint-disconnected.rule.js';
import { azureNetworkPublicIpIdleRule } from './cost/azure/network/public-ip-idle.rule.js';
import { azureNetworkVirtualNetworkGatewayIdleRule } from './cost/azure/network/virtual-network-gateway-idle.rule.js';
import { azureOperationalinsightsWorkspaceRetentionLongRule } from './cost/azure/operationalinsights/workspace-retention-long.rule.js';
import { azureSqlDatabaseIdleRule } from './cost/azure/sql/database-idle.rule.js';
import { azureSqlDatabaseUnderutilisedRule } from './cost/azure/sql/database-underutilised.rule.js';
import { azureSqlElasticPoolEmptyRule } from './cost/azure/sql/elastic-pool-empty.rule.js';
import { azureSqlManagedInstanceUnderutilisedRule } from './cost/azure/sql/managed-instance-underutilised.rule.js';
import { azureSynapseSqlPoolIdleRule } from './cost/azure/synapse/sql-pool-idle.rule.js';
import { azureWebAppServicePlanEmptyRule } from './cost/azure/web/app-service-plan-empty.rule.js';
import { azureWebAppServicePlanOversizedRule } from './cost/azure/web/app-service-plan-oversized.rule.js';
import { gcpAiplatformEndpointIdleRule } from './cost/gcp/aiplatform/endpoint-idle.rule.js';
import { gcpComputeAddressIdleRule } from './cost/gcp/compute/address-idle.rule.js';
import { gcpComputeDiskUnattachedRule } from './cost/gcp/compute/disk-unattached.rule.js';
import { gcpComputeForwardingRuleNoBackendRule } from './cost/gcp/compute/forwarding-rule-no-backend.rule.js';
import { gcpComputeImageIdleRule } from './cost/gcp/compute/image-idle.rule.js';
import { gcpComputeInstanceIdleRule } from './cost/gcp/compute/instance-idle.rule.js';
import { gcpComputeInstanceLongStoppedRule } from './cost/gcp/compute/instance-long-stopped.rule.js';
import { gcpComputeInstanceOffHoursRule } from './cost/gcp/compute/instance-off-hours.rule.js';
import { gcpComputeInstanceOversizedRule } from './cost/gcp/compute/instance-oversized.rule.js';
import { gcpComputeSnapshotStaleRule } from './cost/gcp/compute/snapshot-stale.rule.js';
import { gcpComputeVpnGatewayNoTunnelRule } from './cost/gcp/compute/vpn-gateway-no-tunnel.rule.js';
import { gcpContainerClusterExtendedSupportRule } from './cost/gcp/container/cluster-extended-support.rule.js';
import { gcpContainerClusterIdleRule } from './cost/gcp/container/cluster-idle.rule.js';
import { gcpContainerClusterNoNodeRule } from './cost/gcp/container/cluster-no-node.rule.js';
import { gcpLoggingBucketRetentionLongRule } from './cost/gcp/logging/bucket-retention-long.rule.js';
import { gcpRecommenderResourceResizeAdvisedRule } from './cost/gcp/recommender/resource-resize-advised.rule.js';
import { gcpRecommenderResourceStopAdvisedRule } from './cost/gcp/recommender/resource-stop-advised.rule.js';
import { gcpSqladminInstanceExtendedSupportRule } from './cost/gcp/sqladmin/instance-extended-support.rule.js';
import { gcpSqladminInstanceOversizedRule } from './cost/gcp/sqladmin/instance-oversized.rule.js';
import { gcpSqladminMysqlInstanceIdleRule } from './cost/gcp/sqladmin/mysql-instance-idle.rule.js';
import { gcpSqladminPostgresInstanceIdleRule } from './cost/gcp/sqladmin/postgres-instance-idle.rule.js';
import { gcpStorageBucketNoLifecycleRule } from './cost/gcp/storage/bucket-no-lifecycle.rule.js';
import { awsIamAccessKeyUnusedRule } from './identity/aws/iam/access-key-unused.rule.js';
import { azureAuthorizationRoleAssignmentOrphanedRule } from './identity/azure/authorization/role-assignment-orphaned.rule.js';

export const ruleRegistry: readonly AnyRule[] = [
  awsComputeoptimizerResourceResizeAdvisedRule,
  awsComputeoptimizerResourceStopAdvisedRule,
  awsComputeoptimizerResourceUpgradeAdvisedRule,
  awsCostoptimizationhubResourceResizeAdvisedRule,
  awsCostoptimizationhubResourceStopAdvisedRule,
  awsCostoptimizationhubResourceUpgradeAdvisedRule,
  awsDynamodbTableIdleRule,
  awsDynamodbTableOverprovisionedRule,
  awsEc2AddressIdleRule,
  awsEc2InstanceGenerationSupersededRule,
  awsEc2InstanceIdleRule,
  awsEc2InstanceLongStoppedRule,
  awsEc2InstanceOffHoursRule,
  awsEc2InstanceOversizedRule,
  awsEc2NatGatewayIdleRule,
  awsEc2SnapshotStaleRule,
  awsEc2VolumeTypeOutdatedRule,
  awsEc2VolumeUnattachedRule,
  awsEc2VpcEndpointIdleRule,
  awsEksClusterExtendedSupportRule,
  awsElasticacheCacheClusterIdleRule,
  awsElasticacheCacheClusterOversizedRule,
  awsElbv2ApplicationLoadBalancerIdleRule,
  awsElbv2LoadBalancerNoTargetRule,
  awsElbv2NetworkLoadBalancerIdleRule,
  awsFsxFileSystemIdleRule,
  awsLambdaFunctionConcurrencyUnusedRule,
  awsLogsLogGroupNoRetentionRule,
  awsOpensearchDomainIdleRule,
  awsRdsDbInstanceExtendedSupportRule,
  awsRdsDbInstanceGenerationSupersededRule,
  awsRdsDbInstanceIdleRule,
  awsRdsDbInstanceOffHoursRule,
  awsRdsDbInstanceOversizedRule,
  awsRdsDbSnapshotOrphanRule,
  awsRedshiftClusterIdleRule,
  awsS3BucketNoLifecycleRule,
  awsS3BucketUploadsUnendedRule,
  awsS3BucketVersionsKeptRule,
  awsSagemakerEndpointIdleRule,
  awsWorkspacesWorkspaceIdleRule,
  azureAdvisorResourceResizeAdvisedRule,
  azureAdvisorResourceStopAdvisedRule,
  azureComputeDiskPremiumUnderusedRule,
  azureComputeDiskUnattachedRule,
  azureComputeSnapshotPremiumRule,
  azureComputeSnapshotStaleRule,
  azureComputeVirtualMachineDeallocatedDisksRule,
  azureComputeVirtualMachineIdleRule,
  azureComputeVirtualMachineNoHybridBenefitRule,
  azureComputeVirtualMachineOffHoursRule,
  azureComputeVirtualMachineOversizedRule,
  azureComputeVirtualMachineStoppedNotDeallocatedRule,
  azureDbformysqlFlexibleServerUnderutilisedRule,
  azureDbforpostgresqlFlexibleServerUnderutilisedRule,
  azureDocumentdbAccountOverprovisionedRule,
  azureMachinelearningservicesOnlineEndpointIdleRule,
  azureNetworkApplicationGatewayNoBackendRule,
  azureNetworkDdosPlanUnassociatedRule,
  azureNetworkExpressRouteCircuitUnprovisionedRule,
  azureNetworkFirewallIdleRule,
  azureNetworkLoadBalancerEmptyRule,
  azureNetworkNatGatewayOrphanRule,
  azureNetworkPrivateDnsZoneUnusedRule,
  azureNetworkPrivateEndpointDisconnectedRule,
  azureNetworkPublicIpIdleRule,
  azureNetworkVirtualNetworkGatewayIdleRule,
  azureOperationalinsightsWorkspaceRetentionLongRule,
  azureSqlDatabaseIdleRule,
  azureSqlDatabaseUnderutilisedRule,
  azureSqlElasticPoolEmptyRule,
  azureSqlManagedInstanceUnderutilisedRule,
  azureSynapseSqlPoolIdleRule,
  azureWebAppServicePlanEmptyRule,
  azureWebAppServicePlanOversizedRule,
  gcpAiplatformEndpointIdleRule,
  gcpComputeAddressIdleRule,
  gcpComputeDiskUnattachedRule,
  gcpComputeForwardingRuleNoBackendRule,
  gcpComputeImageIdleRule,
  gcpComputeInstanceIdleRule,
  gcpComputeInstanceLongStoppedRule,
  gcpComputeInstanceOffHoursRule,
  gcpComputeInstanceOversizedRule,
  gcpComputeSnapshotStaleRule,
  gcpComputeVpnGatewayNoTunnelRule,
  gcpContainerClusterExtendedSupportRule,
  gcpContainerClusterIdleRule,
  gcpContainerClusterNoNodeRule,
  gcpLoggingBucketRetentionLongRule,
  gcpRecommenderResourceResizeAdvisedRule,
  gcpRecommenderResourceStopAdvisedRule,
  gcpSqladminInstanceExtendedSupportRule,
  gcpSqladminInstanceOversizedRule,
  gcpSqladminMysqlInstanceIdleRule,
  gcpSqladminPostgresInstanceIdleRule,
  gcpStorageBucketNoLifecycleRule,
  awsIamAccessKeyUnusedRule,
  azureAuthorizationRoleAssignmentOrphanedRule,
];
