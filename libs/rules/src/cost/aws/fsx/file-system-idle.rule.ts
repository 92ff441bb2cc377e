import { type AwsFsxFileSystem, awsFsxFileSystemsReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule, type MetricNeed } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { awsMetric, sumOf } from '../aws-metric.js';

const windowDays = 30;
const bytes = (name: string): MetricNeed<AwsFsxFileSystem> =>
  awsMetric({ namespace: 'AWS/FSx', name, statistic: 'Sum', windowDays, per: 'day' }, (system) => ({ FileSystemId: system.fileSystemId }));

export const awsFsxFileSystemIdleRule = defineRule<AwsFsxFileSystem>({
  id: 'aws.fsx.file-system-idle',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'FSx file system that nobody reads or writes',
  why: 'Storage and throughput of a file system are billed by the month, used or not.',
  verify:
    'aws cloudwatch get-metric-statistics --namespace AWS/FSx --metric-name DataReadBytes --dimensions Name=FileSystemId,Value={resourceId} --statistics Sum --period 86400 --start-time "$(date -u -d \'30 days ago\' +%FT%TZ)" --end-time "$(date -u +%FT%TZ)" --region {region}',
  remedy: {
    steps: ['Ask the owner (tags) whether it is a standby or an archive.', 'Take a final backup.', 'Delete the file system.'],
    rollback: 'Create a file system from the backup.',
  },
  severity: 'medium',
  effort: 'Medium',
  actionGroup: 'terminate',
  needs: { item: awsFsxFileSystemsReader },
  lookups: {},
  metrics: { read: bytes('DataReadBytes'), written: bytes('DataWriteBytes') },
  defaults: {},
  candidate({ item, at }) {
    if (item.state !== 'AVAILABLE') return { verdict: 'not_applicable', because: `state is ${item.state}` };
    const ageDays = daysSince(item.createTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { createTime: item.createTime } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, metrics }) {
    const { read, written } = metrics;
    if (read === undefined || written === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    if (sumOf(read.values) + sumOf(written.values) > 0) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: {
        fileSystemType: item.fileSystemType,
        storageGib: item.storageGib,
        createTime: item.createTime,
        dataReadBytes: 0,
        dataWriteBytes: 0,
        coverage: Math.min(read.coverage, written.coverage),
      },
      window: { start: read.start, end: read.end },
      formula: formula(`Σ DataReadBytes = Σ DataWriteBytes = 0 over ${String(windowDays)} days`),
      assumptions: ['A target of replication or a standby for disaster recovery may be as silent.'],
      cost: { kind: 'whole', list: [] },
    };
  },
});
