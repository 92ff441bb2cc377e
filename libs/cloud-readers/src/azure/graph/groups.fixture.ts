import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { azureGraphGroupsReader } from './groups.reader.js';

const [one, two] = ['0fde5b2d-0000-4000-8000-00000000AAAA', '0fde5b2d-0000-4000-8000-00000000bbbb'];

export const fixture = readerFixture({
  reader: azureGraphGroupsReader,
  scope: fixtureScopes.tenant,
  answers: [
    { value: [{ id: one }], '@odata.nextLink': 'https://graph.microsoft.com/v1.0/groups?%24select=id&%24top=999&%24skiptoken=page-two' },
    { value: [{ id: two, displayName: 'not kept' }] },
  ],
  items: [{ id: one }, { id: two }],
  identity: { canonicalId: one.toLowerCase(), resourceId: one, name: null, accountId: fixtureScopes.tenant.accountId, region: null, tags: {} },
});
