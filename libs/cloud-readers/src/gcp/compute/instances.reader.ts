import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { aggregatedPage, computeIdentity, computeMembers, computeRequest, labels, lastSegment, optionalText } from '../gcp-fields.js';

/** Startup scripts and keys live in instance metadata: of all its items only `created-by` (who manages the machine) is kept. */
const createdBy = z
  .object({ items: z.array(z.object({ key: z.string(), value: z.string().optional() })).default([]) })
  .nullish()
  .transform((metadata) => metadata?.items.find(({ key }) => key === 'created-by')?.value ?? null);

const instanceSchema = z
  .object({
    ...computeMembers,
    zone: lastSegment,
    machineType: lastSegment,
    status: z.string(),
    lastStartTimestamp: optionalText,
    lastStopTimestamp: optionalText,
    labels,
    disks: z.array(z.object({ source: optionalText, type: optionalText })).default([]),
    scheduling: z.object({ provisioningModel: optionalText }).nullish(),
    metadata: createdBy,
    guestAccelerators: z.array(z.object({ acceleratorCount: z.number().default(1) })).default([]),
    networkInterfaces: z.array(z.object({ accessConfigs: z.array(z.object({ natIP: optionalText })).default([]) })).default([]),
  })
  .transform(({ scheduling, metadata, guestAccelerators, networkInterfaces, ...instance }) => ({
    ...instance,
    provisioningModel: scheduling?.provisioningModel ?? null,
    createdBy: metadata,
    guestAccelerators: guestAccelerators.reduce((sum, { acceleratorCount }) => sum + acceleratorCount, 0),
    natIps: networkInterfaces.flatMap(({ accessConfigs }) => accessConfigs.flatMap(({ natIP }) => (natIP === null ? [] : [natIP]))),
  }));

export type GcpComputeInstance = z.output<typeof instanceSchema>;

export const gcpComputeInstancesReader = defineReader<GcpComputeInstance>({
  id: 'gcp.compute.instances',
  cloud: 'gcp',
  scope: 'gcp.project',
  resourceType: 'compute.googleapis.com/Instance',
  operations: ['compute.instances.aggregatedList'],
  pageSize: 500,
  request: (input) => computeRequest('compute.instances.aggregatedList', input),
  page: aggregatedPage('instances'),
  item: instanceSchema,
  identify: computeIdentity,
});
