import type { AwsCall, AwsOperation } from '../aws-operation.js';
import { iso } from '../inventory/aws-clock.js';
import { zoneOf } from '../inventory/group-member.js';
import { markerPage } from '../query-page.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import type { XmlTree } from '../wire/xml-document.js';
import { ofRegion } from '../inventory/of-region.js';
import type { DatabaseGroup, DatabaseSnapshotGroup } from './database.family.js';

const tagList = (tags: Readonly<Record<string, string>>): XmlTree => ({ Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) });

function versionOf({ situation, engineVersion }: DatabaseGroup): string {
  if (situation === 'extended-support' || situation === 'upgraded-by-policy') return '12.18';
  return situation === 'near-the-end' ? '14.9' : engineVersion;
}

/** Days until standard support ends, from the simulator's own day; null: its engine has no extended support. */
const CALENDAR: readonly (readonly [engine: string, major: string, days: number | null])[] = [
  ['postgres', '12', -630],
  ['postgres', '14', 45],
  ['postgres', '16', 830],
  ['mysql', '5.7', -990],
  ['mysql', '8.0', 160],
  ['mariadb', '10.6', null],
];

function describeMajorVersions(call: AwsCall): AwsAnswer {
  const { clock } = call.world;
  const { items, Marker } = markerPage(call, 'DescribeDBMajorEngineVersions', CALENDAR);
  const lifecycle = (name: string, end: number): XmlTree => ({
    LifecycleSupportName: `open-source-rds-${name}-support`,
    LifecycleSupportStartDate: iso(clock.daysAgo(1800)),
    LifecycleSupportEndDate: iso(clock.daysAgo(-end)),
  });
  const versions = items.map(([Engine, MajorEngineVersion, days]) => ({
    Engine,
    MajorEngineVersion,
    SupportedEngineLifecycles: days === null ? {} : { SupportedEngineLifecycle: [lifecycle('standard', days), lifecycle('extended', days + 1095)] },
  }));
  return { kind: 'xml', members: { DBMajorEngineVersions: { DBMajorEngineVersion: versions }, Marker } };
}

function describeDatabases(call: AwsCall): AwsAnswer {
  const here = ofRegion(call.world.inventory.databases, call.region);
  const { items, Marker } = markerPage(call, 'DescribeDBInstances', here);
  const databases = items.map(({ name, arn, ageDays, ordinal, region, group }) => ({
    DBInstanceIdentifier: name,
    DBInstanceArn: arn,
    DBInstanceClass: group.instanceClass,
    Engine: group.engine,
    EngineVersion: versionOf(group),
    ...(group.engine.startsWith('sqlserver')
      ? {}
      : { EngineLifecycleSupport: `open-source-rds-extended-support${group.situation === 'upgraded-by-policy' ? '-disabled' : ''}` }),
    DBInstanceStatus: group.situation === 'stopped' ? 'stopped' : 'available',
    MasterUsername: 'root',
    InstanceCreateTime: iso(call.world.clock.daysAgo(ageDays)),
    AllocatedStorage: 100,
    StorageType: 'gp3',
    AvailabilityZone: zoneOf(region, ordinal),
    MultiAZ: group.multiAz,
    ...(group.situation === 'read-replica' ? { ReadReplicaSourceDBInstanceIdentifier: 'shop-main' } : {}),
    TagList: tagList(group.tags),
  }));
  return { kind: 'xml', members: { DBInstances: { DBInstance: databases }, Marker } };
}

const TYPES: Readonly<Record<DatabaseSnapshotGroup['situation'], string>> = {
  'of-live-database': 'manual',
  orphan: 'manual',
  'orphan-young': 'manual',
  automated: 'automated',
  'aws-backup': 'awsbackup',
};

function describeSnapshots(call: AwsCall): AwsAnswer {
  const { inventory, clock } = call.world;
  const here = ofRegion(inventory.databaseSnapshots, call.region);
  const live = inventory.databases.find(({ region }) => region === call.region)?.name ?? 'none';
  const { items, Marker } = markerPage(call, 'DescribeDBSnapshots', here);
  const snapshots = items.map(({ name, arn, ageDays, ordinal, group }) => ({
    DBSnapshotIdentifier: name,
    DBSnapshotArn: arn,
    DBInstanceIdentifier: group.situation === 'of-live-database' ? live : `gone-${String(ordinal)}`,
    SnapshotCreateTime: iso(clock.daysAgo(ageDays)),
    SnapshotType: TYPES[group.situation],
    Status: 'available',
    Engine: 'postgres',
    AllocatedStorage: 100,
    PercentProgress: 100,
    TagList: tagList(group.tags),
  }));
  return { kind: 'xml', members: { DBSnapshots: { DBSnapshot: snapshots }, Marker } };
}

export const RDS_OPERATIONS: readonly AwsOperation[] = [
  { service: 'rds', name: 'DescribeDBInstances', permission: 'rds:DescribeDBInstances', access: 'read', run: describeDatabases },
  { service: 'rds', name: 'DescribeDBSnapshots', permission: 'rds:DescribeDBSnapshots', access: 'read', run: describeSnapshots },
  {
    service: 'rds',
    name: 'DescribeDBMajorEngineVersions',
    permission: 'rds:DescribeDBMajorEngineVersions',
    access: 'read',
    run: describeMajorVersions,
  },
  { service: 'rds', name: 'DeleteDBInstance', permission: 'rds:DeleteDBInstance', access: 'write', run: () => ({ kind: 'xml', members: {} }) },
];
