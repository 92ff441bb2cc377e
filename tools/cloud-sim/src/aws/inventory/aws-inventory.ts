import type { AwsEstate } from '../aws-estate.js';
import { expandAddresses, type SimAddress } from './address-inventory.js';
import type { AwsPlace } from './group-member.js';
import { expandInstances, type SimInstance } from './instance-inventory.js';
import { expandLoadBalancers, type SimLoadBalancer } from './load-balancer-inventory.js';
import { expandNatGateways, type SimNatGateway } from './nat-gateway-inventory.js';
import { expandSnapshots, type SimSnapshot } from './snapshot-inventory.js';
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
