import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { aggregatedPage, computeIdentity, computeRequest, optionalLastSegment } from '../gcp-fields.js';

const backendServiceSchema = z
  .object({ selfLink: z.url(), name: z.string().min(1), region: optionalLastSegment, backends: z.array(z.unknown()).default([]) })
  .transform(({ backends, ...service }) => ({ ...service, backends: backends.length }));

/** Only how many backends a service has: its configuration may hold header secrets and is dropped. */
export type GcpComputeBackendService = z.output<typeof backendServiceSchema>;

export const gcpComputeBackendServicesReader = defineReader<GcpComputeBackendService>({
  id: 'gcp.compute.backend-services',
  cloud: 'gcp',
  scope: 'gcp.project',
  resourceType: 'compute.googleapis.com/BackendService',
  operations: ['compute.backendServices.aggregatedList'],
  pageSize: 500,
  request: (input) => computeRequest('compute.backendServices.aggregatedList', input),
  page: aggregatedPage('backendServices'),
  item: backendServiceSchema,
  identify: computeIdentity,
});
