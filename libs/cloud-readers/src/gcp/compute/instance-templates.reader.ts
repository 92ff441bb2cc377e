import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { aggregatedPage, computeIdentity, computeRequest, optionalText } from '../gcp-fields.js';

const templateSchema = z
  .object({
    selfLink: z.url(),
    name: z.string().min(1),
    properties: z.object({ disks: z.array(z.object({ initializeParams: z.object({ sourceImage: optionalText }).nullish() })).default([]) }).nullish(),
  })
  .transform(({ properties, ...template }) => ({
    ...template,
    sourceImages: (properties?.disks ?? []).flatMap(({ initializeParams }) =>
      typeof initializeParams?.sourceImage === 'string' ? [initializeParams.sourceImage] : [],
    ),
  }));

/** Only which images a template starts from; its metadata may hold secrets and is dropped. */
export type GcpComputeInstanceTemplate = z.output<typeof templateSchema>;

export const gcpComputeInstanceTemplatesReader = defineReader<GcpComputeInstanceTemplate>({
  id: 'gcp.compute.instance-templates',
  cloud: 'gcp',
  scope: 'gcp.project',
  resourceType: 'compute.googleapis.com/InstanceTemplate',
  operations: ['compute.instanceTemplates.aggregatedList'],
  pageSize: 500,
  request: (input) => computeRequest('compute.instanceTemplates.aggregatedList', input),
  page: aggregatedPage('instanceTemplates'),
  item: templateSchema,
  identify: computeIdentity,
});
