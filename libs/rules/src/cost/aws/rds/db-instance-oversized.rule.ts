import { type AwsRdsDbInstance, awsRdsDbInstancesReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule, type MetricNeed } from '../../../engine/define-rule.js';
import { percentile } from '../../../engine/percentile.js';
import { setting } from '../../../engine/settings.js';
import { awsMetric } from '../aws-metric.js';
import { databaseClass, mostConnections } from './database-classes.js';
import { databaseHourMeters, databasePriceKeys, isOpenSourceEngine } from './database-price-keys.js';

const windowDays = 30;
const metric = (name: string, statistic: 'Maximum' | 'Minimum'): MetricNeed<AwsRdsDbInstance> =>
  awsMetric({ namespace: 'AWS/RDS', name, statistic, windowDays, per: 'hour' }, (instance) => ({ DBInstanceIdentifier: instance.dbInstanceIdentifier }));

export const awsRdsDbInstanceOversizedRule = defineRule<AwsRdsDbInstance>({
  id: 'aws.rds.db-instance-oversized',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'RDS database on a machine twice as large as its work',
  why: 'A database whose processor, memory and sessions all stay below half for a month would do its work on the next smaller class.',
  verify:
    'aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name CPUUtilization --dimensions Name=DBInstanceIdentifier,Value={resourceId} --statistics Maximum --period 3600 --start-time "$(date -u -d \'30 days ago\' +%FT%TZ)" --end-time "$(date -u +%FT%TZ)" --region {region}',
  remedy: {
    steps: [
      'Check that the smaller class has the disk and network bandwidth that the database needs.',
      'Change the class in a maintenance window; the database restarts.',
    ],
    rollback: 'Change the class back, with another restart.',
  },
  severity: 'high',
  effort: 'Medium',
  actionGroup: 'resize',
  needs: { item: awsRdsDbInstancesReader },
  lookups: {},
  metrics: {
    cpu: metric('CPUUtilization', 'Maximum'),
    freeMemory: { ...metric('FreeableMemory', 'Minimum'), higherMeans: 'spare' },
    connections: metric('DatabaseConnections', 'Maximum'),
  },
  defaults: { cpuPercent: 40, freeMemoryPercent: 50, connectionsPercent: 40 },
  candidate({ item, at }) {
    if (item.state !== 'available') return { verdict: 'not_applicable', because: `state is ${item.state}` };
    if (item.readReplicaOf !== null) return { verdict: 'not_applicable', because: 'a read replica may have to take over from its source' };
    if (!isOpenSourceEngine(item.engine)) return { verdict: 'not_applicable', because: 'its licence is bought by processor, which no list price here tells' };
    const parts = databaseClass(item.dbInstanceClass);
    if (item.dbInstanceClass === 'db.serverless') return { verdict: 'not_applicable', because: 'serverless: it has no size' };
    if (parts === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { dbInstanceClass: item.dbInstanceClass } };
    if (/^t\d/.test(parts.family)) return { verdict: 'not_applicable', because: 'burstable: its size is bought for bursts' };
    if (parts.half === null || parts.memoryBytes === null) return { verdict: 'not_applicable', because: 'its family has no class of half as much' };
    const ageDays = daysSince(item.createTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { createTime: item.createTime } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, identity, metrics, settings }) {
    const { cpu, freeMemory, connections } = metrics;
    const parts = databaseClass(item.dbInstanceClass);
    if (cpu === undefined || freeMemory === undefined || connections === undefined || parts === null || parts.half === null || parts.memoryBytes === null)
      return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const maxConnections = Math.max(...connections.values);
    if (maxConnections === 0) return { verdict: 'not_applicable', because: 'nobody connects: judged by aws.rds.db-instance-idle' };
    const bars = {
      cpuPercent: setting(settings, 'cpuPercent'),
      freeMemoryPercent: setting(settings, 'freeMemoryPercent'),
      connectionsPercent: setting(settings, 'connectionsPercent'),
    };
    const p99CpuPercent = percentile(cpu.values, 99);
    const minFreeMemoryPercent = (Math.min(...freeMemory.values) / parts.memoryBytes) * 100;
    const connectionsUsedPercent = (maxConnections / mostConnections(item.engine, parts.memoryBytes)) * 100;
    if (p99CpuPercent >= bars.cpuPercent || minFreeMemoryPercent <= bars.freeMemoryPercent || connectionsUsedPercent >= bars.connectionsPercent)
      return { verdict: 'pass' };
    const region = identity.region ?? '';
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: {
        dbInstanceClass: item.dbInstanceClass,
        targetClass: parts.half,
        p99CpuPercent,
        minFreeMemoryPercent,
        maxConnections,
        connectionsUsedPercent,
        ...bars,
      },
      window: { start: cpu.start, end: cpu.end },
      formula: `P99 of hourly CPUUtilization < ${String(bars.cpuPercent)} %, FreeableMemory always > ${String(bars.freeMemoryPercent)} % and sessions < ${String(bars.connectionsPercent)} % of the default limit over ${String(windowDays)} days; saving = hours on the bill × (1 − list price of ${parts.half} ÷ list price of ${item.dbInstanceClass})`,
      assumptions: [
        'Storage, backups and licences do not shrink and are left out.',
        'The limit of sessions is taken to be the engine’s default for this memory.',
      ],
      cost: {
        kind: 'ratio',
        list: databasePriceKeys(item, region),
        target: databasePriceKeys({ ...item, dbInstanceClass: parts.half }, region),
        meters: databaseHourMeters,
      },
    };
  },
});
