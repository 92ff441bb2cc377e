/** Written by `npm run gen` from the rules and the closed lists of operations; never by hand. */
import type { DeclaredPermission } from './rule-catalogue.js';

export const declaredPermissions: readonly DeclaredPermission[] = [
  {
    "permission": "application-autoscaling:DescribeScalableTargets",
    "operation": "application-autoscaling:DescribeScalableTargets",
    "list": "inventory",
    "why": "Which tables change their capacity by themselves.",
    "cloud": "aws"
  },
  {
    "permission": "ce:GetCostAndUsageWithResources",
    "operation": "ce:GetCostAndUsageWithResources",
    "list": "billing",
    "why": "Daily cost per resource of the last 14 days, which prices findings by the bill.",
    "cloud": "aws"
  },
  {
    "permission": "cloudwatch:GetMetricData",
    "operation": "cloudwatch:GetMetricData",
    "list": "inventory",
    "why": "Metric statistics of candidates, 500 series a call.",
    "cloud": "aws"
  },
  {
    "permission": "compute-optimizer:GetAutoScalingGroupRecommendations",
    "operation": "compute-optimizer:GetAutoScalingGroupRecommendations",
    "list": "inventory",
    "why": "Scaling groups whose machines AWS itself would change, kept as evidence and never added on top.",
    "cloud": "aws"
  },
  {
    "permission": "compute-optimizer:GetEBSVolumeRecommendations",
    "operation": "compute-optimizer:GetEBSVolumeRecommendations",
    "list": "inventory",
    "why": "Volumes that AWS itself would change, kept as evidence and never added on top.",
    "cloud": "aws"
  },
  {
    "permission": "compute-optimizer:GetEC2InstanceRecommendations",
    "operation": "compute-optimizer:GetEC2InstanceRecommendations",
    "list": "inventory",
    "why": "Machines that AWS itself calls too large, kept as evidence and never added on top.",
    "cloud": "aws"
  },
  {
    "permission": "compute-optimizer:GetECSServiceRecommendations",
    "operation": "compute-optimizer:GetECSServiceRecommendations",
    "list": "inventory",
    "why": "Services of ECS on Fargate that AWS itself calls too large, kept as evidence and never added on top.",
    "cloud": "aws"
  },
  {
    "permission": "compute-optimizer:GetEnrollmentStatus",
    "operation": "compute-optimizer:GetEnrollmentStatus",
    "list": "inventory",
    "why": "Whether the account has switched on Compute Optimizer.",
    "cloud": "aws"
  },
  {
    "permission": "compute-optimizer:GetIdleRecommendations",
    "operation": "compute-optimizer:GetIdleRecommendations",
    "list": "inventory",
    "why": "Resources that AWS itself calls idle, kept as evidence and never added on top.",
    "cloud": "aws"
  },
  {
    "permission": "compute-optimizer:GetLambdaFunctionRecommendations",
    "operation": "compute-optimizer:GetLambdaFunctionRecommendations",
    "list": "inventory",
    "why": "Functions that AWS itself gives less memory, kept as evidence and never added on top.",
    "cloud": "aws"
  },
  {
    "permission": "compute-optimizer:GetRDSDatabaseRecommendations",
    "operation": "compute-optimizer:GetRDSDatabaseRecommendations",
    "list": "inventory",
    "why": "Databases that AWS itself calls too large, kept as evidence and never added on top.",
    "cloud": "aws"
  },
  {
    "permission": "cost-optimization-hub:GetPreferences",
    "operation": "cost-optimization-hub:GetPreferences",
    "list": "inventory",
    "why": "Whether that advice counts the discounts of the account.",
    "cloud": "aws"
  },
  {
    "permission": "cost-optimization-hub:ListEnrollmentStatuses",
    "operation": "cost-optimization-hub:ListEnrollmentStatuses",
    "list": "inventory",
    "why": "Whether the account has switched on the advice of Cost Optimization Hub.",
    "cloud": "aws"
  },
  {
    "permission": "cost-optimization-hub:ListRecommendations",
    "operation": "cost-optimization-hub:ListRecommendations",
    "list": "inventory",
    "why": "What AWS itself advises for a resource, kept as evidence and never added on top.",
    "cloud": "aws"
  },
  {
    "permission": "dynamodb:DescribeTable",
    "operation": "dynamodb:DescribeTable",
    "list": "inventory",
    "why": "What a table provisions and how it is billed; never an item.",
    "cloud": "aws"
  },
  {
    "permission": "dynamodb:ListTables",
    "operation": "dynamodb:ListTables",
    "list": "inventory",
    "why": "Names of tables, each to be described.",
    "cloud": "aws"
  },
  {
    "permission": "ec2:DescribeAddresses",
    "operation": "ec2:DescribeAddresses",
    "list": "inventory",
    "why": "Elastic IP addresses and what they are associated with.",
    "cloud": "aws"
  },
  {
    "permission": "ec2:DescribeImages",
    "operation": "ec2:DescribeImages",
    "list": "inventory",
    "why": "The account's own images, disabled ones too, since they hold snapshots.",
    "cloud": "aws"
  },
  {
    "permission": "ec2:DescribeInstances",
    "operation": "ec2:DescribeInstances",
    "list": "inventory",
    "why": "Machines, their state, type, age and owner tags.",
    "cloud": "aws"
  },
  {
    "permission": "ec2:DescribeNatGateways",
    "operation": "ec2:DescribeNatGateways",
    "list": "inventory",
    "why": "NAT gateways and their state.",
    "cloud": "aws"
  },
  {
    "permission": "ec2:DescribeRegions",
    "operation": "ec2:DescribeRegions",
    "list": "inventory",
    "why": "Which regions of the account are enabled, so that none is left out.",
    "cloud": "aws"
  },
  {
    "permission": "ec2:DescribeSnapshots",
    "operation": "ec2:DescribeSnapshots",
    "list": "inventory",
    "why": "The account's own snapshots, their age and source volume.",
    "cloud": "aws"
  },
  {
    "permission": "ec2:DescribeVolumes",
    "operation": "ec2:DescribeVolumes",
    "list": "inventory",
    "why": "Volumes, what they are attached to, their size and type.",
    "cloud": "aws"
  },
  {
    "permission": "ec2:DescribeVpcEndpoints",
    "operation": "ec2:DescribeVpcEndpoints",
    "list": "inventory",
    "why": "Endpoints of other services in a network, their kind, state and age.",
    "cloud": "aws"
  },
  {
    "permission": "eks:DescribeCluster",
    "operation": "eks:DescribeCluster",
    "list": "inventory",
    "why": "The version of a cluster, which may cost extended support.",
    "cloud": "aws"
  },
  {
    "permission": "eks:DescribeClusterVersions",
    "operation": "eks:DescribeClusterVersions",
    "list": "inventory",
    "why": "The provider's own dates for the support of each version.",
    "cloud": "aws"
  },
  {
    "permission": "eks:ListClusters",
    "operation": "eks:ListClusters",
    "list": "inventory",
    "why": "Names of Kubernetes clusters, each to be described.",
    "cloud": "aws"
  },
  {
    "permission": "elasticache:DescribeCacheClusters",
    "operation": "elasticache:DescribeCacheClusters",
    "list": "inventory",
    "why": "Cache clusters, their engine, node type, state and age.",
    "cloud": "aws"
  },
  {
    "permission": "elasticloadbalancing:DescribeLoadBalancers",
    "operation": "elasticloadbalancing:DescribeLoadBalancers",
    "list": "inventory",
    "why": "Load balancers, their type, state and age.",
    "cloud": "aws"
  },
  {
    "permission": "elasticloadbalancing:DescribeTargetGroups",
    "operation": "elasticloadbalancing:DescribeTargetGroups",
    "list": "inventory",
    "why": "Target groups and the load balancers that use them.",
    "cloud": "aws"
  },
  {
    "permission": "elasticloadbalancing:DescribeTargetHealth",
    "operation": "elasticloadbalancing:DescribeTargetHealth",
    "list": "inventory",
    "why": "Whether a target group has any target registered.",
    "cloud": "aws"
  },
  {
    "permission": "es:DescribeDomains",
    "operation": "es:DescribeDomains",
    "list": "inventory",
    "why": "Search domains, their machines and state.",
    "cloud": "aws"
  },
  {
    "permission": "es:ListDomainNames",
    "operation": "es:ListDomainNames",
    "list": "inventory",
    "why": "Names of search domains, each to be described.",
    "cloud": "aws"
  },
  {
    "permission": "fsx:DescribeFileSystems",
    "operation": "fsx:DescribeFileSystems",
    "list": "inventory",
    "why": "File systems, their type, state and age.",
    "cloud": "aws"
  },
  {
    "permission": "iam:GenerateCredentialReport",
    "operation": "iam:GenerateCredentialReport",
    "list": "inventory",
    "why": "Asks IAM to compute the report of key ages and last use.",
    "cloud": "aws"
  },
  {
    "permission": "iam:GetCredentialReport",
    "operation": "iam:GetCredentialReport",
    "list": "inventory",
    "why": "Reads that report: ages and dates, no secret.",
    "cloud": "aws"
  },
  {
    "permission": "iam:ListAttachedRolePolicies",
    "operation": "iam:ListAttachedRolePolicies",
    "list": "inventory",
    "why": "The role's managed policies, to find write rights where simulation is not allowed.",
    "cloud": "aws"
  },
  {
    "permission": "iam:ListAttachedUserPolicies",
    "operation": "iam:ListAttachedUserPolicies",
    "list": "inventory",
    "why": "The user's managed policies, to find write rights where simulation is not allowed.",
    "cloud": "aws"
  },
  {
    "permission": "iam:ListUsers",
    "operation": "iam:ListUsers",
    "list": "inventory",
    "why": "IAM users, to name whose access key is unused.",
    "cloud": "aws"
  },
  {
    "permission": "iam:SimulatePrincipalPolicy",
    "operation": "iam:SimulatePrincipalPolicy",
    "list": "inventory",
    "why": "Whether the connected principal could write, to warn or refuse.",
    "cloud": "aws"
  },
  {
    "permission": "lambda:ListFunctions",
    "operation": "lambda:ListFunctions",
    "list": "inventory",
    "why": "Functions, their memory and processor; their environment is not kept.",
    "cloud": "aws"
  },
  {
    "permission": "lambda:ListProvisionedConcurrencyConfigs",
    "operation": "lambda:ListProvisionedConcurrencyConfigs",
    "list": "inventory",
    "why": "How much concurrency of a function is kept ready, and billed.",
    "cloud": "aws"
  },
  {
    "permission": "logs:DescribeLogGroups",
    "operation": "logs:DescribeLogGroups",
    "list": "inventory",
    "why": "Log groups, their size and how long they keep events; never an event.",
    "cloud": "aws"
  },
  {
    "permission": "pricing:GetProducts",
    "operation": "pricing:GetProducts",
    "list": "inventory",
    "why": "List prices, used only where the bill has no row for a resource.",
    "cloud": "aws"
  },
  {
    "permission": "rds:DescribeDBInstances",
    "operation": "rds:DescribeDBInstances",
    "list": "inventory",
    "why": "Databases, their engine, class, state and age.",
    "cloud": "aws"
  },
  {
    "permission": "rds:DescribeDBMajorEngineVersions",
    "operation": "rds:DescribeDBMajorEngineVersions",
    "list": "inventory",
    "why": "The provider's own dates for the support of each database version.",
    "cloud": "aws"
  },
  {
    "permission": "rds:DescribeDBSnapshots",
    "operation": "rds:DescribeDBSnapshots",
    "list": "inventory",
    "why": "Snapshots of databases, their age and whose they are.",
    "cloud": "aws"
  },
  {
    "permission": "redshift:DescribeClusters",
    "operation": "redshift:DescribeClusters",
    "list": "inventory",
    "why": "Warehouses, their nodes, state and age.",
    "cloud": "aws"
  },
  {
    "permission": "s3:GetLifecycleConfiguration",
    "operation": "s3:GetBucketLifecycleConfiguration",
    "list": "inventory",
    "why": "Which rules move or end the objects of a bucket.",
    "cloud": "aws"
  },
  {
    "permission": "s3:GetBucketVersioning",
    "operation": "s3:GetBucketVersioning",
    "list": "inventory",
    "why": "Whether a bucket keeps old versions.",
    "cloud": "aws"
  },
  {
    "permission": "s3:GetObject",
    "operation": "s3:GetObject",
    "list": "billing",
    "why": "Manifests and files of the cost export, below its own prefix and nowhere else.",
    "cloud": "aws"
  },
  {
    "permission": "s3:ListAllMyBuckets",
    "operation": "s3:ListBuckets",
    "list": "inventory",
    "why": "Names of buckets by region; never an object.",
    "cloud": "aws"
  },
  {
    "permission": "s3:ListBucketMultipartUploads",
    "operation": "s3:ListMultipartUploads",
    "list": "inventory",
    "why": "When uploads of a bucket began that were never ended; the names of their objects are not kept.",
    "cloud": "aws"
  },
  {
    "permission": "s3:ListBucket",
    "operation": "s3:ListObjectsV2",
    "list": "billing",
    "why": "Names of the files of the cost export, below its own prefix and nowhere else.",
    "cloud": "aws"
  },
  {
    "permission": "sagemaker:DescribeEndpoint",
    "operation": "sagemaker:DescribeEndpoint",
    "list": "inventory",
    "why": "The variants that an endpoint hosts, on machines or serverless.",
    "cloud": "aws"
  },
  {
    "permission": "sagemaker:ListEndpoints",
    "operation": "sagemaker:ListEndpoints",
    "list": "inventory",
    "why": "Inference endpoints, their state and age.",
    "cloud": "aws"
  },
  {
    "permission": "workspaces:DescribeWorkspaces",
    "operation": "workspaces:DescribeWorkspaces",
    "list": "inventory",
    "why": "Virtual desktops and whether they run all the time.",
    "cloud": "aws"
  },
  {
    "permission": "workspaces:DescribeWorkspacesConnectionStatus",
    "operation": "workspaces:DescribeWorkspacesConnectionStatus",
    "list": "inventory",
    "why": "When somebody last connected to a virtual desktop.",
    "cloud": "aws"
  },
  {
    "permission": "Microsoft.Advisor/recommendations/read",
    "operation": "Microsoft.Advisor/recommendations/read",
    "list": "inventory",
    "why": "What Azure itself advises to stop or to make smaller, as evidence beside our own findings.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Authorization/permissions/read",
    "operation": "Microsoft.Authorization/permissions/read",
    "list": "inventory",
    "why": "What the principal may read, because Resource Graph shows nothing where it may not.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Authorization/roleAssignments/read",
    "operation": "Microsoft.Authorization/roleAssignments/read",
    "list": "inventory",
    "why": "Role assignments, to find orphaned ones and write rights of the connected principal.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Authorization/roleDefinitions/read",
    "operation": "Microsoft.Authorization/roleDefinitions/read",
    "list": "inventory",
    "why": "What the assigned roles allow, to refuse principals that could write.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Compute/disks/read",
    "operation": "Microsoft.Compute/disks/read",
    "list": "inventory",
    "why": "Managed disks, their state, size and last owner change.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Compute/snapshots/read",
    "operation": "Microsoft.Compute/snapshots/read",
    "list": "inventory",
    "why": "Snapshots, their age, size and source disk.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Compute/virtualMachines/read",
    "operation": "Microsoft.Compute/virtualMachines/read",
    "list": "inventory",
    "why": "Machines, their power state, size and age.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.CostManagement/query/action",
    "operation": "Microsoft.CostManagement/query/action",
    "list": "billing",
    "why": "Daily cost per resource, which prices findings by the bill. An action by name that only reads.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.DBforMySQL/flexibleServers/read",
    "operation": "Microsoft.DBforMySQL/flexibleServers/read",
    "list": "inventory",
    "why": "MySQL servers, their tier and state.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.DBforPostgreSQL/flexibleServers/read",
    "operation": "Microsoft.DBforPostgreSQL/flexibleServers/read",
    "list": "inventory",
    "why": "PostgreSQL servers, their tier and state.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.DocumentDB/databaseAccounts/read",
    "operation": "Microsoft.DocumentDB/databaseAccounts/read",
    "list": "inventory",
    "why": "Cosmos DB accounts and their way of billing; never keys or data.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Insights/metrics/read",
    "operation": "Microsoft.Insights/metrics/read",
    "list": "inventory",
    "why": "Metric statistics of candidates, 50 resources a call.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/read",
    "operation": "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/read",
    "list": "inventory",
    "why": "Endpoints of trained models and their deployments.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Network/applicationGateways/read",
    "operation": "Microsoft.Network/applicationGateways/read",
    "list": "inventory",
    "why": "Application gateways, their rules and back-end pools.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Network/azureFirewalls/read",
    "operation": "Microsoft.Network/azureFirewalls/read",
    "list": "inventory",
    "why": "Firewalls, their tier and addresses.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Network/connections/read",
    "operation": "Microsoft.Network/connections/read",
    "list": "inventory",
    "why": "Which gateways a connection uses.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Network/ddosProtectionPlans/read",
    "operation": "Microsoft.Network/ddosProtectionPlans/read",
    "list": "inventory",
    "why": "DDoS protection plans and how many networks they protect.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Network/expressRouteCircuits/read",
    "operation": "Microsoft.Network/expressRouteCircuits/read",
    "list": "inventory",
    "why": "ExpressRoute circuits and whether the provider has switched them on.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Network/loadBalancers/read",
    "operation": "Microsoft.Network/loadBalancers/read",
    "list": "inventory",
    "why": "Load balancers, their rules and back-end pools.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Network/natGateways/read",
    "operation": "Microsoft.Network/natGateways/read",
    "list": "inventory",
    "why": "NAT gateways and the subnets that use them.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Network/privateDnsZones/read",
    "operation": "Microsoft.Network/privateDnsZones/read",
    "list": "inventory",
    "why": "Private DNS zones and the number of networks that ask them.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Network/privateEndpoints/read",
    "operation": "Microsoft.Network/privateEndpoints/read",
    "list": "inventory",
    "why": "Private endpoints and the state of their link.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Network/publicIPAddresses/read",
    "operation": "Microsoft.Network/publicIPAddresses/read",
    "list": "inventory",
    "why": "Public addresses and what they are bound to.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Network/virtualNetworkGateways/read",
    "operation": "Microsoft.Network/virtualNetworkGateways/read",
    "list": "inventory",
    "why": "VPN and ExpressRoute gateways and whether clients may dial in.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Network/virtualNetworks/read",
    "operation": "Microsoft.Network/virtualNetworks/read",
    "list": "inventory",
    "why": "Which virtual networks name a DDoS protection plan.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.OperationalInsights/workspaces/read",
    "operation": "Microsoft.OperationalInsights/workspaces/read",
    "list": "inventory",
    "why": "How long log workspaces keep data; never what is in them.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.OperationsManagement/solutions/read",
    "operation": "Microsoft.OperationsManagement/solutions/read",
    "list": "inventory",
    "why": "Which log workspaces Sentinel uses, since it includes 90 days.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Resources/subscriptions/read",
    "operation": "Microsoft.Resources/subscriptions/read",
    "list": "inventory",
    "why": "Which subscriptions the principal can see.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Sql/managedInstances/read",
    "operation": "Microsoft.Sql/managedInstances/read",
    "list": "inventory",
    "why": "SQL managed instances and their size.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Sql/servers/databases/read",
    "operation": "Microsoft.Sql/servers/databases/read",
    "list": "inventory",
    "why": "SQL databases, their tier, pool and replication.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Sql/servers/elasticPools/read",
    "operation": "Microsoft.Sql/servers/elasticPools/read",
    "list": "inventory",
    "why": "SQL elastic pools and their size.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Synapse/workspaces/sqlPools/read",
    "operation": "Microsoft.Synapse/workspaces/sqlPools/read",
    "list": "inventory",
    "why": "Dedicated SQL pools, their size and state.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Web/serverfarms/read",
    "operation": "Microsoft.Web/serverfarms/read",
    "list": "inventory",
    "why": "App Service plans, their tier and number of sites.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read",
    "operation": "azure.storage.GetBlob",
    "list": "billing",
    "why": "Manifests and files of the cost export, below its own directory and nowhere else.",
    "cloud": "azure"
  },
  {
    "permission": "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read",
    "operation": "azure.storage.ListBlobs",
    "list": "billing",
    "why": "Names of the files of the cost export, below its own directory and nowhere else.",
    "cloud": "azure"
  },
  {
    "permission": "GroupMember.Read.All",
    "operation": "microsoft.graph/groups/list",
    "list": "inventory",
    "why": "Ids of groups, for the same reason.",
    "cloud": "azure"
  },
  {
    "permission": "Application.Read.All",
    "operation": "microsoft.graph/servicePrincipals/list",
    "list": "inventory",
    "why": "Ids of service principals, for the same reason.",
    "cloud": "azure"
  },
  {
    "permission": "User.ReadBasic.All",
    "operation": "microsoft.graph/users/list",
    "list": "inventory",
    "why": "Ids of users, to tell whether the principal of a role assignment still exists.",
    "cloud": "azure"
  },
  {
    "permission": "bigquery.tables.getData",
    "operation": "bigquery.jobs.getQueryResults",
    "list": "billing",
    "why": "Further pages of that query. Granted on the export dataset only.",
    "cloud": "gcp"
  },
  {
    "permission": "bigquery.jobs.create",
    "operation": "bigquery.jobs.query",
    "list": "billing",
    "why": "Reads the billing export table of the connection, after a dry run, with a limit on the bytes billed.",
    "cloud": "gcp"
  },
  {
    "permission": "cloudasset.assets.searchAllResources",
    "operation": "cloudasset.searchAllResources",
    "list": "inventory",
    "why": "Which kinds of resources a project holds, and what Cloud Asset knows of the kinds that have no list over all regions.",
    "cloud": "gcp"
  },
  {
    "permission": "resourcemanager.projects.get",
    "operation": "cloudresourcemanager.projects.search",
    "list": "inventory",
    "why": "Which projects the principal can see.",
    "cloud": "gcp"
  },
  {
    "permission": "compute.addresses.list",
    "operation": "compute.addresses.aggregatedList",
    "list": "inventory",
    "why": "Static addresses, regional and global, and their purpose.",
    "cloud": "gcp"
  },
  {
    "permission": "compute.backendServices.list",
    "operation": "compute.backendServices.aggregatedList",
    "list": "inventory",
    "why": "Backend services, because a forwarding rule to an empty one serves nobody.",
    "cloud": "gcp"
  },
  {
    "permission": "compute.disks.list",
    "operation": "compute.disks.aggregatedList",
    "list": "inventory",
    "why": "Persistent disks, who uses them and when they were last detached.",
    "cloud": "gcp"
  },
  {
    "permission": "compute.forwardingRules.list",
    "operation": "compute.forwardingRules.aggregatedList",
    "list": "inventory",
    "why": "Load balancers by their forwarding rules.",
    "cloud": "gcp"
  },
  {
    "permission": "compute.images.list",
    "operation": "compute.images.list",
    "list": "inventory",
    "why": "The project's own images.",
    "cloud": "gcp"
  },
  {
    "permission": "compute.instanceTemplates.list",
    "operation": "compute.instanceTemplates.aggregatedList",
    "list": "inventory",
    "why": "Instance templates, because an image that one names is in use.",
    "cloud": "gcp"
  },
  {
    "permission": "compute.instances.list",
    "operation": "compute.instances.aggregatedList",
    "list": "inventory",
    "why": "Machines, their state, type, disks and labels.",
    "cloud": "gcp"
  },
  {
    "permission": "compute.regions.list",
    "operation": "compute.regions.list",
    "list": "inventory",
    "why": "In which regions anything is used, so that Google is asked for advice nowhere else.",
    "cloud": "gcp"
  },
  {
    "permission": "compute.snapshots.list",
    "operation": "compute.snapshots.list",
    "list": "inventory",
    "why": "Snapshots, their age, stored bytes and source disk.",
    "cloud": "gcp"
  },
  {
    "permission": "compute.targetPools.list",
    "operation": "compute.targetPools.aggregatedList",
    "list": "inventory",
    "why": "Target pools and how many machines they hold.",
    "cloud": "gcp"
  },
  {
    "permission": "compute.targetVpnGateways.list",
    "operation": "compute.targetVpnGateways.aggregatedList",
    "list": "inventory",
    "why": "Classic VPN gateways and their tunnels.",
    "cloud": "gcp"
  },
  {
    "permission": "container.clusters.list",
    "operation": "container.projects.locations.clusters.list",
    "list": "inventory",
    "why": "GKE clusters, their nodes and their mode.",
    "cloud": "gcp"
  },
  {
    "permission": "container.clusters.list",
    "operation": "container.projects.locations.getServerConfig",
    "list": "inventory",
    "why": "Which versions of GKE a place still keeps in standard support.",
    "cloud": "gcp"
  },
  {
    "permission": "logging.buckets.list",
    "operation": "logging.projects.locations.buckets.list",
    "list": "inventory",
    "why": "Log buckets and how long they keep; never an entry in them.",
    "cloud": "gcp"
  },
  {
    "permission": "monitoring.timeSeries.list",
    "operation": "monitoring.projects.timeSeries.list",
    "list": "inventory",
    "why": "Metric statistics of candidates.",
    "cloud": "gcp"
  },
  {
    "permission": "recommender.computeAddressIdleResourceRecommendations.list",
    "operation": "recommender.google.compute.address.IdleResourceRecommender.recommendations.list",
    "list": "inventory",
    "why": "Addresses that Google itself calls idle, kept as evidence and never added on top.",
    "cloud": "gcp"
  },
  {
    "permission": "recommender.computeDiskIdleResourceRecommendations.list",
    "operation": "recommender.google.compute.disk.IdleResourceRecommender.recommendations.list",
    "list": "inventory",
    "why": "Disks that Google itself calls idle, kept as evidence and never added on top.",
    "cloud": "gcp"
  },
  {
    "permission": "recommender.computeImageIdleResourceRecommendations.list",
    "operation": "recommender.google.compute.image.IdleResourceRecommender.recommendations.list",
    "list": "inventory",
    "why": "Images that Google itself calls idle, kept as evidence and never added on top.",
    "cloud": "gcp"
  },
  {
    "permission": "recommender.computeInstanceIdleResourceRecommendations.list",
    "operation": "recommender.google.compute.instance.IdleResourceRecommender.recommendations.list",
    "list": "inventory",
    "why": "Machines that Google itself calls idle, kept as evidence and never added on top.",
    "cloud": "gcp"
  },
  {
    "permission": "recommender.computeInstanceMachineTypeRecommendations.list",
    "operation": "recommender.google.compute.instance.MachineTypeRecommender.recommendations.list",
    "list": "inventory",
    "why": "Machines that Google itself calls too large, kept as evidence and never added on top.",
    "cloud": "gcp"
  },
  {
    "permission": "cloudsql.instances.list",
    "operation": "sql.instances.list",
    "list": "inventory",
    "why": "Cloud SQL instances, their tier, version and state; never their data.",
    "cloud": "gcp"
  },
  {
    "permission": "storage.buckets.list",
    "operation": "storage.buckets.list",
    "list": "inventory",
    "why": "Buckets, their class and lifecycle; never an object in them.",
    "cloud": "gcp"
  }
];
