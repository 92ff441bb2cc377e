import { monthlySaving, productOf, sumOf } from '../estate/bill.js';
import type { EstateLabel } from '../estate/estate-label.js';
import type { AwsEstate } from './aws-estate.js';
import { AwsInventory } from './inventory/aws-inventory.js';
import type { ResourceBill } from './inventory/resource-bill.js';
import { volumesOfGroup } from './inventory/volume-inventory.js';

/** Days of the bill that the labels average over, at most. */
const BILL_WINDOW_DAYS = 30;

/** The faults that an AWS declaration says, from the declaration alone. */
export function labelAws(estate: AwsEstate, seed: number): EstateLabel[] {
  const inventory = new AwsInventory(estate, seed);
  const fault = (rule: string, resourceId: string, saving: string | null): EstateLabel => ({
    cloud: 'aws',
    fault: rule,
    resourceId,
    monthlySaving: saving,
    currency: estate.currency,
  });
  return [
    ...estate.volumes
      .filter((group) => group.situation === 'unattached' && group.trap === undefined)
      .flatMap((group) => [...volumesOfGroup(inventory.place, estate, group)])
      .map((volume) => fault('aws-ebs-volume-unattached', volume.volumeId, savingOf(volume.ageDays, volume.bill))),
    ...estate.volumes
      .filter((group) => group.situation === 'in-use' && group.type === 'gp2' && group.trap === undefined)
      .flatMap((group) => [...volumesOfGroup(inventory.place, estate, group)])
      .map((volume) => fault('aws-ebs-type-upgrade', volume.volumeId, shareOf(savingOf(volume.ageDays, volume.bill), gp3Share(volume.sizeGiB)))),
    ...inventory.instances.flatMap((instance) => {
      if (instance.group.trap !== undefined) return [];
      switch (instance.group.situation) {
        case 'idle':
          return [fault('aws-ec2-instance-idle', instance.instanceId, savingOf(instance.ageDays, instance.bill))];
        case 'stopped-with-volumes':
          return [
            fault('aws-ec2-stopped-with-volumes', instance.instanceId, sumOfSavings(instance.volumes.map((volume) => savingOf(volume.ageDays, volume.bill)))),
          ];
        case 'oversized':
          return [fault('aws-ec2-instance-oversized', instance.instanceId, shareOf(savingOf(instance.ageDays, instance.bill), HALF))];
        case 'off-hours':
          return [fault('aws-ec2-nonprod-schedule', instance.instanceId, shareOf(savingOf(instance.ageDays, instance.bill), OFF_SHARE))];
        case 'busy':
          return supersededBy(instance.group.instanceType) === undefined
            ? []
            : [
                fault(
                  'aws-compute-superseded-generation',
                  instance.instanceId,
                  shareOf(savingOf(instance.ageDays, instance.bill), supersededBy(instance.group.instanceType)),
                ),
              ];
        case 'idle-young':
        case 'no-metrics':
        case 'sparse-metrics':
        case 'stopped-lately':
        case 'stopped-reason-unknown':
          return [];
        default:
          return instance.group.situation satisfies never;
      }
    }),
    ...inventory.addresses
      .filter(({ group }) => group !== null && group.trap === undefined && (group.situation === 'idle' || group.situation === 'on-stopped-instance'))
      .map((address) => fault('aws-public-ipv4-idle', address.allocationId, savingOf(address.group?.ageDays ?? BILL_WINDOW_DAYS, address.bill))),
    ...inventory.snapshots
      .filter(({ group }) => group.situation === 'stale' && group.trap === undefined)
      .map((snapshot) => fault('aws-ebs-snapshot-stale', snapshot.snapshotId, savingOf(snapshot.ageDays, snapshot.bill))),
    ...inventory.natGateways
      .filter(({ group }) => group.situation === 'idle' && group.trap === undefined)
      .map((gateway) => fault('aws-nat-gateway-idle', gateway.natGatewayId, savingOf(gateway.ageDays, gateway.bill))),
    ...inventory.loadBalancers
      .filter(({ group }) => group.situation === 'without-targets' && group.trap === undefined)
      .map((balancer) => fault('aws-load-balancer-idle', balancer.arn, savingOf(balancer.ageDays, balancer.bill))),
    ...inventory.loadBalancers
      .filter(({ group }) => (group.situation === 'without-requests' || group.situation === 'unhealthy') && group.trap === undefined)
      .map((balancer) => fault(`aws-${balancer.group.type}-load-balancer-idle`, balancer.arn, savingOf(balancer.ageDays, balancer.bill))),
    ...inventory.services.flatMap((resource) =>
      resource.faults.map(({ fault: name, share, monthly }) =>
        fault(name, resource.resourceId, monthly === undefined ? shareOf(savingOf(resource.ageDays, resource.bill), share) : monthly),
      ),
    ),
    ...inventory.users
      .filter(({ group }) => group !== null && group.trap === undefined && (group.situation === 'unused-key' || group.situation === 'never-used-key'))
      // A key costs nothing, so there is no saving to state: unknown, not zero.
      .flatMap((user) => (user.key === null ? [] : [fault('aws-iam-access-key-unused', user.key.accessKeyId, null)])),
  ];
}

/** Twelve hours of five nights and 45 of the weekend's hours, of a week's 168. */
const OFF_SHARE = '0.625';
/** The next smaller size costs half. */
const HALF = '0.5';

/** What the same size of the family's successor saves, by the simulator's price list. */
function supersededBy(instanceType: string): string | undefined {
  return { 'm4.large': '0.04', 'c4.large': '0.15' }[instanceType];
}

/** gp3 costs 0.08 where gp2 costs 0.10, as long as it need not be given more than it has for nothing. */
function gp3Share(sizeGiB: number): string {
  if (sizeGiB > 170) throw new Error('the answer sheet knows the saving of small gp2 volumes only: larger ones need throughput that must be paid for');
  return '0.2';
}

function savingOf(ageDays: number, bill: ResourceBill | null): string | null {
  if (bill === null) return null;
  const billedDays = Math.min(BILL_WINDOW_DAYS, Math.floor(ageDays));
  return monthlySaving(Array.from({ length: billedDays }, () => bill.dailyCost));
}

/** What goes away of a saving where the fault takes only a share of the bill. */
function shareOf(saving: string | null, share: string | undefined): string | null {
  return saving === null || share === undefined ? saving : productOf(saving, share);
}

/** One unknown part makes the whole unknown. */
function sumOfSavings(savings: readonly (string | null)[]): string | null {
  const known = savings.filter((saving) => saving !== null);
  return known.length < savings.length || known.length === 0 ? null : sumOf(known);
}
