import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { computeIdentity, computeMembers, computeRequest, int64, labels, listPage, optionalInt64, optionalText, texts } from '../gcp-fields.js';

const snapshotSchema = z.object({
  ...computeMembers,
  status: z.string(),
  diskSizeGb: int64,
  storageBytes: optionalInt64,
  sourceDisk: optionalText,
  autoCreated: z.boolean().default(false),
  sourceSnapshotSchedulePolicy: optionalText,
  storageLocations: texts,
  labels,
});

export type GcpComputeSnapshot = z.output<typeof snapshotSchema>;

export const gcpComputeSnapshotsReader = defineReader<GcpComputeSnapshot>({
  id: 'gcp.compute.snapshots',
  cloud: 'gcp',
  scope: 'gcp.project',
  resourceType: 'compute.googleapis.com/Snapshot',
  operations: ['compute.snapshots.list'],
  pageSize: 500,
  request: (input) => computeRequest('compute.snapshots.list', input),
  page: listPage,
  item: snapshotSchema,
  identify: computeIdentity,
});
