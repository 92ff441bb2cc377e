import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { capitalTags, capitalTagsShape, nextOf, optionalBoolean, optionalInstant, optionalNumber, optionalText, regionOf } from '../aws-fields.js';

const shape = {
  Marker: 'text',
  DBInstances: [
    {
      DBInstanceIdentifier: 'text',
      DBInstanceArn: 'text',
      DBInstanceClass: 'text',
      Engine: 'text',
      EngineVersion: 'text',
      DBInstanceStatus: 'text',
      InstanceCreateTime: 'text',
      MultiAZ: 'text',
      StorageType: 'text',
      AllocatedStorage: 'text',
      ReadReplicaSourceDBInstanceIdentifier: 'text',
      DBClusterIdentifier: 'text',
      EngineLifecycleSupport: 'text',
      TagList: capitalTagsShape,
    },
    'DBInstance',
  ],
} as const;

const pageSchema = z.object({ Marker: z.string().optional(), DBInstances: z.array(z.unknown()) });

const instanceSchema = z
  .object({
    DBInstanceIdentifier: z.string().min(1),
    DBInstanceArn: z.string().startsWith('arn:'),
    DBInstanceClass: z.string().min(1),
    Engine: z.string().min(1),
    EngineVersion: optionalText,
    DBInstanceStatus: z.string().min(1),
    InstanceCreateTime: optionalInstant,
    MultiAZ: optionalBoolean,
    StorageType: optionalText,
    AllocatedStorage: optionalNumber,
    ReadReplicaSourceDBInstanceIdentifier: optionalText,
    DBClusterIdentifier: optionalText,
    EngineLifecycleSupport: optionalText,
    TagList: capitalTags,
  })
  .transform((instance) => ({
    dbInstanceIdentifier: instance.DBInstanceIdentifier,
    dbInstanceArn: instance.DBInstanceArn,
    dbInstanceClass: instance.DBInstanceClass,
    engine: instance.Engine,
    engineVersion: instance.EngineVersion,
    state: instance.DBInstanceStatus,
    // Absent while the database is being made.
    createTime: instance.InstanceCreateTime,
    multiAz: instance.MultiAZ === true,
    storageType: instance.StorageType,
    storageGib: instance.AllocatedStorage,
    readReplicaOf: instance.ReadReplicaSourceDBInstanceIdentifier,
    clusterIdentifier: instance.DBClusterIdentifier,
    /** Whether it may enter extended support, and then pay for it; null where its engine has none. */
    extendedSupport: instance.EngineLifecycleSupport === null ? null : !instance.EngineLifecycleSupport.endsWith('-disabled'),
    tags: instance.TagList,
  }));

export type AwsRdsDbInstance = z.output<typeof instanceSchema>;

export const awsRdsDbInstancesReader = defineReader<AwsRdsDbInstance>({
  id: 'aws.rds.db-instances',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::RDS::DBInstance',
  operations: ['rds:DescribeDBInstances'],
  pageSize: 100,
  request: ({ scope, pageToken, pageSize }) => ({
    operation: 'rds:DescribeDBInstances',
    ...regionOf(scope),
    body: { MaxRecords: pageSize, Marker: pageToken },
    shape,
  }),
  page(body) {
    const { Marker, DBInstances } = pageSchema.parse(body);
    return { items: DBInstances, next: nextOf(Marker) };
  },
  item: instanceSchema,
  identify: (instance, scope) => ({
    canonicalId: instance.dbInstanceArn.toLowerCase(),
    resourceId: instance.dbInstanceIdentifier,
    name: instance.dbInstanceIdentifier,
    accountId: scope.accountId,
    region: scope.region,
    tags: instance.tags,
  }),
});
