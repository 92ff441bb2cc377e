import { fixtureScopes, queryAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { awsRdsDbMajorEngineVersionsReader } from './db-major-engine-versions.reader.js';

const lifecycle = (name: string, end: string): string =>
  `<SupportedEngineLifecycle><LifecycleSupportName>open-source-rds-${name}-support</LifecycleSupportName><LifecycleSupportStartDate>2019-11-14T00:00:00Z</LifecycleSupportStartDate><LifecycleSupportEndDate>${end}</LifecycleSupportEndDate></SupportedEngineLifecycle>`;
const version = (engine: string, major: string, lifecycles: string): string =>
  `<DBMajorEngineVersion><Engine>${engine}</Engine><MajorEngineVersion>${major}</MajorEngineVersion><SupportedEngineLifecycles>${lifecycles}</SupportedEngineLifecycles></DBMajorEngineVersion>`;

export const fixture = readerFixture({
  reader: awsRdsDbMajorEngineVersionsReader,
  scope: fixtureScopes.region,
  answers: [
    queryAnswer(
      'DescribeDBMajorEngineVersions',
      `<DBMajorEngineVersions>${version('postgres', '12', lifecycle('standard', '2025-02-28T23:59:59.999Z') + lifecycle('extended', '2028-02-29T23:59:59.999Z'))}</DBMajorEngineVersions><Marker>two</Marker>`,
    ),
    queryAnswer('DescribeDBMajorEngineVersions', `<DBMajorEngineVersions>${version('mariadb', '10.6', '')}</DBMajorEngineVersions>`),
  ],
  items: [
    { engine: 'postgres', majorVersion: '12', standardSupportEnds: '2025-02-28T23:59:59.999Z', extendedSupportEnds: '2028-02-29T23:59:59.999Z' },
    { engine: 'mariadb', majorVersion: '10.6', standardSupportEnds: null, extendedSupportEnds: null },
  ],
  identity: {
    canonicalId: 'arn:aws:rds:eu-central-1:111122223333:major-engine-version:postgres:12',
    resourceId: 'postgres 12',
    name: 'postgres 12',
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: {},
  },
});
