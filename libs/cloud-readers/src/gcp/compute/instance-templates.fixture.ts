import { computeBase, computeFixtureIdentity, fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { gcpComputeInstanceTemplatesReader } from './instance-templates.reader.js';

const { selfLink, name } = computeBase('global', 'instanceTemplates', 'web');

export const fixture = readerFixture({
  reader: gcpComputeInstanceTemplatesReader,
  scope: fixtureScopes.project,
  answers: [
    {
      items: {
        global: {
          instanceTemplates: [
            {
              ...computeBase('global', 'instanceTemplates', 'web'),
              properties: {
                metadata: { items: [{ key: 'k', value: 'not kept' }] },
                disks: [{ initializeParams: { sourceImage: 'projects/shop-production/global/images/one' } }, { source: 'data' }],
              },
            },
          ],
        },
      },
    },
  ],
  items: [{ selfLink, name, sourceImages: ['projects/shop-production/global/images/one'] }],
  identity: computeFixtureIdentity('global', 'instanceTemplates', 'web', null),
});
