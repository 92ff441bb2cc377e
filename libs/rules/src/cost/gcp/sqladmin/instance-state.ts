import type { GcpSqladminInstance } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import type { MetricNeed, Verdict } from '../../../engine/define-rule.js';
import { gcpMetric } from '../gcp-metric.js';

/** A metric of a Cloud SQL instance, which Monitoring names by project and instance. */
export function sqlMetric(name: string, windowDays: number): MetricNeed<GcpSqladminInstance> {
  return gcpMetric({ namespace: 'cloudsql.googleapis.com', name, statistic: 'Maximum', windowDays, per: 'hour' }, (instance) => ({
    database_id: `${instance.project}:${instance.name}`,
  }));
}

/** What every rule about the use of an instance asks first: does it run, is it its own master, is it old enough. */
export function runningInstance(item: GcpSqladminInstance, windowDays: number, at: Date): Verdict | 'candidate' {
  if (item.state !== 'RUNNABLE') return { verdict: 'not_applicable', because: `state is ${item.state}` };
  if (item.activationPolicy === 'NEVER') return { verdict: 'not_applicable', because: 'stopped by its owner: only its storage is billed' };
  if (item.masterInstanceName !== null || item.instanceType === 'READ_REPLICA_INSTANCE')
    return { verdict: 'not_applicable', because: 'a read replica may wait for the failure of its source' };
  if (item.instanceType === 'ON_PREMISES_INSTANCE') return { verdict: 'not_applicable', because: 'stands for a server outside Google' };
  const ageDays = daysSince(item.createTime, at);
  if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { createTime: item.createTime } };
  return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
}
