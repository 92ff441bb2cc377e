import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { awsWorkspacesConnectionStatusReader } from './connection-status.reader.js';

export const fixture = readerFixture({
  reader: awsWorkspacesConnectionStatusReader,
  scope: fixtureScopes.region,
  answers: [
    {
      WorkspacesConnectionStatus: [
        {
          WorkspaceId: 'ws-0aaa11122',
          ConnectionState: 'DISCONNECTED',
          ConnectionStateCheckTimestamp: 1763800000,
          LastKnownUserConnectionTimestamp: 1735786800.5,
        },
      ],
      NextToken: 'page-two',
    },
    { WorkspacesConnectionStatus: [{ WorkspaceId: 'ws-0bbb11122', ConnectionState: 'UNKNOWN' }] },
  ],
  items: [
    { workspaceId: 'ws-0aaa11122', lastConnected: '2025-01-02T03:00:00.500Z' },
    { workspaceId: 'ws-0bbb11122', lastConnected: null },
  ],
  identity: {
    canonicalId: 'arn:aws:workspaces:eu-central-1:111122223333:workspace/ws-0aaa11122',
    resourceId: 'ws-0aaa11122',
    name: null,
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: {},
  },
});
