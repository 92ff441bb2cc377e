import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { aggregatedPage, computeIdentity, computeRequest, optionalLastSegment, texts } from '../gcp-fields.js';

const targetPoolSchema = z
  .object({ selfLink: z.url(), name: z.string().min(1), region: optionalLastSegment, instances: texts })
  .transform(({ instances, ...pool }) => ({ ...pool, instances: instances.length }));

/** The machines behind an old network load balancer, counted. */
export type GcpComputeTargetPool = z.output<typeof targetPoolSchema>;

export const gcpComputeTargetPoolsReader = defineReader<GcpComputeTargetPool>({
  id: 'gcp.compute.target-pools',
  cloud: 'gcp',
  scope: 'gcp.project',
  resourceType: 'compute.googleapis.com/TargetPool',
  operations: ['compute.targetPools.aggregatedList'],
  pageSize: 500,
  request: (input) => computeRequest('compute.targetPools.aggregatedList', input),
  page: aggregatedPage('targetPools'),
  item: targetPoolSchema,
  identify: computeIdentity,
});
