import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { awsOpensearchDomainsReader } from './domains.reader.js';

const arn = (name: string): string => `arn:aws:es:eu-central-1:111122223333:domain/${name}`;
const status = (name: string, more: object = {}): object => ({
  DomainId: `111122223333/${name}`,
  DomainName: name,
  ARN: arn(name),
  Created: true,
  Deleted: false,
  Processing: false,
  EngineVersion: 'OpenSearch_2.11',
  ClusterConfig: { InstanceType: 'r6g.large.search', InstanceCount: 2, WarmEnabled: false },
  AccessPolicies: '{"not":"kept"}',
  ...more,
});
const read = (name: string): object => ({
  domainName: name,
  domainArn: arn(name),
  engineVersion: 'OpenSearch_2.11',
  deleted: false,
  processing: false,
  instanceType: 'r6g.large.search',
  instances: 2,
  warm: false,
});
const names = ['Shop', 'logs', 'old', 'd', 'e', 'f'];

export const fixture = readerFixture({
  reader: awsOpensearchDomainsReader,
  scope: fixtureScopes.region,
  answers: [
    { DomainNames: names.map((DomainName) => ({ DomainName, EngineType: 'OpenSearch' })) },
    { DomainStatusList: names.slice(0, 5).map((name) => status(name)) },
    { DomainStatusList: [status('f', { Deleted: true, EngineVersion: undefined, ClusterConfig: {} })] },
  ],
  items: [
    ...names.slice(0, 5).map((name) => read(name) as never),
    { domainName: 'f', domainArn: arn('f'), engineVersion: null, deleted: true, processing: false, instanceType: null, instances: null, warm: false },
  ],
  identity: { canonicalId: arn('shop'), resourceId: arn('Shop'), name: 'Shop', accountId: '111122223333', region: 'eu-central-1', tags: {} },
});
