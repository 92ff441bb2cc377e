import type { JsonObject } from '../../http/json-answer.js';
import { gcpFaults, instanceLoads, type GcpFault } from '../gcp-conditions.js';
import { instanceMeasures } from '../instance-load.js';
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
    status: statusOf(group.condition),
    labels: labelsOf(group.condition),
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
      scheduling:
        group.condition === 'idle-spot'
          ? { onHostMaintenance: 'TERMINATE', automaticRestart: false, preemptible: true, provisioningModel: 'SPOT' }
          : { onHostMaintenance: 'MIGRATE', automaticRestart: true, preemptible: false, provisioningModel: 'STANDARD' },
      ...(group.condition === 'idle-gpu' ? { guestAccelerators: [{ acceleratorType: `${zone}/acceleratorTypes/nvidia-tesla-t4`, acceleratorCount: 1 }] } : {}),
      cpuPlatform: 'Intel Broadwell',
      startRestricted: false,
      deletionProtection: false,
      ...timesOf(expansion, ageDays, stoppedDays),
    },
    bill: instanceBill,
    fault,
    // Deleting a stopped instance frees its disk; stopping an idle one frees cores and memory only.
    faultBills: (fault === gcpFaults.instance.stopped ? [instanceBill, diskBill] : [instanceBill]).filter((bill) => bill !== null),
    // Half the machine frees half of its cores and memory; a schedule frees 108 of a week's 168 hours.
    ...(fault === gcpFaults.instance.oversized ? { faultShare: '0.5' } : {}),
    ...(fault === gcpFaults.instance['office-hours'] ? { faultShare: '0.6428' } : {}),
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
  return [{ ...instance, measures: instanceMeasures(instance, instanceLoads[group.condition]) }, bootDisk];
}

function faultOf(group: Instance): GcpFault | null {
  if (group.condition === 'idle') return gcpFaults.instance.idle;
  if (group.condition === 'oversized') return gcpFaults.instance.oversized;
  if (group.condition === 'office-hours') return gcpFaults.instance['office-hours'];
  return group.condition === 'stopped' ? gcpFaults.instance.stopped : null;
}

function stoppedDaysOf(group: Instance): number | null {
  if (group.condition === 'stopped' || group.condition === 'suspended') return STOPPED_DAYS;
  return group.condition === 'stopped-recently' ? STOPPED_RECENTLY_DAYS : null;
}

function statusOf(condition: Instance['condition']): string {
  if (condition === 'suspended') return 'SUSPENDED';
  return condition === 'stopped' || condition === 'stopped-recently' ? 'TERMINATED' : 'RUNNING';
}

function labelsOf(condition: Instance['condition']): Record<string, string> {
  if (condition === 'idle-gke') return { 'goog-k8s-cluster-name': 'shop', 'goog-k8s-node-pool-name': 'default-pool', 'goog-gke-node': '' };
  if (condition.startsWith('office-hours')) return { env: condition === 'office-hours' ? 'dev' : 'production' };
  return condition === 'idle-dataflow' ? { 'goog-dataflow-job-name': 'nightly' } : {};
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
