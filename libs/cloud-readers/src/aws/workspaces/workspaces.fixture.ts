import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { awsWorkspacesWorkspacesReader } from './workspaces.reader.js';

export const fixture = readerFixture({
  reader: awsWorkspacesWorkspacesReader,
  scope: fixtureScopes.region,
  answers: [
    {
      Workspaces: [
        {
          WorkspaceId: 'ws-0aaa11122',
          DirectoryId: 'd-9067000001',
          UserName: 'Anna',
          State: 'AVAILABLE',
          WorkspaceProperties: { RunningMode: 'ALWAYS_ON', RootVolumeSizeGib: 80 },
        },
      ],
      NextToken: 'page-two',
    },
    { Workspaces: [{ WorkspaceId: 'ws-0bbb11122', State: 'PENDING' }] },
  ],
  items: [
    { workspaceId: 'ws-0aaa11122', userName: 'Anna', state: 'AVAILABLE', runningMode: 'ALWAYS_ON' },
    { workspaceId: 'ws-0bbb11122', userName: null, state: 'PENDING', runningMode: null },
  ],
  identity: {
    canonicalId: 'arn:aws:workspaces:eu-central-1:111122223333:workspace/ws-0aaa11122',
    resourceId: 'ws-0aaa11122',
    name: 'Anna',
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: {},
  },
});
