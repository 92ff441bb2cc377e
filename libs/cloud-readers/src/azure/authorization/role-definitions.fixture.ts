import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { azureAuthorizationRoleDefinitionsReader } from './role-definitions.reader.js';

const id = (name: string): string => `/subscriptions/0fde5b2d-0000-4000-8000-0000000000a1/providers/Microsoft.Authorization/roleDefinitions/${name}`;

export const fixture = readerFixture({
  reader: azureAuthorizationRoleDefinitionsReader,
  scope: fixtureScopes.subscription,
  answers: [
    { value: [{ id: id('R1'), name: 'R1', properties: { roleName: 'Reader', type: 'BuiltInRole', permissions: [{ actions: ['*/read'], notActions: [] }] } }] },
  ],
  items: [{ id: id('R1'), name: 'R1', roleName: 'Reader', permissions: [{ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] }] }],
  identity: {
    canonicalId: id('r1').toLowerCase(),
    resourceId: id('R1'),
    name: 'Reader',
    accountId: fixtureScopes.subscription.accountId,
    region: null,
    tags: {},
  },
});
