import { z } from 'zod';
import type { PriceKey } from '@vitrine/pricing';
import { gcpComputeAddressesReader, gcpComputeDisksReader, type GcpComputeInstance, gcpComputeInstancesReader } from '@vitrine/cloud-readers';
import { daysSince, windowSince } from '../../../engine/age.js';
import { defineRule, lookup, type LookupAnswer, type Verdict } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { addressPriceKeys, diskPriceKeys } from '../price-keys.js';
import { computeCanonicalId, isGroupMember, resourcePath } from '../resource-path.js';

/** What the look-ups keep of a disk and of an address. */
const diskSchema = z.object({ link: z.string(), type: z.string().nullable(), sizeGb: z.number(), zone: z.string().nullable() });
const addressSchema = z.object({ link: z.string() });

interface Kept {
  readonly canonicalIds: readonly string[];
  readonly list: readonly PriceKey[];
}

function keptDisks(instance: GcpComputeInstance, disks: LookupAnswer | undefined, region: string): Kept {
  const found = instance.disks.flatMap(({ source }) => {
    const parsed = source === null ? undefined : diskSchema.safeParse(disks?.get(resourcePath(source)));
    return parsed?.success === true ? [parsed.data] : [];
  });
  const keys = found.map((disk) => diskPriceKeys(disk, region));
  // One disk without a list price would make the sum look small: then none is listed.
  return { canonicalIds: found.map((disk) => computeCanonicalId(disk.link)), list: keys.every((each) => each.length > 0) ? keys.flat() : [] };
}

function keptAddresses(instance: GcpComputeInstance, addresses: LookupAnswer | undefined, region: string): Kept {
  const found = instance.natIps.flatMap((ip) => {
    const parsed = addressSchema.safeParse(addresses?.get(ip));
    return parsed.success ? [parsed.data] : [];
  });
  return { canonicalIds: found.map((address) => computeCanonicalId(address.link)), list: found.flatMap(() => addressPriceKeys(region)) };
}

export const gcpComputeInstanceLongStoppedRule = defineRule<GcpComputeInstance>({
  id: 'gcp.compute.instance-long-stopped',
  version: 1,
  cloud: 'gcp',
  family: 'cost',
  title: 'Compute Engine machine stopped for long, its disks and addresses still billed',
  why: 'A stopped machine costs nothing itself, but its disks and its reserved addresses are billed as before.',
  verify: 'gcloud compute instances describe {resourceId} --format "yaml(status,lastStopTimestamp,disks[].source,networkInterfaces[].accessConfigs[].natIP)"',
  remedy: {
    steps: [
      'Ask the owner (labels) whether the machine is a template or a standby.',
      'Take a machine image.',
      'Delete the machine with its disks and release its reserved addresses.',
    ],
    rollback: 'Create a machine from the machine image; a released address does not come back.',
  },
  severity: 'medium',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: gcpComputeInstancesReader },
  lookups: {
    disks: lookup({
      reader: gcpComputeDisksReader,
      keys: (disk) => [{ key: resourcePath(disk.selfLink), value: { link: disk.selfLink, type: disk.type, sizeGb: disk.sizeGb, zone: disk.zone } }],
      ask: (instance: GcpComputeInstance) => instance.disks.flatMap(({ source }) => (source === null ? [] : [resourcePath(source)])),
    }),
    addresses: lookup({
      reader: gcpComputeAddressesReader,
      keys: (address) => (address.addressType === 'INTERNAL' ? [] : [{ key: address.address, value: { link: address.selfLink } }]),
      ask: (instance: GcpComputeInstance) => instance.natIps,
    }),
  },
  metrics: {},
  defaults: { stoppedDays: 30 },
  evaluate({ item, identity, lookups, at, settings }): Verdict {
    if (item.status === 'SUSPENDED') return { verdict: 'not_applicable', because: 'suspended: its memory is billed too, which this rule does not count' };
    if (item.status !== 'TERMINATED') return { verdict: 'pass' };
    if (isGroupMember(item.createdBy)) return { verdict: 'not_applicable', because: 'member of a managed instance group' };
    const stoppedForDays = daysSince(item.lastStopTimestamp, at);
    if (item.lastStopTimestamp === null || stoppedForDays === null)
      return { verdict: 'undetermined', reason: 'unparsable', facts: { lastStopTimestamp: item.lastStopTimestamp } };
    const stoppedDays = setting(settings, 'stoppedDays');
    if (stoppedForDays <= stoppedDays) return { verdict: 'pass' };
    const disks = keptDisks(item, lookups['disks'], identity.region ?? '');
    const addresses = keptAddresses(item, lookups['addresses'], identity.region ?? '');
    const resources = [...disks.canonicalIds, ...addresses.canonicalIds];
    if (resources.length === 0) return { verdict: 'not_applicable', because: 'neither disk nor reserved address: nothing is billed while it is stopped' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: {
        status: item.status,
        lastStopTimestamp: item.lastStopTimestamp,
        stoppedForDays,
        stoppedDays,
        disks: disks.canonicalIds.length,
        addresses: addresses.canonicalIds.length,
      },
      window: windowSince(item.lastStopTimestamp, at),
      formula: formula(`status = TERMINATED for > ${String(stoppedDays)} days; the bills of its disks and reserved addresses are added`),
      assumptions: ['Golden machines and disaster-recovery standbys cannot be told by state: label them to leave them out.'],
      cost: { kind: 'whole', list: disks.list.length > 0 || disks.canonicalIds.length === 0 ? [...disks.list, ...addresses.list] : [], resources },
    };
  },
});
