import type { AwsWorkspacesConnectionStatus, AwsWorkspacesWorkspace } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const workspace = (more: Partial<AwsWorkspacesWorkspace> = {}): AwsWorkspacesWorkspace => ({
  workspaceId: 'ws-0a1b2c3d4',
  userName: 'anna',
  state: 'AVAILABLE',
  runningMode: 'ALWAYS_ON',
  ...more,
});
const connected = (lastConnected: string | null): { connections: AwsWorkspacesConnectionStatus[] } => ({
  connections: [{ workspaceId: 'ws-0a1b2c3d4', lastConnected }],
});

export const awsWorkspacesWorkspaceIdleFixture: RuleFixture<AwsWorkspacesWorkspace> = {
  fail: [
    { title: 'nobody since the summer', item: workspace(), lookups: connected('2026-08-22T00:00:00.000Z'), facts: { idleForDays: 92, idleDays: 63 } },
    {
      title: 'one that stops by itself: its bill says that it is little',
      item: workspace({ state: 'STOPPED', runningMode: 'AUTO_STOP' }),
      lookups: connected('2026-01-01T00:00:00.000Z'),
    },
  ],
  pass: [
    { title: 'used this month', item: workspace(), lookups: connected('2026-11-10T00:00:00.000Z') },
    { title: 'exactly 63 days is not more than 63', item: workspace(), lookups: connected('2026-09-20T00:00:00.000Z') },
  ],
  notApplicable: [{ title: 'being made', item: workspace({ state: 'PENDING' }), because: /PENDING/ }],
  undetermined: [
    { title: 'never connected: it may have been made this morning', item: workspace(), lookups: connected(null), reason: 'unavailable' },
    { title: 'a time that is none', item: workspace(), lookups: connected('long ago'), reason: 'unparsable' },
  ],
};
