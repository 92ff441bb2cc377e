import { z } from 'zod';
import { hexId } from '../../estate/deterministic.js';
import type { ServiceFamily } from '../inventory/service-resource.js';
import { groupSchema } from '../resource-group.js';

export const fileSystemGroupSchema = groupSchema
  .extend({
    situation: z.enum(['used', 'idle', 'idle-young', 'no-metrics']).default('used'),
    type: z.enum(['WINDOWS', 'LUSTRE', 'ONTAP', 'OPENZFS']).default('WINDOWS'),
  })
  .strict();

export type FileSystemGroup = z.output<typeof fileSystemGroupSchema>;

export const FILE_SYSTEMS: ServiceFamily<FileSystemGroup> = {
  situations: {
    used: { ageDays: 300 },
    idle: { ageDays: 150, fault: { fault: 'aws-fsx-file-system-idle' } },
    'idle-young': { ageDays: 9 },
    'no-metrics': { ageDays: 150 },
  },
  billed: () => ({ service: 'Amazon FSx', usageType: 'Storage.SSD' }),
  named(place, ordinal, region, group) {
    const name = group.id ?? `fs-0${hexId(place.seed, `${place.accountId}/fs`, ordinal, 16)}`;
    return { name, arn: `arn:aws:fsx:${region}:${place.accountId}:file-system/${name}`, resourceId: name };
  },
  measures: ({ name, group }) =>
    group.situation === 'no-metrics'
      ? []
      : [
          {
            namespace: 'AWS/FSx',
            dimensions: { FileSystemId: name },
            // A share that nobody reads says zero, every minute.
            valueAt: ({ metric }, noise) =>
              ['DataReadBytes', 'DataWriteBytes'].includes(metric) ? (group.situation === 'used' ? Math.round(1e9 * (1 + noise)) : 0) : null,
          },
        ],
};
