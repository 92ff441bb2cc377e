import type { AzureAuthorizationRoleAssignment } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const principalId = '99999999-8888-4777-8666-555555555555';
const scope = '/subscriptions/11111111-2222-4333-8444-555555555555';
const assignment = (more: Partial<AzureAuthorizationRoleAssignment> = {}): AzureAuthorizationRoleAssignment => ({
  id: `${scope}/providers/Microsoft.Authorization/roleAssignments/0a1b2c3d-4e5f-4607-8910-111213141516`,
  name: '0a1b2c3d-4e5f-4607-8910-111213141516',
  principalId,
  principalType: 'ServicePrincipal',
  roleDefinitionId: `${scope}/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c`,
  scope,
  createdOn: '2026-01-01T00:00:00.000Z',
  ...more,
});
const listed = [{ id: principalId.toUpperCase() }];
const others = [{ id: '00000000-1111-4222-8333-444444444444' }];

export const azureAuthorizationRoleAssignmentOrphanedFixture: RuleFixture<AzureAuthorizationRoleAssignment> = {
  fail: [
    { title: 'a service principal that is gone', item: assignment(), lookups: { servicePrincipals: others }, facts: { principalExists: false } },
    { title: 'Azure shows the type of a deleted principal as Unknown', item: assignment({ principalType: 'Unknown' }), lookups: { users: others } },
    { title: 'a user who left', item: assignment({ principalType: 'User' }), lookups: { users: others } },
  ],
  pass: [
    { title: 'the service principal exists, in other letters', item: assignment(), lookups: { servicePrincipals: listed } },
    { title: 'the group exists', item: assignment({ principalType: 'Group' }), lookups: { groups: listed } },
    { title: 'the guest exists', item: assignment({ principalType: 'User' }), lookups: { users: listed } },
    { title: 'made today: the directory may lag behind', item: assignment({ createdOn: '2026-11-21T12:00:00.000Z' }) },
  ],
  notApplicable: [{ title: 'a group of another directory', item: assignment({ principalType: 'ForeignGroup' }), because: /ForeignGroup/ }],
  undetermined: [],
};
