import type { JsonObject } from '../../http/json-answer.js';
import type { GcpGroupOf } from '../gcp-estate.js';
import { billOf, daysBefore, memberName, regionOf, type GcpExpansion, type GcpResource } from '../gcp-resource.js';
import { gcpServices, serviceSkus } from '../gcp-skus.js';
import { serviceResource } from '../services/service-resource.js';

type Bucket = GcpGroupOf<'bucket'>;
type LogBucket = GcpGroupOf<'log-bucket'>;

const YOUNG_DAYS = 20;

/** Expands a group of buckets: what they store and what is asked of them are lines of their own on the bill. */
export function expandBuckets(expansion: GcpExpansion<Bucket>): GcpResource[] {
  const { group, project, now } = expansion;
  const ageDays = group.condition === 'young' ? Math.min(group.ageDays, YOUNG_DAYS) : group.ageDays;
  const storage = billOf(group.dailyCost, group.billedDays, ageDays, serviceSkus.objectStorage);
  const requests = billOf(group.requestDailyCost, group.billedDays, ageDays, serviceSkus.objectOperations);
  return Array.from({ length: group.count }, (_, ordinal) => {
    const name = `${project.projectId}-${memberName(group.name, ordinal)}`;
    const created = daysBefore(now, ageDays).toISOString();
    return serviceResource(expansion, ordinal, {
      collection: 'buckets',
      service: gcpServices.storage,
      fullName: `//storage.googleapis.com/${name}`,
      assetType: 'storage.googleapis.com/Bucket',
      name,
      location: regionOf(group.zone),
      ageDays,
      status: '',
      body: {
        kind: 'storage#bucket',
        id: name,
        name,
        selfLink: `https://www.googleapis.com/storage/v1/b/${name}`,
        projectNumber: project.projectNumber,
        metageneration: '1',
        location: regionOf(group.zone).toUpperCase(),
        storageClass: group.condition === 'cold' ? 'ARCHIVE' : 'STANDARD',
        etag: 'CAE=',
        timeCreated: created,
        updated: created,
        iamConfiguration: { bucketPolicyOnly: { enabled: true } },
        ...settingsOf(group.condition),
        ...(Object.keys(group.labels).length === 0 ? {} : { labels: group.labels }),
      },
      bills: [storage, requests],
      // A lifecycle frees a part of what is stored, 30 % at most.
      ...(group.condition === 'no-lifecycle' ? { fault: 'gcp-storage-no-lifecycle' as const, faultBills: [storage], faultShare: '0.3' } : {}),
    });
  });
}

function settingsOf(condition: Bucket['condition']): JsonObject {
  switch (condition) {
    case 'lifecycle':
      return { lifecycle: { rule: [{ action: { type: 'Delete' }, condition: { age: 365 } }] } };
    case 'autoclass':
      return { autoclass: { enabled: true } };
    case 'locked':
      return { retentionPolicy: { retentionPeriod: '31536000', isLocked: true } };
    default:
      return {};
  }
}

/** Expands a group of log buckets; `required` is the one that every project has. */
export function expandLogBuckets(expansion: GcpExpansion<LogBucket>): GcpResource[] {
  const { group, project, now } = expansion;
  const bill = billOf(group.dailyCost, group.billedDays, group.ageDays, serviceSkus.logRetention);
  return Array.from({ length: group.count }, (_, ordinal) => {
    const name = group.condition === 'required' ? '_Required' : memberName(group.name, ordinal);
    const path = `projects/${project.projectId}/locations/global/buckets/${name}`;
    return serviceResource(expansion, ordinal, {
      collection: 'logBuckets',
      service: gcpServices.logging,
      fullName: `//logging.googleapis.com/${path}`,
      assetType: 'logging.googleapis.com/LogBucket',
      name,
      location: 'global',
      ageDays: group.ageDays,
      status: 'ACTIVE',
      body: {
        name: path,
        createTime: daysBefore(now, group.ageDays).toISOString(),
        retentionDays: { short: 30, long: 365, locked: 3650, required: 400 }[group.condition],
        lifecycleState: 'ACTIVE',
        ...(group.condition === 'locked' ? { locked: true } : {}),
      },
      bills: [bill],
      fault: group.condition === 'long' ? 'gcp-log-retention-long' : null,
    });
  });
}
