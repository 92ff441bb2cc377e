import type { AwsEstate } from '../aws-estate.js';
import { expandAddresses, type SimAddress } from './address-inventory.js';
import type { AwsPlace } from './group-member.js';
import { expandInstances, type SimInstance } from './instance-inventory.js';
import { expandLoadBalancers, type SimLoadBalancer } from './load-balancer-inventory.js';
import { expandNatGateways, type SimNatGateway } from './nat-gateway-inventory.js';
import { expandSnapshots, type SimSnapshot } from './snapshot-inventory.js';
import { TABLES, type TableGroup } from '../dynamodb/table.family.js';
import { CACHE_CLUSTERS, type CacheClusterGroup } from '../elasticache/cache-cluster.family.js';
import { DATABASES, DATABASE_SNAPSHOTS, type DatabaseGroup, type DatabaseSnapshotGroup } from '../rds/database.family.js';
import { WAREHOUSES, type WarehouseGroup } from '../redshift/warehouse.family.js';
import { VPC_ENDPOINTS, type VpcEndpointGroup } from '../ec2/vpc-endpoint.family.js';
import { FILE_SYSTEMS, type FileSystemGroup } from '../fsx/file-system.family.js';
import { CLUSTERS, type ClusterGroup } from '../eks/cluster.family.js';
import { FUNCTIONS, type FunctionGroup } from '../lambda/function.family.js';
import { DOMAINS, type DomainGroup } from '../opensearch/domain.family.js';
import { BUCKETS, type BucketGroup } from '../s3/bucket.family.js';
import { LOG_GROUPS, type LogGroupGroup } from '../logs/log-group.family.js';
import { ENDPOINTS, type EndpointGroup } from '../sagemaker/endpoint.family.js';
import { WORKSPACES, type WorkspaceGroup } from '../workspaces/workspace.family.js';
import { expandService, type ServiceResource } from './service-resource.js';
import { expandUsers, type SimUser } from './user-inventory.js';
import { RegionVolumes } from './volume-inventory.js';

/** Everything that one declaration says exists. The same declaration and seed always make the same inventory. */
export class AwsInventory {
  readonly place: AwsPlace;
  readonly instances: readonly SimInstance[];
  readonly natGateways: readonly SimNatGateway[];
  readonly addresses: readonly SimAddress[];
  readonly snapshots: readonly SimSnapshot[];
  readonly loadBalancers: readonly SimLoadBalancer[];
  readonly users: readonly SimUser[];
  readonly logGroups: readonly ServiceResource<LogGroupGroup>[];
  readonly vpcEndpoints: readonly ServiceResource<VpcEndpointGroup>[];
  readonly tables: readonly ServiceResource<TableGroup>[];
  readonly endpoints: readonly ServiceResource<EndpointGroup>[];
  readonly fileSystems: readonly ServiceResource<FileSystemGroup>[];
  readonly workspaces: readonly ServiceResource<WorkspaceGroup>[];
  readonly buckets: readonly ServiceResource<BucketGroup>[];
  readonly functions: readonly ServiceResource<FunctionGroup>[];
  readonly searchDomains: readonly ServiceResource<DomainGroup>[];
  readonly clusters: readonly ServiceResource<ClusterGroup>[];
  readonly databases: readonly ServiceResource<DatabaseGroup>[];
  readonly databaseSnapshots: readonly ServiceResource<DatabaseSnapshotGroup>[];
  readonly cacheClusters: readonly ServiceResource<CacheClusterGroup>[];
  readonly warehouses: readonly ServiceResource<WarehouseGroup>[];
  /** Every resource of the managed services above: what bill, metrics and answer sheet walk. */
  readonly services: readonly ServiceResource[];
  private readonly instancesById: ReadonlyMap<string, SimInstance>;
  private readonly volumesByRegion = new Map<string, RegionVolumes>();

  constructor(
    readonly estate: AwsEstate,
    seed: number,
  ) {
    this.place = { seed, accountId: estate.accountId, regions: estate.regions };
    this.instances = expandInstances(estate, this.place);
    this.instancesById = new Map(this.instances.map((instance) => [instance.instanceId, instance]));
    for (const region of estate.regions) {
      const attached = this.instances.filter((instance) => instance.region === region).flatMap((instance) => instance.volumes);
      this.volumesByRegion.set(region, new RegionVolumes(this.place, estate, region, attached));
    }
    this.natGateways = expandNatGateways(estate, this.place);
    this.addresses = expandAddresses(estate, this.place, this.instances, this.natGateways);
    this.snapshots = expandSnapshots(estate, this.place, (region) => this.volumesIn(region));
    this.loadBalancers = expandLoadBalancers(estate, this.place, this.instances);
    this.users = expandUsers(estate, this.place);
    this.logGroups = expandService(this.place, estate.logGroups, LOG_GROUPS);
    this.vpcEndpoints = expandService(this.place, estate.vpcEndpoints, VPC_ENDPOINTS);
    this.tables = expandService(this.place, estate.tables, TABLES);
    this.endpoints = expandService(this.place, estate.endpoints, ENDPOINTS);
    this.fileSystems = expandService(this.place, estate.fileSystems, FILE_SYSTEMS);
    this.workspaces = expandService(this.place, estate.workspaces, WORKSPACES);
    this.buckets = expandService(this.place, estate.buckets, BUCKETS);
    this.functions = expandService(this.place, estate.functions, FUNCTIONS);
    this.searchDomains = expandService(this.place, estate.searchDomains, DOMAINS);
    this.clusters = expandService(this.place, estate.clusters, CLUSTERS);
    this.databases = expandService(this.place, estate.databases, DATABASES);
    this.databaseSnapshots = expandService(this.place, estate.databaseSnapshots, DATABASE_SNAPSHOTS);
    this.cacheClusters = expandService(this.place, estate.cacheClusters, CACHE_CLUSTERS);
    this.warehouses = expandService(this.place, estate.warehouses, WAREHOUSES);
    this.services = [
      ...[this.databases, this.databaseSnapshots, this.cacheClusters, this.warehouses],
      ...[this.logGroups, this.vpcEndpoints, this.tables, this.endpoints, this.fileSystems, this.workspaces],
      ...[this.buckets, this.functions, this.searchDomains, this.clusters],
    ].flat();
  }

  /** The volumes of a region of the estate; throws for a region that the account has not enabled. */
  volumesIn(region: string): RegionVolumes {
    const volumes = this.volumesByRegion.get(region);
    if (volumes === undefined) throw new RangeError(`${region} is not a region of the estate`);
    return volumes;
  }

  instance(instanceId: string): SimInstance | undefined {
    return this.instancesById.get(instanceId);
  }
}
