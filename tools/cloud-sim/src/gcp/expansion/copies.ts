import type { JsonObject } from '../../http/json-answer.js';
import { gcpFaults } from '../gcp-conditions.js';
import type { GcpGroupOf } from '../gcp-estate.js';
import { billOf, COMPUTE, gcpResource, memberName, regionOf, type GcpExpansion, type GcpResource } from '../gcp-resource.js';
import { gcpSkus } from '../gcp-skus.js';
import { diskBody } from './disks.js';

type Snapshot = GcpGroupOf<'snapshot'>;
type Image = GcpGroupOf<'image'>;

const FRESH_DAYS = 10;
const YOUNG_DAYS = 5;

/** Expands a group of snapshots; those whose source exists are followed by that disk. */
export function expandSnapshots(expansion: GcpExpansion<Snapshot>): GcpResource[] {
  const { group, project } = expansion;
  const ageDays = group.condition === 'fresh' ? Math.min(group.ageDays, FRESH_DAYS) : group.ageDays;
  const sourceName = `${group.name}-source`;
  const bill = billOf(group.dailyCost, group.billedDays, ageDays, gcpSkus.snapshot);
  const snapshots = Array.from({ length: group.count }, (_, ordinal) =>
    gcpResource(expansion, {
      collection: 'snapshots',
      name: memberName(group.name, ordinal),
      ordinal,
      ageDays,
      scope: 'global',
      status: 'READY',
      body: {
        sourceDisk: `${COMPUTE}/projects/${project.projectId}/zones/${group.zone}/disks/${sourceName}`,
        diskSizeGb: String(group.sizeGb),
        storageBytes: String(Math.round(group.sizeGb * 0.4) * 1024 ** 3),
        storageBytesStatus: 'UP_TO_DATE',
        storageLocations: [regionOf(group.zone)],
        ...(group.condition === 'scheduled' ? scheduledBy(expansion) : {}),
      },
      bill,
      fault: group.condition === 'stale' ? gcpFaults.snapshot.stale : null,
    }),
  );
  return group.condition === 'source-exists' ? [...snapshots, attachedDisk(expansion, sourceName, 0, {})] : snapshots;
}

function scheduledBy({ group, project }: GcpExpansion<Snapshot>): JsonObject {
  return {
    autoCreated: true,
    sourceSnapshotSchedulePolicy: `${COMPUTE}/projects/${project.projectId}/regions/${regionOf(group.zone)}/resourcePolicies/nightly`,
  };
}

/** Expands a group of custom images, each that is in use followed by the disk or the template that uses it. */
export function expandImages(expansion: GcpExpansion<Image>): GcpResource[] {
  const { group, project } = expansion;
  const ageDays = group.condition === 'young' ? Math.min(group.ageDays, YOUNG_DAYS) : group.ageDays;
  const bill = billOf(group.dailyCost, group.billedDays, ageDays, gcpSkus.image);
  return Array.from({ length: group.count }, (_, ordinal) => {
    const name = memberName(group.name, ordinal);
    const image = gcpResource(expansion, {
      collection: 'images',
      name,
      ordinal,
      ageDays,
      scope: 'global',
      status: 'READY',
      body: { sourceType: 'RAW', diskSizeGb: String(group.sizeGb), archiveSizeBytes: String(group.sizeGb * 200_000_000), storageLocations: ['eu'] },
      bill,
      fault: group.condition === 'idle' ? gcpFaults.image.idle : null,
    });
    const link = `${COMPUTE}/projects/${project.projectId}/global/images/${name}`;
    if (group.condition === 'in-use') return [image, attachedDisk(expansion, `${name}-disk`, ordinal, { sourceImage: link, sourceImageId: image.numericId })];
    return group.condition === 'in-template' ? [image, templateOf(expansion, `${name}-template`, ordinal, link)] : [image];
  }).flat();
}

function attachedDisk(expansion: GcpExpansion<Snapshot | Image>, name: string, ordinal: number, source: JsonObject): GcpResource {
  const { group, project } = expansion;
  return gcpResource(expansion, {
    collection: 'disks',
    name,
    ordinal,
    ageDays: group.ageDays,
    scope: `zones/${group.zone}`,
    status: 'READY',
    body: {
      ...diskBody(expansion, group.sizeGb, 'pd-balanced'),
      users: [`${COMPUTE}/projects/${project.projectId}/zones/${group.zone}/instances/${name}-host`],
      ...source,
    },
    bill: null,
  });
}

function templateOf(expansion: GcpExpansion<Image>, name: string, ordinal: number, sourceImage: string): GcpResource {
  return gcpResource(expansion, {
    collection: 'instanceTemplates',
    name,
    ordinal,
    ageDays: expansion.group.ageDays,
    scope: 'global',
    status: '',
    body: { properties: { machineType: 'e2-standard-2', disks: [{ kind: 'compute#attachedDisk', boot: true, initializeParams: { sourceImage } }] } },
    bill: null,
  });
}
