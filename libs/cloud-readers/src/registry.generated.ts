/** Written by `npm run gen`; never by hand. Every reader by its file. */
import type { AnyReader } from './engine/define-reader.js';
import type { MetricReader } from './engine/define-metric-reader.js';
import type { BillReader } from './billing/bill-reader.js';
import type { PriceReader } from './prices/price-reader.js';
import { awsApplicationautoscalingScalableTargetsReader } from './aws/applicationautoscaling/scalable-targets.reader.js';
import { awsCloudwatchMetricReader } from './aws/cloudwatch/metric-data.metric-reader.js';
import { awsDynamodbTablesReader } from './aws/dynamodb/tables.reader.js';
import { awsEc2AddressesReader } from './aws/ec2/addresses.reader.js';
import { awsEc2ImagesReader } from './aws/ec2/images.reader.js';
import { awsEc2InstancesReader } from './aws/ec2/instances.reader.js';
import { awsEc2NatGatewaysReader } from './aws/ec2/nat-gateways.reader.js';
import { awsEc2SnapshotsReader } from './aws/ec2/snapshots.reader.js';
import { awsEc2VolumesReader } from './aws/ec2/volumes.reader.js';
import { awsEc2VpcEndpointsReader } from './aws/ec2/vpc-endpoints.reader.js';
import { awsElasticacheCacheClustersReader } from './aws/elasticache/cache-clusters.reader.js';
import { awsElbv2LoadBalancersReader } from './aws/elbv2/load-balancers.reader.js';
import { awsElbv2TargetGroupsReader } from './aws/elbv2/target-groups.reader.js';
import { awsElbv2TargetHealthReader } from './aws/elbv2/target-health.reader.js';
import { awsFsxFileSystemsReader } from './aws/fsx/file-systems.reader.js';
import { awsIamCredentialReportReader } from './aws/iam/credential-report.reader.js';
import { awsIamUsersReader } from './aws/iam/users.reader.js';
import { awsLogsLogGroupsReader } from './aws/logs/log-groups.reader.js';
import { awsRdsDbInstancesReader } from './aws/rds/db-instances.reader.js';
import { awsRdsDbSnapshotsReader } from './aws/rds/db-snapshots.reader.js';
import { awsRedshiftClustersReader } from './aws/redshift/clusters.reader.js';
import { awsSagemakerEndpointsReader } from './aws/sagemaker/endpoints.reader.js';
import { awsWorkspacesConnectionStatusReader } from './aws/workspaces/connection-status.reader.js';
import { awsWorkspacesWorkspacesReader } from './aws/workspaces/workspaces.reader.js';
import { azureAuthorizationRoleAssignmentsReader } from './azure/authorization/role-assignments.reader.js';
import { azureAuthorizationRoleDefinitionsReader } from './azure/authorization/role-definitions.reader.js';
import { azureComputeDisksReader } from './azure/compute/disks.reader.js';
import { azureComputeSnapshotsReader } from './azure/compute/snapshots.reader.js';
import { azureComputeVirtualMachinesReader } from './azure/compute/virtual-machines.reader.js';
import { azureGraphGroupsReader } from './azure/graph/groups.reader.js';
import { azureGraphServicePrincipalsReader } from './azure/graph/service-principals.reader.js';
import { azureGraphUsersReader } from './azure/graph/users.reader.js';
import { azureMonitorMetricReader } from './azure/monitor/metrics-batch.metric-reader.js';
import { azureNetworkLoadBalancersReader } from './azure/network/load-balancers.reader.js';
import { azureNetworkNatGatewaysReader } from './azure/network/nat-gateways.reader.js';
import { azureNetworkPublicIpAddressesReader } from './azure/network/public-ip-addresses.reader.js';
import { azureWebAppServicePlansReader } from './azure/web/app-service-plans.reader.js';
import { awsAccountCostBillReader } from './billing/aws-account-cost.bill-reader.js';
import { awsCostExplorerBillReader } from './billing/aws-cost-explorer.bill-reader.js';
import { azureCostQueryBillReader } from './billing/azure-cost-query.bill-reader.js';
import { gcpBillingExportBillReader } from './billing/gcp-billing-export.bill-reader.js';
import { gcpCloudassetResourcesReader } from './gcp/cloudasset/resources.reader.js';
import { gcpComputeAddressesReader } from './gcp/compute/addresses.reader.js';
import { gcpComputeDisksReader } from './gcp/compute/disks.reader.js';
import { gcpComputeImagesReader } from './gcp/compute/images.reader.js';
import { gcpComputeInstanceTemplatesReader } from './gcp/compute/instance-templates.reader.js';
import { gcpComputeInstancesReader } from './gcp/compute/instances.reader.js';
import { gcpComputeSnapshotsReader } from './gcp/compute/snapshots.reader.js';
import { gcpMonitoringMetricReader } from './gcp/monitoring/time-series.metric-reader.js';
import { awsProductsPriceReader } from './prices/aws-products.price-reader.js';
import { azureRetailPriceReader } from './prices/azure-retail.price-reader.js';
import { gcpCataloguePriceReader } from './prices/gcp-catalogue.price-reader.js';

export const readerRegistry: readonly AnyReader[] = [
  awsApplicationautoscalingScalableTargetsReader,
  awsDynamodbTablesReader,
  awsEc2AddressesReader,
  awsEc2ImagesReader,
  awsEc2InstancesReader,
  awsEc2NatGatewaysReader,
  awsEc2SnapshotsReader,
  awsEc2VolumesReader,
  awsEc2VpcEndpointsReader,
  awsElasticacheCacheClustersReader,
  awsElbv2LoadBalancersReader,
  awsElbv2TargetGroupsReader,
  awsElbv2TargetHealthReader,
  awsFsxFileSystemsReader,
  awsIamCredentialReportReader,
  awsIamUsersReader,
  awsLogsLogGroupsReader,
  awsRdsDbInstancesReader,
  awsRdsDbSnapshotsReader,
  awsRedshiftClustersReader,
  awsSagemakerEndpointsReader,
  awsWorkspacesConnectionStatusReader,
  awsWorkspacesWorkspacesReader,
  azureAuthorizationRoleAssignmentsReader,
  azureAuthorizationRoleDefinitionsReader,
  azureComputeDisksReader,
  azureComputeSnapshotsReader,
  azureComputeVirtualMachinesReader,
  azureGraphGroupsReader,
  azureGraphServicePrincipalsReader,
  azureGraphUsersReader,
  azureNetworkLoadBalancersReader,
  azureNetworkNatGatewaysReader,
  azureNetworkPublicIpAddressesReader,
  azureWebAppServicePlansReader,
  gcpCloudassetResourcesReader,
  gcpComputeAddressesReader,
  gcpComputeDisksReader,
  gcpComputeImagesReader,
  gcpComputeInstanceTemplatesReader,
  gcpComputeInstancesReader,
  gcpComputeSnapshotsReader,
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

export const priceReaderRegistry: readonly PriceReader[] = [
  awsProductsPriceReader,
  azureRetailPriceReader,
  gcpCataloguePriceReader,
];
