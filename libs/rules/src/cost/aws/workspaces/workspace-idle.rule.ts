import { type AwsWorkspacesWorkspace, awsWorkspacesConnectionStatusReader, awsWorkspacesWorkspacesReader } from '@vitrine/cloud-readers';
import { daysSince, windowSince } from '../../../engine/age.js';
import { defineRule, lookup } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';

const atWork = ['AVAILABLE', 'STOPPED'];

export const awsWorkspacesWorkspaceIdleRule = defineRule<AwsWorkspacesWorkspace>({
  id: 'aws.workspaces.workspace-idle',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'WorkSpace that nobody has connected to for months',
  why: 'A virtual desktop is billed by the month, whether or not its person ever connects.',
  verify: 'aws workspaces describe-workspaces-connection-status --workspace-ids {resourceId} --region {region}',
  remedy: {
    steps: ['Ask the person whose desktop it is.', 'Save what is on its user volume.', 'Terminate the WorkSpace.'],
    rollback: 'Create a WorkSpace for the same person from the same bundle; its old volumes are gone.',
  },
  severity: 'medium',
  effort: 'Medium',
  actionGroup: 'terminate',
  needs: { item: awsWorkspacesWorkspacesReader },
  lookups: {
    connections: lookup({
      reader: awsWorkspacesConnectionStatusReader,
      keys: (status) => (status.lastConnected === null ? [] : [{ key: status.workspaceId, value: status.lastConnected }]),
      ask: (workspace: AwsWorkspacesWorkspace) => [workspace.workspaceId],
    }),
  },
  metrics: {},
  defaults: { idleDays: 63 },
  evaluate({ item, lookups, at, settings }) {
    if (!atWork.includes(item.state)) return { verdict: 'not_applicable', because: `state is ${item.state}` };
    const last = lookups['connections']?.get(item.workspaceId);
    // AWS says no age of a WorkSpace, so one that nobody ever connected to may have been made this morning.
    if (typeof last !== 'string') return { verdict: 'undetermined', reason: 'unavailable', facts: { lastConnected: null } };
    const idle = daysSince(last, at);
    if (idle === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { lastConnected: last } };
    const idleDays = setting(settings, 'idleDays');
    if (idle <= idleDays) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { runningMode: item.runningMode, lastConnected: last, idleForDays: idle, idleDays },
      window: windowSince(last, at),
      formula: formula(`last connection more than ${String(idleDays)} days ago`),
      assumptions: ['A desktop that stops by itself (AUTO_STOP) costs little while nobody connects; its bill says how much.'],
      cost: { kind: 'whole', list: [] },
    };
  },
});
