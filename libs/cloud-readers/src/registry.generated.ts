/** Written by `npm run gen`; never by hand. Every reader by its file. */
import type { AnyReader } from './engine/define-reader.js';
import type { MetricReader } from './engine/define-metric-reader.js';
import type { BillReader } from './billing/bill-reader.js';
import type { ExportReader } from './billing/export-reader.js';
import type { PriceReader } from './prices/price-reader.js';
import { awsApplicationautoscalingScalableTargetsReader } from './aws/applicationautoscaling/scalable-targets.reader.js';
import { awsCloudwatchMetricReader } from './aws/cloudwatch/metric-data.metric-reader.js';
import { awsComputeoptimizerRecommendationsReader } from './aws/computeoptimizer/recommendations.reader.js';
import { awsCostoptimizationhubRecommendationsReader } from './aws/costoptimizationhub/recommendations.reader.js';
import { awsDynamodbTablesReader } from './aws/dynamodb/tables.reader.js';
import { awsEc2AddressesReader } from './aws/ec2/addresses.reader.js';
import { awsEc2ImagesReader } from './aws/ec2/images.reader.js';
import { awsEc2InstancesReader } from './aws/ec2/instances.reader.js';
import { awsEc2NatGatewaysReader } from './aws/ec2/nat-gateways.reader.js';
import { awsEc2SnapshotsReader } from './aws/ec2/snapshots.reader.js';
import { awsEc2VolumesReader } from './aws/ec2/volumes.reader.js';
import { awsEc2VpcEndpointsReader } from './aws/ec2/vpc-endpoints.reader.js';
import { awsEksClusterVersionsReader } from './aws/eks/cluster-versions.reader.js';
import { awsEksClustersReader } from './aws/eks/clusters.reader.js';
import { awsElasticacheCacheClustersReader } from './aws/elasticache/cache-clusters.reader.js';
import { awsElbv2LoadBalancersReader } from './aws/elbv2/load-balancers.reader.js';
import { awsElbv2TargetGroupsReader } from './aws/elbv2/target-groups.reader.js';
import { awsElbv2TargetHealthReader } from './aws/elbv2/target-health.reader.js';
import { awsFsxFileSystemsReader } from './aws/fsx/file-systems.reader.js';
import { awsIamCredentialReportReader } from './aws/iam/credential-report.reader.js';
import { awsIamUsersReader } from './aws/iam/users.reader.js';
import { awsLambdaProvisionedConcurrenciesReader } from './aws/lambda/provisioned-concurrencies.reader.js';
import { awsLogsLogGroupsReader } from './aws/logs/log-groups.reader.js';
import { awsOpensearchDomainsReader } from './aws/opensearch/domains.reader.js';
import { awsRdsDbInstancesReader } from './aws/rds/db-instances.reader.js';
import { awsRdsDbMajorEngineVersionsReader } from './aws/rds/db-major-engine-versions.reader.js';
import { awsRdsDbSnapshotsReader } from './aws/rds/db-snapshots.reader.js';
import { awsRedshiftClustersReader } from './aws/redshift/clusters.reader.js';
import { awsS3BucketLifecyclesReader } from './aws/s3/bucket-lifecycles.reader.js';
import { awsS3BucketVersioningsReader } from './aws/s3/bucket-versionings.reader.js';
import { awsS3MultipartUploadsReader } from './aws/s3/multipart-uploads.reader.js';
import { awsSagemakerEndpointsReader } from './aws/sagemaker/endpoints.reader.js';
import { awsWorkspacesConnectionStatusReader } from './aws/workspaces/connection-status.reader.js';
import { awsWorkspacesWorkspacesReader } from './aws/workspaces/workspaces.reader.js';
import { azureAdvisorRecommendationsReader } from './azure/advisor/recommendations.reader.js';
import { azureAuthorizationRoleAssignmentsReader } from './azure/authorization/role-assignments.reader.js';
import { azureAuthorizationRoleDefinitionsReader } from './azure/authorization/role-definitions.reader.js';
import { azureComputeAttachedDisksReader } from './azure/compute/attached-disks.reader.js';
import { azureComputeDisksReader } from './azure/compute/disks.reader.js';
import { azureComputeSnapshotsReader } from './azure/compute/snapshots.reader.js';
import { azureComputeVirtualMachinesReader } from './azure/compute/virtual-machines.reader.js';
import { azureDbformysqlFlexibleServersReader } from './azure/dbformysql/flexible-servers.reader.js';
import { azureDbforpostgresqlFlexibleServersReader } from './azure/dbforpostgresql/flexible-servers.reader.js';
import { azureDocumentdbDatabaseAccountsReader } from './azure/documentdb/database-accounts.reader.js';
import { azureGraphGroupsReader } from './azure/graph/groups.reader.js';
import { azureGraphServicePrincipalsReader } from './azure/graph/service-principals.reader.js';
import { azureGraphUsersReader } from './azure/graph/users.reader.js';
import { azureMachinelearningservicesOnlineEndpointsReader } from './azure/machinelearningservices/online-endpoints.reader.js';
import { azureMonitorMetricReader } from './azure/monitor/metrics-batch.metric-reader.js';
import { azureNetworkApplicationGatewaysReader } from './azure/network/application-gateways.reader.js';
import { azureNetworkAzureFirewallsReader } from './azure/network/azure-firewalls.reader.js';
import { azureNetworkConnectionsReader } from './azure/network/connections.reader.js';
import { azureNetworkDdosProtectionPlansReader } from './azure/network/ddos-protection-plans.reader.js';
import { azureNetworkExpressRouteCircuitsReader } from './azure/network/express-route-circuits.reader.js';
import { azureNetworkLoadBalancersReader } from './azure/network/load-balancers.reader.js';
import { azureNetworkNatGatewaysReader } from './azure/network/nat-gateways.reader.js';
import { azureNetworkPrivateDnsZonesReader } from './azure/network/private-dns-zones.reader.js';
import { azureNetworkPrivateEndpointsReader } from './azure/network/private-endpoints.reader.js';
import { azureNetworkPublicIpAddressesReader } from './azure/network/public-ip-addresses.reader.js';
import { azureNetworkVirtualNetworkGatewaysReader } from './azure/network/virtual-network-gateways.reader.js';
import { azureNetworkVirtualNetworksReader } from './azure/network/virtual-networks.reader.js';
import { azureOperationalinsightsWorkspacesReader } from './azure/operationalinsights/workspaces.reader.js';
import { azureOperationsmanagementSolutionsReader } from './azure/operationsmanagement/solutions.reader.js';
import { azureResourcesSubscriptionsReader } from './azure/resources/subscriptions.reader.js';
import { azureSqlDatabasesReader } from './azure/sql/databases.reader.js';
import { azureSqlElasticPoolsReader } from './azure/sql/elastic-pools.reader.js';
import { azureSqlManagedInstancesReader } from './azure/sql/managed-instances.reader.js';
import { azureSynapseSqlPoolsReader } from './azure/synapse/sql-pools.reader.js';
import { azureWebAppServicePlansReader } from './azure/web/app-service-plans.reader.js';
import { awsAccountCostBillReader } from './billing/aws-account-cost.bill-reader.js';
import { awsCostExplorerBillReader } from './billing/aws-cost-explorer.bill-reader.js';
import { awsDataExportReader } from './billing/aws-data-export.export-reader.js';
import { azureCostExportReader } from './billing/azure-cost-export.export-reader.js';
import { azureCostQueryBillReader } from './billing/azure-cost-query.bill-reader.js';
import { gcpBillingExportBillReader } from './billing/gcp-billing-export.bill-reader.js';
import { gcpAiplatformEndpointsReader } from './gcp/aiplatform/endpoints.reader.js';
import { gcpCloudassetResourcesReader } from './gcp/cloudasset/resources.reader.js';
import { gcpComputeAddressesReader } from './gcp/compute/addresses.reader.js';
import { gcpComputeBackendServicesReader } from './gcp/compute/backend-services.reader.js';
import { gcpComputeDisksReader } from './gcp/compute/disks.reader.js';
import { gcpComputeForwardingRulesReader } from './gcp/compute/forwarding-rules.reader.js';
import { gcpComputeImagesReader } from './gcp/compute/images.reader.js';
import { gcpComputeInstanceTemplatesReader } from './gcp/compute/instance-templates.reader.js';
import { gcpComputeInstancesReader } from './gcp/compute/instances.reader.js';
import { gcpComputeSnapshotsReader } from './gcp/compute/snapshots.reader.js';
import { gcpComputeTargetPoolsReader } from './gcp/compute/target-pools.reader.js';
import { gcpComputeTargetVpnGatewaysReader } from './gcp/compute/target-vpn-gateways.reader.js';
import { gcpContainerClustersReader } from './gcp/container/clusters.reader.js';
import { gcpContainerServerConfigsReader } from './gcp/container/server-configs.reader.js';
import { gcpLoggingBucketsReader } from './gcp/logging/buckets.reader.js';
import { gcpMonitoringMetricReader } from './gcp/monitoring/time-series.metric-reader.js';
import { gcpRecommenderRecommendationsReader } from './gcp/recommender/recommendations.reader.js';
import { gcpSqladminInstancesReader } from './gcp/sqladmin/instances.reader.js';
import { gcpStorageBucketsReader } from './gcp/storage/buckets.reader.js';
import { awsProductsPriceReader } from './prices/aws-products.price-reader.js';
import { azureRetailPriceReader } from './prices/azure-retail.price-reader.js';
import { gcpCataloguePriceReader } from './prices/gcp-catalogue.price-reader.js';

