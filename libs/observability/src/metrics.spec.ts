import { describe, expect, it } from '@jest/globals';
import { createMetrics } from './metrics.js';

describe('the metrics', () => {
  it('show every queue and state from the start, because an absent series looks like a dead process', async () => {
    const text = await createMetrics({ processMetrics: false }).text();
    for (const queue of ['aws', 'azure', 'gcp', 'system']) expect(text).toContain(`vitrine_queue_backlog{queue="${queue}"} 0`);
    expect(text).toContain('vitrine_audits{state="running"} 0');
  });

  it('count calls by cloud, operation and outcome, and throttles apart', async () => {
    const metrics = createMetrics({ processMetrics: false });
    metrics.cloudCall({ cloud: 'aws', operation: 'ec2:DescribeVolumes', outcome: 'ok', seconds: 0.1 });
    metrics.cloudCall({ cloud: 'aws', operation: 'ec2:DescribeVolumes', outcome: 'throttled', seconds: 0.1 });
    const text = await metrics.text();
    expect(text).toContain('vitrine_cloud_calls_total{cloud="aws",operation="ec2:DescribeVolumes",outcome="ok"} 1');
    expect(text).toContain('vitrine_cloud_throttled_total{cloud="aws",operation="ec2:DescribeVolumes"} 1');
  });

  it('of two processes in one spec are two', async () => {
    const [one, other] = [createMetrics({ processMetrics: false }), createMetrics({ processMetrics: false })];
    one.setQueue('aws', { backlog: 7, active: 2 });
    one.setAudits({ running: 2 });
    expect(await one.text()).toContain('vitrine_queue_backlog{queue="aws"} 7');
    expect(await other.text()).toContain('vitrine_queue_backlog{queue="aws"} 0');
  });

  it('have no label by which an organization could be told', async () => {
    const metrics = createMetrics({ processMetrics: false });
    metrics.httpRequest({ method: 'GET', route: '/v1/findings/:id', status: 200, seconds: 0.01 });
    metrics.auditEnded('completed');
    const labels = new Set([...(await metrics.text()).matchAll(/([a-z_]+)="/g)].map(([, label]) => label));
    expect([...labels].sort()).toEqual(['le', 'method', 'queue', 'route', 'state', 'status']);
  });
});
