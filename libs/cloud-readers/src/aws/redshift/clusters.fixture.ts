import { fixtureScopes, queryAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { awsRedshiftClustersReader } from './clusters.reader.js';

export const fixture = readerFixture({
  reader: awsRedshiftClustersReader,
  scope: fixtureScopes.region,
  answers: [
    queryAnswer(
      'DescribeClusters',
      '<Marker>page-two</Marker><Clusters><Cluster><ClusterIdentifier>sales</ClusterIdentifier><NodeType>ra3.xlplus</NodeType><NumberOfNodes>2</NumberOfNodes><ClusterStatus>available</ClusterStatus><MasterUsername>not-kept</MasterUsername><ClusterCreateTime>2025-01-02T03:04:05.678Z</ClusterCreateTime><Tags><Tag><Key>team</Key><Value>sales</Value></Tag></Tags></Cluster></Clusters>',
    ),
    queryAnswer(
      'DescribeClusters',
      '<Clusters><Cluster><ClusterIdentifier>old</ClusterIdentifier><NodeType>dc2.large</NodeType><ClusterStatus>paused</ClusterStatus></Cluster></Clusters>',
    ),
  ],
  items: [
    { clusterIdentifier: 'sales', nodeType: 'ra3.xlplus', nodes: 2, state: 'available', createTime: '2025-01-02T03:04:05.678Z', tags: { team: 'sales' } },
    { clusterIdentifier: 'old', nodeType: 'dc2.large', nodes: null, state: 'paused', createTime: null, tags: {} },
  ],
  identity: {
    canonicalId: 'arn:aws:redshift:eu-central-1:111122223333:cluster:sales',
    resourceId: 'sales',
    name: 'sales',
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: { team: 'sales' },
  },
});