export const readerRegistry: readonly AnyReader[] = [
  awsApplicationautoscalingScalableTargetsReader,
  awsComputeoptimizerRecommendationsReader,
  awsCostoptimizationhubRecommendationsReader,
  awsDynamodbTablesReader,
  awsEc2AddressesReader,
  awsEc2ImagesReader,
  awsEc2InstancesReader,
  awsEc2NatGatewaysReader,
  awsEc2SnapshotsReader,
  awsEc2VolumesReader,
  awsEc2VpcEndpointsReader,
  awsEksClusterVersionsReader,
  awsEksClustersReader,
  awsElasticacheCacheClustersReader,
  awsElbv2LoadBalancersReader,
  awsElbv2TargetGroupsReader,
  awsElbv2TargetHealthReader,
  awsFsxFileSystemsReader,
  awsIamCredentialReportReader,
  awsIamUsersReader,
  awsLambdaProvisionedConcurrenciesReader,
  awsLogsLogGroupsReader,
  awsOpensearchDomainsReader,
  awsRdsDbInstancesReader,
  awsRdsDbMajorEngineVersionsReader,
  awsRdsDbSnapshotsReader,
  awsRedshiftClustersReader,
  awsS3BucketLifecyclesReader,
  awsS3BucketVersioningsReader,
  awsS3MultipartUploadsReader,
  awsSagemakerEndpointsReader,
  awsWorkspacesConnectionStatusReader,
  awsWorkspacesWorkspacesReader,
  azureAdvisorRecommendationsReader,
  azureAuthorizationRoleAssignmentsReader,
  azureAuthorizationRoleDefinitionsReader,
  azureComputeAttachedDisksReader,
  azureComputeDisksReader,
  azureComputeSnapshotsReader,
  azureComputeVirtualMachinesReader,
  azureDbformysqlFlexibleServersReader,
  azureDbforpostgresqlFlexibleServersReader,
  azureDocumentdbDatabaseAccountsReader,
  azureGraphGroupsReader,
  azureGraphServicePrincipalsReader,
  azureGraphUsersReader,
  azureMachinelearningservicesOnlineEndpointsReader,
  azureNetworkApplicationGatewaysReader,
  azureNetworkAzureFirewallsReader,
  azureNetworkConnectionsReader,
  azureNetworkDdosProtectionPlansReader,
  azureNetworkExpressRouteCircuitsReader,
  azureNetworkLoadBalancersReader,
  azureNetworkNatGatewaysReader,
  azureNetworkPrivateDnsZonesReader,
  azureNetworkPrivateEndpointsReader,
  azureNetworkPublicIpAddressesReader,
  azureNetworkVirtualNetworkGatewaysReader,
  azureNetworkVirtualNetworksReader,
  azureOperationalinsightsWorkspacesReader,
  azureOperationsmanagementSolutionsReader,
  azureResourcesSubscriptionsReader,
  azureSqlDatabasesReader,
  azureSqlElasticPoolsReader,
  azureSqlManagedInstancesReader,
  azureSynapseSqlPoolsReader,
  azureWebAppServicePlansReader,
  gcpAiplatformEndpointsReader,
  gcpCloudassetResourcesReader,
  gcpComputeAddressesReader,
  gcpComputeBackendServicesReader,
  gcpComputeDisksReader,
  gcpComputeForwardingRulesReader,
  gcpComputeImagesReader,
  gcpComputeInstanceTemplatesReader,
  gcpComputeInstancesReader,
  gcpComputeSnapshotsReader,
  gcpComputeTargetPoolsReader,
  gcpComputeTargetVpnGatewaysReader,
  gcpContainerClustersReader,
  gcpContainerServerConfigsReader,
  gcpLoggingBucketsReader,
  gcpRecommenderRecommendationsReader,
  gcpSqladminInstancesReader,
  gcpStorageBucketsReader,
];

export const metricReaderRegistry: readonly MetricReader[] = [
  awsCloudwatchMetricReader,
  azureMonitorMetricReader,
  gcpMonitoringMetricReader,
];

export const billReaderRegistry: readonly BillReader[] = [
  awsAccountCostBillReader,
  awsCostExplorerBillReader,
  azureCostQueryBillReader,
  gcpBillingExportBillReader,
];

export const exportReaderRegistry: readonly ExportReader[] = [
  awsDataExportReader,
  azureCostExportReader,
];

export const priceReaderRegistry: readonly PriceReader[] = [
  awsProductsPriceReader,
  azureRetailPriceReader,
  gcpCataloguePriceReader,
];
