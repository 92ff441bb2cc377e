import type { JsonObject } from '../../http/json-answer.js';
import { gcpFaults, instanceLoads, type GcpFault } from '../gcp-conditions.js';
import type { GcpGroupOf } from '../gcp-estate.js';
import { billOf, COMPUTE, computeTime, daysBefore, gcpResource, memberName, regionOf, type GcpExpansion, type GcpResource } from '../gcp-resource.js';
import { gcpSkus } from '../gcp-skus.js';
import { diskBody } from './disks.js';

type Instance = GcpGroupOf<'instance'>;

const STOPPED_DAYS = 60;
const STOPPED_RECENTLY_DAYS = 5;
const YOUNG_DAYS = 4;

/** Expands a group of instances, each followed by its boot disk. A stopped instance is billed for its disk alone. */
export function expandInstances(expansion: GcpExpansion<Instance>): GcpResource[] {
  return Array.from({ length: expansion.group.count }, (_, ordinal) => instanceWithDisk(expansion, memberName(expansion.group.name, ordinal), ordinal)).flat();
}

function instanceWithDisk(expansion: GcpExpansion<Instance>, name: string, ordinal: number): GcpResource[] {
  const { group, project } = expansion;
  const ageDays = group.condition === 'idle-young' ? Math.min(group.ageDays, YOUNG_DAYS) : group.ageDays;
  const scope = `zones/${group.zone}`;
  const zone = `${COMPUTE}/projects/${project.projectId}/${scope}`;
  const stoppedDays = stoppedDaysOf(group);
  const instanceBill = stoppedDays === null ? billOf(group.dailyCost, group.billedDays, ageDays, gcpSkus.core) : null;
  const diskBill = billOf(group.diskDailyCost, group.billedDays, ageDays, gcpSkus.disk);
  const fault = faultOf(group);
  const instance = gcpResource(expansion, {
    collection: 'instances',
    name,
    ordinal,
    ageDays,
    scope,
    status: stoppedDays === null ? 'RUNNING' : 'TERMINATED',
    labels: group.condition === 'idle-gke' ? { 'goog-k8s-cluster-name': 'shop', 'goog-k8s-node-pool-name': 'default-pool', 'goog-gke-node': '' } : {},
    body: {
      machineType: `${zone}/machineTypes/${group.machineType}`,
      canIpForward: false,
      networkInterfaces: [
        {
          kind: 'compute#networkInterface',
          name: 'nic0',
          networkIP: '10.132.0.2',
          network: `${COMPUTE}/projects/${project.projectId}/global/networks/default`,
        },
      ],
      disks: [
        {
          kind: 'compute#attachedDisk',
          type: 'PERSISTENT',
          mode: 'READ_WRITE',
          source: `${zone}/disks/${name}`,
          deviceName: name,
          index: 0,
          boot: true,
          autoDelete: true,
          diskSizeGb: '20',
        },
      ],
      metadata: { kind: 'compute#metadata', items: metadataOf(expansion) },
      scheduling: { onHostMaintenance: 'MIGRATE', automaticRestart: true, preemptible: false, provisioningModel: 'STANDARD' },
      cpuPlatform: 'Intel Broadwell',
      startRestricted: false,
      deletionProtection: false,
      ...timesOf(expansion, ageDays, stoppedDays),
    },
    bill: instanceBill,
    load: instanceLoads[group.condition],
    fault,
    // Deleting a stopped instance frees its disk; stopping an idle one frees cores and memory only.
    faultBills: (fault === gcpFaults.instance.stopped ? [instanceBill, diskBill] : [instanceBill]).filter((bill) => bill !== null),
  });
  const bootDisk = gcpResource(expansion, {
    collection: 'disks',
    name,
    ordinal,
    ageDays,
    scope,
    status: 'READY',
    body: {
      ...diskBody(expansion, 20, 'pd-balanced'),
      users: [`${zone}/instances/${name}`],
      lastAttachTimestamp: computeTime(daysBefore(expansion.now, ageDays)),
    },
    bill: diskBill,
  });
  return [instance, bootDisk];
}

function faultOf(group: Instance): GcpFault | null {
  if (group.condition === 'idle') return gcpFaults.instance.idle;
  return group.condition === 'stopped' ? gcpFaults.instance.stopped : null;
}

function stoppedDaysOf(group: Instance): number | null {
  if (group.condition === 'stopped') return STOPPED_DAYS;
  return group.condition === 'stopped-recently' ? STOPPED_RECENTLY_DAYS : null;
}

/** A managed instance group leaves its name in the metadata of the instances that it makes. */
function metadataOf({ group, project }: GcpExpansion<Instance>): JsonObject[] {
  if (group.condition !== 'idle-mig') return [];
  return [{ key: 'created-by', value: `projects/${project.projectNumber}/regions/${regionOf(group.zone)}/instanceGroupManagers/${group.name}` }];
}

function timesOf({ now }: GcpExpansion<Instance>, ageDays: number, stoppedDays: number | null): JsonObject {
  return {
    lastStartTimestamp: computeTime(daysBefore(now, ageDays)),
    ...(stoppedDays === null ? {} : { lastStopTimestamp: computeTime(daysBefore(now, Math.min(stoppedDays, ageDays))) }),
  };
}
