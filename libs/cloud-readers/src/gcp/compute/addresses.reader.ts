import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { aggregatedPage, computeIdentity, computeMembers, computeRequest, labels, optionalLastSegment, optionalText, texts } from '../gcp-fields.js';

const addressSchema = z.object({
  ...computeMembers,
  region: optionalLastSegment,
  address: z.string(),
  addressType: optionalText,
  status: z.string(),
  purpose: optionalText,
  users: texts,
  networkTier: optionalText,
  labels,
});

export type GcpComputeAddress = z.output<typeof addressSchema>;

export const gcpComputeAddressesReader = defineReader<GcpComputeAddress>({
  id: 'gcp.compute.addresses',
  cloud: 'gcp',
  scope: 'gcp.project',
  resourceType: 'compute.googleapis.com/Address',
  operations: ['compute.addresses.aggregatedList'],
  pageSize: 500,
  request: (input) => computeRequest('compute.addresses.aggregatedList', input),
  page: aggregatedPage('addresses'),
  item: addressSchema,
  identify: computeIdentity,
});
