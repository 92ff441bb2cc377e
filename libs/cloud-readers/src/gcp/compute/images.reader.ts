import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { computeIdentity, computeMembers, computeRequest, labels, listPage, optionalInt64, optionalText, texts } from '../gcp-fields.js';

const imageSchema = z.object({
  ...computeMembers,
  family: optionalText,
  status: z.string(),
  archiveSizeBytes: optionalInt64,
  storageLocations: texts,
  labels,
});

export type GcpComputeImage = z.output<typeof imageSchema>;

/** The project's own images; Google's public ones live in projects of their own. */
export const gcpComputeImagesReader = defineReader<GcpComputeImage>({
  id: 'gcp.compute.images',
  cloud: 'gcp',
  scope: 'gcp.project',
  resourceType: 'compute.googleapis.com/Image',
  operations: ['compute.images.list'],
  pageSize: 500,
  request: (input) => computeRequest('compute.images.list', input),
  page: listPage,
  item: imageSchema,
  identify: computeIdentity,
});
