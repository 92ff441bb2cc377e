export * from './engine/cloud-request.js';
export * from './engine/define-metric-reader.js';
export * from './engine/define-reader.js';
export * from './engine/provider-advice.js';
export * from './engine/scope.js';
export * from './gate/billing-pins.js';
export * from './gate/call-observer.js';
export * from './operations/manifest.js';
export * from './operations/operation.js';
export * from './sessions/credential.js';
export * from './outgoing.js';
export * from './sessions/open-session.js';
export * from './sessions/session-options.js';
export { groupOperations, sessionPolicyLimit } from './sessions/session-policy.js';
export * from './engine/read-pages.js';
export { Places } from './transports/places.js';
export {
  awsApplicationautoscalingScalableTargetsReader,
  type AwsApplicationautoscalingScalableTarget,
} from './aws/applicationautoscaling/scalable-targets.reader.js';
export { awsCloudwatchMetricReader } from './aws/cloudwatch/metric-data.metric-reader.js';
export { awsComputeoptimizerRecommendationsReader } from './aws/computeoptimizer/recommendations.reader.js';
export { awsCostoptimizationhubRecommendationsReader } from './aws/costoptimizationhub/recommendations.reader.js';
export { awsDynamodbTablesReader, type AwsDynamodbTable } from './aws/dynamodb/tables.reader.js';
export { awsEc2AddressesReader, type AwsEc2Address } from './aws/ec2/addresses.reader.js';
export { awsEc2ImagesReader, type AwsEc2Image } from './aws/ec2/images.reader.js';
export { awsEc2InstancesReader, type AwsEc2Instance } from './aws/ec2/instances.reader.js';
export { awsEc2NatGatewaysReader, type AwsEc2NatGateway } from './aws/ec2/nat-gateways.reader.js';
export { awsEc2SnapshotsReader, type AwsEc2Snapshot } from './aws/ec2/snapshots.reader.js';
export { awsEc2VolumesReader, type AwsEc2Volume } from './aws/ec2/volumes.reader.js';
export { awsEc2VpcEndpointsReader, type AwsEc2VpcEndpoint } from './aws/ec2/vpc-endpoints.reader.js';
export { awsEksClusterVersionsReader, type AwsEksClusterVersion } from './aws/eks/cluster-versions.reader.js';
export { awsEksClustersReader, type AwsEksCluster } from './aws/eks/clusters.reader.js';
export { awsElasticacheCacheClustersReader, type AwsElasticacheCacheCluster } from './aws/elasticache/cache-clusters.reader.js';
export { awsElbv2LoadBalancersReader, type AwsElbv2LoadBalancer } from './aws/elbv2/load-balancers.reader.js';
export { awsElbv2TargetGroupsReader, type AwsElbv2TargetGroup } from './aws/elbv2/target-groups.reader.js';
export { awsElbv2TargetHealthReader, type AwsElbv2TargetHealth } from './aws/elbv2/target-health.reader.js';
export { awsFsxFileSystemsReader, type AwsFsxFileSystem } from './aws/fsx/file-systems.reader.js';
export { awsIamCredentialReportReader, type AwsIamCredentialReportRow } from './aws/iam/credential-report.reader.js';
export { awsIamUsersReader, type AwsIamUser } from './aws/iam/users.reader.js';
export { awsLambdaProvisionedConcurrenciesReader, type AwsLambdaProvisionedConcurrency } from './aws/lambda/provisioned-concurrencies.reader.js';
export { awsLogsLogGroupsReader, type AwsLogsLogGroup } from './aws/logs/log-groups.reader.js';
export { awsOpensearchDomainsReader, type AwsOpensearchDomain } from './aws/opensearch/domains.reader.js';
export { awsRdsDbInstancesReader, type AwsRdsDbInstance } from './aws/rds/db-instances.reader.js';
export { awsRdsDbMajorEngineVersionsReader, type AwsRdsDbMajorEngineVersion } from './aws/rds/db-major-engine-versions.reader.js';
export { awsRdsDbSnapshotsReader, type AwsRdsDbSnapshot } from './aws/rds/db-snapshots.reader.js';
export { awsRedshiftClustersReader, type AwsRedshiftCluster } from './aws/redshift/clusters.reader.js';
export { awsS3BucketLifecyclesReader, type AwsS3BucketLifecycle } from './aws/s3/bucket-lifecycles.reader.js';
export { awsS3BucketVersioningsReader, type AwsS3BucketVersioning } from './aws/s3/bucket-versionings.reader.js';
export { awsS3MultipartUploadsReader, type AwsS3MultipartUploads } from './aws/s3/multipart-uploads.reader.js';
export { awsSagemakerEndpointsReader, type AwsSagemakerEndpoint } from './aws/sagemaker/endpoints.reader.js';
export { awsWorkspacesConnectionStatusReader, type AwsWorkspacesConnectionStatus } from './aws/workspaces/connection-status.reader.js';
export { awsWorkspacesWorkspacesReader, type AwsWorkspacesWorkspace } from './aws/workspaces/workspaces.reader.js';
export { azureAdvisorRecommendationsReader } from './azure/advisor/recommendations.reader.js';
export { azureAuthorizationRoleAssignmentsReader, type AzureAuthorizationRoleAssignment } from './azure/authorization/role-assignments.reader.js';
export { azureAuthorizationRoleDefinitionsReader, type AzureAuthorizationRoleDefinition } from './azure/authorization/role-definitions.reader.js';
export { azureComputeAttachedDisksReader, type AzureComputeAttachedDisk } from './azure/compute/attached-disks.reader.js';
export { azureComputeDisksReader, type AzureComputeDisk } from './azure/compute/disks.reader.js';
export { azureComputeSnapshotsReader, type AzureComputeSnapshot } from './azure/compute/snapshots.reader.js';
export { azureComputeVirtualMachinesReader, type AzureComputeVirtualMachine } from './azure/compute/virtual-machines.reader.js';
export { azureDbformysqlFlexibleServersReader, type AzureDbformysqlFlexibleServer } from './azure/dbformysql/flexible-servers.reader.js';
export { azureDbforpostgresqlFlexibleServersReader, type AzureDbforpostgresqlFlexibleServer } from './azure/dbforpostgresql/flexible-servers.reader.js';
export { azureDocumentdbDatabaseAccountsReader, type AzureDocumentdbDatabaseAccount } from './azure/documentdb/database-accounts.reader.js';
export { azureGraphGroupsReader, type AzureGraphGroup } from './azure/graph/groups.reader.js';
export { azureGraphServicePrincipalsReader, type AzureGraphServicePrincipal } from './azure/graph/service-principals.reader.js';
export { azureGraphUsersReader, type AzureGraphUser } from './azure/graph/users.reader.js';
export {
  azureMachinelearningservicesOnlineEndpointsReader,
  type AzureMachinelearningservicesOnlineEndpoint,
} from './azure/machinelearningservices/online-endpoints.reader.js';
export { azureMonitorMetricReader } from './azure/monitor/metrics-batch.metric-reader.js';
export { azureNetworkApplicationGatewaysReader, type AzureNetworkApplicationGateway } from './azure/network/application-gateways.reader.js';
export { azureNetworkAzureFirewallsReader, type AzureNetworkAzureFirewall } from './azure/network/azure-firewalls.reader.js';
export { azureNetworkConnectionsReader, type AzureNetworkConnection } from './azure/network/connections.reader.js';
export { azureNetworkDdosProtectionPlansReader, type AzureNetworkDdosProtectionPlan } from './azure/network/ddos-protection-plans.reader.js';
export { azureNetworkExpressRouteCircuitsReader, type AzureNetworkExpressRouteCircuit } from './azure/network/express-route-circuits.reader.js';
export { azureNetworkLoadBalancersReader, type AzureNetworkLoadBalancer } from './azure/network/load-balancers.reader.js';
export { azureNetworkNatGatewaysReader, type AzureNetworkNatGateway } from './azure/network/nat-gateways.reader.js';
export { azureNetworkPrivateDnsZonesReader, type AzureNetworkPrivateDnsZone } from './azure/network/private-dns-zones.reader.js';
export { azureNetworkPrivateEndpointsReader, type AzureNetworkPrivateEndpoint } from './azure/network/private-endpoints.reader.js';
export { azureNetworkPublicIpAddressesReader, type AzureNetworkPublicIpAddress } from './azure/network/public-ip-addresses.reader.js';
export { azureNetworkVirtualNetworkGatewaysReader, type AzureNetworkVirtualNetworkGateway } from './azure/network/virtual-network-gateways.reader.js';
export { azureNetworkVirtualNetworksReader, type AzureNetworkVirtualNetwork } from './azure/network/virtual-networks.reader.js';
export { azureOperationalinsightsWorkspacesReader, type AzureOperationalinsightsWorkspace } from './azure/operationalinsights/workspaces.reader.js';
export { azureOperationsmanagementSolutionsReader, type AzureOperationsmanagementSolution } from './azure/operationsmanagement/solutions.reader.js';
export { azureResourcesSubscriptionsReader, type AzureResourcesSubscription } from './azure/resources/subscriptions.reader.js';
export { azureSqlDatabasesReader, type AzureSqlDatabase } from './azure/sql/databases.reader.js';
export { azureSqlElasticPoolsReader, type AzureSqlElasticPool } from './azure/sql/elastic-pools.reader.js';
export { azureSqlManagedInstancesReader, type AzureSqlManagedInstance } from './azure/sql/managed-instances.reader.js';
export { azureSynapseSqlPoolsReader, type AzureSynapseSqlPool } from './azure/synapse/sql-pools.reader.js';
export { azureWebAppServicePlansReader, type AzureWebAppServicePlan } from './azure/web/app-service-plans.reader.js';
export { gcpCloudassetResourcesReader, type GcpCloudassetResource } from './gcp/cloudasset/resources.reader.js';
export { gcpComputeAddressesReader, type GcpComputeAddress } from './gcp/compute/addresses.reader.js';
export { gcpComputeDisksReader, type GcpComputeDisk } from './gcp/compute/disks.reader.js';
export { gcpComputeImagesReader, type GcpComputeImage } from './gcp/compute/images.reader.js';
export { gcpComputeInstanceTemplatesReader, type GcpComputeInstanceTemplate } from './gcp/compute/instance-templates.reader.js';
export { gcpComputeInstancesReader, type GcpComputeInstance } from './gcp/compute/instances.reader.js';
export { gcpComputeSnapshotsReader, type GcpComputeSnapshot } from './gcp/compute/snapshots.reader.js';
export { gcpMonitoringMetricReader } from './gcp/monitoring/time-series.metric-reader.js';
export { gcpAiplatformEndpointsReader, type GcpAiplatformEndpoint } from './gcp/aiplatform/endpoints.reader.js';
export { gcpComputeBackendServicesReader, type GcpComputeBackendService } from './gcp/compute/backend-services.reader.js';
export { gcpComputeForwardingRulesReader, type GcpComputeForwardingRule } from './gcp/compute/forwarding-rules.reader.js';
export { gcpComputeTargetPoolsReader, type GcpComputeTargetPool } from './gcp/compute/target-pools.reader.js';
export { gcpComputeTargetVpnGatewaysReader, type GcpComputeTargetVpnGateway } from './gcp/compute/target-vpn-gateways.reader.js';
export { gcpContainerClustersReader, type GcpContainerCluster } from './gcp/container/clusters.reader.js';
export { gcpContainerServerConfigsReader, type GcpContainerServerConfig } from './gcp/container/server-configs.reader.js';
export { gcpLoggingBucketsReader, type GcpLoggingBucket } from './gcp/logging/buckets.reader.js';
export { gcpRecommenderRecommendationsReader } from './gcp/recommender/recommendations.reader.js';
export { gcpSqladminInstancesReader, type GcpSqladminInstance } from './gcp/sqladmin/instances.reader.js';
export { gcpStorageBucketsReader, type GcpStorageBucket } from './gcp/storage/buckets.reader.js';
export * from './billing/bill-reader.js';
export { awsAccountCostBillReader } from './billing/aws-account-cost.bill-reader.js';
export { awsCostExplorerBillReader } from './billing/aws-cost-explorer.bill-reader.js';
export { azureCostQueryBillReader } from './billing/azure-cost-query.bill-reader.js';
export { gcpBillingExportBillReader } from './billing/gcp-billing-export.bill-reader.js';
export * from './billing/export-reader.js';
export { awsDataExportReader } from './billing/aws-data-export.export-reader.js';
export { azureCostExportReader } from './billing/azure-cost-export.export-reader.js';
export * from './prices/price-reader.js';
export { awsProductsPriceReader } from './prices/aws-products.price-reader.js';
export { azureRetailPriceReader } from './prices/azure-retail.price-reader.js';
export { gcpCataloguePriceReader } from './prices/gcp-catalogue.price-reader.js';
export {
  validationOperations,
  type ConnectionValidation,
  type PermissionFinding,
  type PermissionState,
  type ValidationInput,
  type WriteFinding,
} from './validation/connection-validation.js';
export { validateConnection } from './validation/validate-connection.js';
export { billReaderRegistry, exportReaderRegistry, metricReaderRegistry, priceReaderRegistry, readerRegistry } from './registry.generated.js';
