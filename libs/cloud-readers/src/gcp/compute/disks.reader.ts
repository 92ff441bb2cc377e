import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import {
  aggregatedPage,
  computeIdentity,
  computeMembers,
  computeRequest,
  int64,
  labels,
  lastSegment,
  optionalLastSegment,
  optionalText,
  texts,
} from '../gcp-fields.js';

const diskSchema = z.object({
  ...computeMembers,
  zone: optionalLastSegment,
  region: optionalLastSegment,
  type: lastSegment,
  sizeGb: int64,
  status: z.string(),
  lastAttachTimestamp: optionalText,
  lastDetachTimestamp: optionalText,
  users: texts,
  sourceImage: optionalText,
  storagePool: optionalText,
  description: optionalText,
  labels,
});

export type GcpComputeDisk = z.output<typeof diskSchema>;

export const gcpComputeDisksReader = defineReader<GcpComputeDisk>({
  id: 'gcp.compute.disks',
  cloud: 'gcp',
  scope: 'gcp.project',
  resourceType: 'compute.googleapis.com/Disk',
  operations: ['compute.disks.aggregatedList'],
  pageSize: 500,
  request: (input) => computeRequest('compute.disks.aggregatedList', input),
  page: aggregatedPage('disks'),
  item: diskSchema,
  identify: computeIdentity,
});
