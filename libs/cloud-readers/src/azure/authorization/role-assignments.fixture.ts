import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { azureAuthorizationRoleAssignmentsReader } from './role-assignments.reader.js';

const scope = '/subscriptions/0fde5b2d-0000-4000-8000-0000000000a1';
const id = (name: string): string => `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
const nextLink = `https://management.azure.com${scope}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01&%24skiptoken=page-two`;

export const fixture = readerFixture({
  reader: azureAuthorizationRoleAssignmentsReader,
  scope: fixtureScopes.subscription,
  answers: [
    {
      value: [
        {
          id: id('A1'),
          name: 'A1',
          type: 'Microsoft.Authorization/roleAssignments',
          properties: { principalId: 'p1', principalType: 'User', roleDefinitionId: '/roles/owner', scope, createdOn: '2025-01-02T03:04:05Z' },
        },
      ],
      nextLink,
    },
    { value: [{ id: id('A2'), name: 'A2', properties: { principalId: 'p2', roleDefinitionId: '/roles/reader', scope: '/' } }] },
  ],
  items: [
    { id: id('A1'), name: 'A1', principalId: 'p1', principalType: 'User', roleDefinitionId: '/roles/owner', scope, createdOn: '2025-01-02T03:04:05Z' },
    { id: id('A2'), name: 'A2', principalId: 'p2', principalType: null, roleDefinitionId: '/roles/reader', scope: '/', createdOn: null },
  ],
  identity: { canonicalId: id('a1').toLowerCase(), resourceId: id('A1'), name: 'A1', accountId: fixtureScopes.subscription.accountId, region: null, tags: {} },
});
