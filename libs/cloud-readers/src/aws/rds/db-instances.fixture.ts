import { fixtureScopes, queryAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { awsRdsDbInstancesReader } from './db-instances.reader.js';

export const fixture = readerFixture({
  reader: awsRdsDbInstancesReader,
  scope: fixtureScopes.region,
  answers: [
    queryAnswer(
      'DescribeDBInstances',
      '<Marker>page-two</Marker><DBInstances><DBInstance><DBInstanceIdentifier>shop</DBInstanceIdentifier><DBInstanceArn>arn:aws:rds:eu-central-1:111122223333:db:shop</DBInstanceArn><DBInstanceClass>db.m5.large</DBInstanceClass><Engine>postgres</Engine><EngineVersion>16.4</EngineVersion><DBInstanceStatus>available</DBInstanceStatus><MasterUsername>not-kept</MasterUsername><InstanceCreateTime>2025-01-02T03:04:05.678Z</InstanceCreateTime><MultiAZ>true</MultiAZ><StorageType>gp3</StorageType><AllocatedStorage>100</AllocatedStorage><TagList><Tag><Key>team</Key><Value>shop</Value></Tag></TagList></DBInstance></DBInstances>',
    ),
    queryAnswer(
      'DescribeDBInstances',
      '<DBInstances><DBInstance><DBInstanceIdentifier>copy</DBInstanceIdentifier><DBInstanceArn>arn:aws:rds:eu-central-1:111122223333:db:copy</DBInstanceArn><DBInstanceClass>db.r6g.large</DBInstanceClass><Engine>mysql</Engine><DBInstanceStatus>creating</DBInstanceStatus><MultiAZ>false</MultiAZ><ReadReplicaSourceDBInstanceIdentifier>shop</ReadReplicaSourceDBInstanceIdentifier></DBInstance></DBInstances>',
    ),
  ],
  items: [
    {
      dbInstanceIdentifier: 'shop',
      dbInstanceArn: 'arn:aws:rds:eu-central-1:111122223333:db:shop',
      dbInstanceClass: 'db.m5.large',
      engine: 'postgres',
      engineVersion: '16.4',
      state: 'available',
      createTime: '2025-01-02T03:04:05.678Z',
      multiAz: true,
      storageType: 'gp3',
      storageGib: 100,
      readReplicaOf: null,
      clusterIdentifier: null,
      extendedSupport: null,
      tags: { team: 'shop' },
    },
    {
      dbInstanceIdentifier: 'copy',
      dbInstanceArn: 'arn:aws:rds:eu-central-1:111122223333:db:copy',
      dbInstanceClass: 'db.r6g.large',
      engine: 'mysql',
      engineVersion: null,
      state: 'creating',
      createTime: null,
      multiAz: false,
      storageType: null,
      storageGib: null,
      readReplicaOf: 'shop',
      clusterIdentifier: null,
      extendedSupport: null,
      tags: {},
    },
  ],
  identity: {
    canonicalId: 'arn:aws:rds:eu-central-1:111122223333:db:shop',
    resourceId: 'shop',
    name: 'shop',
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: { team: 'shop' },
  },
});
