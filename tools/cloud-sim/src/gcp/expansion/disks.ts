import type { JsonObject } from '../../http/json-answer.js';
import { gcpFaults } from '../gcp-conditions.js';
import type { GcpGroupOf } from '../gcp-estate.js';
import { billOf, COMPUTE, computeTime, daysBefore, gcpResource, memberName, type GcpExpansion, type GcpResource } from '../gcp-resource.js';
import { gcpSkus } from '../gcp-skus.js';

type Disk = GcpGroupOf<'disk'>;

interface Situation {
  readonly detachedDaysAgo: number | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly namePrefix: string;
}

/** Expands a group of persistent disks that are declared on their own. */
export function expandDisks(expansion: GcpExpansion<Disk>): GcpResource[] {
  const { group, project, now } = expansion;
  const bill = billOf(group.dailyCost, group.billedDays, group.ageDays, gcpSkus.disk);
  return Array.from({ length: group.count }, (_, ordinal) => {
    const { detachedDaysAgo, labels, namePrefix } = situationOf(group);
    const host = `${COMPUTE}/projects/${project.projectId}/zones/${group.zone}/instances/${group.name}-host`;
    return gcpResource(expansion, {
      collection: 'disks',
      name: `${namePrefix}${memberName(group.name, ordinal)}`,
      ordinal,
      ageDays: group.ageDays,
      scope: `zones/${group.zone}`,
      status: 'READY',
      labels,
      body: {
        ...diskBody(expansion, group.sizeGb, group.diskType),
        lastAttachTimestamp: computeTime(daysBefore(now, group.ageDays)),
        ...(detachedDaysAgo === null ? { users: [host] } : { lastDetachTimestamp: computeTime(daysBefore(now, Math.min(detachedDaysAgo, group.ageDays))) }),
      },
      bill,
      fault: group.condition === 'unattached' ? gcpFaults.disk.unattached : null,
    });
  });
}

function situationOf(group: Disk): Situation {
  const detached: Situation = { detachedDaysAgo: 45, labels: {}, namePrefix: '' };
  switch (group.condition) {
    case 'attached':
      return { ...detached, detachedDaysAgo: null };
    case 'unattached':
      return detached;
    case 'unattached-young':
      return { ...detached, detachedDaysAgo: 4 };
    case 'gke-volume':
      return { ...detached, labels: { 'goog-gke-volume': '' } };
    case 'pvc-name':
      return { ...detached, namePrefix: 'pvc-' };
    default:
      return group.condition satisfies never;
  }
}

/** The members that every disk has. Sizes are texts, as all 64-bit numbers of Google's JSON. */
export function diskBody({ project, group }: GcpExpansion, sizeGb: number, diskType: string): JsonObject {
  return {
    sizeGb: String(sizeGb),
    type: `${COMPUTE}/projects/${project.projectId}/zones/${group.zone}/diskTypes/${diskType}`,
    physicalBlockSizeBytes: '4096',
  };
}
