import { z } from 'zod';
import { hexId } from '../../estate/deterministic.js';
import type { ServiceFamily } from '../inventory/service-resource.js';
import { groupSchema } from '../resource-group.js';

export const workspaceGroupSchema = groupSchema
  .extend({
    situation: z.enum(['used', 'abandoned', 'never-connected', 'status-unknown']).default('used'),
    runningMode: z.enum(['ALWAYS_ON', 'AUTO_STOP']).default('ALWAYS_ON'),
  })
  .strict();

export type WorkspaceGroup = z.output<typeof workspaceGroupSchema>;

/** Days since somebody last connected; null: AWS knows of no connection. */
export const LAST_CONNECTED_DAYS: Readonly<Record<WorkspaceGroup['situation'], number | null>> = {
  used: 2,
  abandoned: 90,
  'never-connected': null,
  'status-unknown': null,
};

export const WORKSPACES: ServiceFamily<WorkspaceGroup> = {
  situations: {
    used: { ageDays: 400 },
    abandoned: { ageDays: 400, fault: { fault: 'aws-workspace-idle' } },
    'never-connected': { ageDays: 400 },
    'status-unknown': { ageDays: 400 },
  },
  billed: ({ runningMode }) => ({ service: 'Amazon WorkSpaces', usageType: runningMode === 'ALWAYS_ON' ? 'AW-HW-2' : 'AutoStop-User' }),
  named(place, ordinal, region, group) {
    const name = group.id ?? `ws-${hexId(place.seed, `${place.accountId}/ws`, ordinal, 9)}`;
    return { name, arn: `arn:aws:workspaces:${region}:${place.accountId}:workspace/${name}`, resourceId: name };
  },
  measures: () => [],
};
