import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { nextOf, optionalInstant, regionOf } from '../aws-fields.js';

const shape = {
  Marker: 'text',
  DBMajorEngineVersions: [
    {
      Engine: 'text',
      MajorEngineVersion: 'text',
      SupportedEngineLifecycles: [{ LifecycleSupportName: 'text', LifecycleSupportEndDate: 'text' }, 'SupportedEngineLifecycle'],
    },
    'DBMajorEngineVersion',
  ],
} as const;

const pageSchema = z.object({ Marker: z.string().optional(), DBMajorEngineVersions: z.array(z.unknown()).default([]) });

const versionSchema = z
  .object({
    Engine: z.string().min(1),
    MajorEngineVersion: z.string().min(1),
    SupportedEngineLifecycles: z.array(z.object({ LifecycleSupportName: z.string(), LifecycleSupportEndDate: optionalInstant })).default([]),
  })
  .transform((version) => {
    const endOf = (name: string): string | null =>
      version.SupportedEngineLifecycles.find((each) => each.LifecycleSupportName === name)?.LifecycleSupportEndDate ?? null;
    return {
      engine: version.Engine,
      majorVersion: version.MajorEngineVersion,
      standardSupportEnds: endOf('open-source-rds-standard-support'),
      /** Null too where the engine has no extended support, which then costs nothing. */
      extendedSupportEnds: endOf('open-source-rds-extended-support'),
    };
  });

export type AwsRdsDbMajorEngineVersion = z.output<typeof versionSchema>;

/** The provider's own calendar: its dates have moved before, so none is written down here. */
export const awsRdsDbMajorEngineVersionsReader = defineReader<AwsRdsDbMajorEngineVersion>({
  id: 'aws.rds.db-major-engine-versions',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::RDS::DBMajorEngineVersion',
  operations: ['rds:DescribeDBMajorEngineVersions'],
  pageSize: 100,
  request: ({ scope, pageToken, pageSize }) => ({
    operation: 'rds:DescribeDBMajorEngineVersions',
    ...regionOf(scope),
    body: { MaxRecords: pageSize, Marker: pageToken },
    shape,
  }),
  page(body) {
    const { Marker, DBMajorEngineVersions } = pageSchema.parse(body);
    return { items: DBMajorEngineVersions, next: nextOf(Marker) };
  },
  item: versionSchema,
  identify: ({ engine, majorVersion }, scope) => ({
    canonicalId: `arn:aws:rds:${scope.region ?? ''}:${scope.accountId}:major-engine-version:${engine}:${majorVersion}`.toLowerCase(),
    resourceId: `${engine} ${majorVersion}`,
    name: `${engine} ${majorVersion}`,
    accountId: scope.accountId,
    region: scope.region,
    tags: {},
  }),
});
