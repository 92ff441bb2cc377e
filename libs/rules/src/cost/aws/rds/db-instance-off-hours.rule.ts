import { type AwsRdsDbInstance, awsRdsDbInstancesReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule, type MetricNeed } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { awsMetric } from '../aws-metric.js';
import { nonProductionSign, offHours } from '../../../engine/off-hours.js';
import { databaseHourMeters, databasePriceKeys } from './database-price-keys.js';

const windowDays = 14;
const metric = (name: string): MetricNeed<AwsRdsDbInstance> =>
  awsMetric({ namespace: 'AWS/RDS', name, statistic: 'Maximum', windowDays, per: 'hour' }, (instance) => ({
    DBInstanceIdentifier: instance.dbInstanceIdentifier,
  }));

export const awsRdsDbInstanceOffHoursRule = defineRule<AwsRdsDbInstance>({
  id: 'aws.rds.db-instance-off-hours',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'Database outside production that runs through nights and weekends',
  why: 'A database that people use in working hours only is billed for 168 hours a week.',
  verify:
    'aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name DatabaseConnections --dimensions Name=DBInstanceIdentifier,Value={resourceId} --statistics Maximum --period 3600 --start-time "$(date -u -d \'14 days ago\' +%FT%TZ)" --end-time "$(date -u +%FT%TZ)" --region {region}',
  remedy: {
    steps: [
      'Ask the owner which hours are needed.',
      'Give the database a schedule that stops and starts it; RDS itself starts a stopped one after seven days.',
    ],
    rollback: 'Remove the schedule and start the database.',
  },
  severity: 'high',
  effort: 'Low',
  actionGroup: 'config',
  needs: { item: awsRdsDbInstancesReader },
  lookups: {},
  metrics: { cpu: metric('CPUUtilization'), connections: metric('DatabaseConnections') },
  defaults: { cpuPercent: 5, nightHours: 8, weekendHours: 40 },
  candidate({ item, identity, at }) {
    if (item.state !== 'available') return { verdict: 'not_applicable', because: `state is ${item.state}` };
    if (item.clusterIdentifier !== null || item.readReplicaOf !== null)
      return { verdict: 'not_applicable', because: 'part of a cluster or a replica: it cannot be stopped by itself' };
    if (nonProductionSign(identity.name, identity.tags) === null)
      return { verdict: 'not_applicable', because: 'neither its tags nor its name say that it is not production' };
    const ageDays = daysSince(item.createTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { createTime: item.createTime } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, identity, metrics, settings }) {
    const { cpu, connections } = metrics;
    if (cpu === undefined || connections === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const cpuPercent = setting(settings, 'cpuPercent');
    if (Math.max(...connections.values) === 0) return { verdict: 'not_applicable', because: 'nobody connects at any hour: judged by aws.rds.db-instance-idle' };
    const { nightHours, weekendHours, share } = offHours([
      { answer: cpu, quietBelow: cpuPercent },
      { answer: connections, quietBelow: 1 },
    ]);
    if (nightHours < setting(settings, 'nightHours') || weekendHours < setting(settings, 'weekendHours')) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { dbInstanceClass: item.dbInstanceClass, sign: nonProductionSign(identity.name, identity.tags), nightHours, weekendHours, share, cpuPercent },
      window: { start: cpu.start, end: cpu.end },
      formula: formula(
        `at the same hours of both weeks CPU < ${String(cpuPercent)} % and no session: ≥ ${String(setting(settings, 'nightHours'))} hours a night, ≥ ${String(setting(settings, 'weekendHours'))} of the weekend's 48; of the machine's hours the share (5 × night + weekend) ÷ 168 is counted`,
      ),
      assumptions: [
        'Hours are counted in UTC.',
        'What a reserved instance pays for saves nothing while the database is off: it is in the gross amount, not in the realisable one.',
        'Storage and backups stay billed.',
      ],
      cost: { kind: 'share', share, meters: databaseHourMeters, list: databasePriceKeys(item, identity.region ?? '') },
    };
  },
});
