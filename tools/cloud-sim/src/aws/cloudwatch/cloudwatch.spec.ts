import { CloudWatchClient, GetMetricDataCommand, type MetricDataQuery, type MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startCloudSim, type CloudSim } from '../../http/server.js';
import { AwsInventory } from '../inventory/aws-inventory.js';
import { awsSdkConfig } from '../aws-sdk-config.js';

const KEY = 'AKIACLOUDWATCHREADER';
const NOW = new Date('2026-11-22T10:30:00Z');
const WINDOW = { StartTime: new Date('2026-11-08T00:00:00Z'), EndTime: new Date('2026-11-22T00:00:00Z') };
const HOURS = 14 * 24;

describe('CloudWatch of the simulated AWS', () => {
  let sim: CloudSim;
  let client: CloudWatchClient;
  let inventory: AwsInventory;

  beforeAll(async () => {
    sim = await startCloudSim({
      behaviour: { now: () => NOW },
      estate: {
        seed: 3,
        aws: {
          regions: ['eu-west-1'],
          accessKeys: [
            { accessKeyId: KEY, userName: 'reader', policies: [{ name: 'All', document: { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } } }] },
          ],
          instances: [
            { situation: 'busy' },
            { situation: 'idle' },
            { situation: 'no-metrics' },
            { situation: 'sparse-metrics' },
            { situation: 'idle-young' },
            { situation: 'stopped-with-volumes', volumes: [{}] },
          ],
          natGateways: [{ situation: 'used' }, { situation: 'idle' }],
          loadBalancers: [{ situation: 'used' }, { situation: 'without-targets' }, { situation: 'without-targets', type: 'network' }],
        },
      },
    });
    client = new CloudWatchClient(awsSdkConfig(sim, { accessKeyId: KEY }, 'eu-west-1'));
    if (sim.estate.aws === undefined) throw new Error('declared above');
    inventory = new AwsInventory(sim.estate.aws, sim.estate.seed);
  });
  afterAll(() => sim.stop());

  const query = (Id: string, Namespace: string, MetricName: string, dimension: [string, string], Stat: string, Period = 3600): MetricDataQuery => ({
    Id,
    MetricStat: { Metric: { Namespace, MetricName, Dimensions: [{ Name: dimension[0], Value: dimension[1] }] }, Period, Stat },
  });
  const read = async (...queries: MetricDataQuery[]): Promise<MetricDataResult[]> =>
    (await client.send(new GetMetricDataCommand({ ...WINDOW, MetricDataQueries: queries }))).MetricDataResults ?? [];
  const machine = (index: number): [string, string] => ['InstanceId', inventory.instances[index]?.instanceId ?? ''];

  it('keeps an idle machine under 5 % and under 5 MB a day, and a busy one far over both', async () => {
    const cpu = await read(
      query('busy', 'AWS/EC2', 'CPUUtilization', machine(0), 'Maximum'),
      query('idle', 'AWS/EC2', 'CPUUtilization', machine(1), 'Maximum'),
    );
    expect(cpu.map(({ Values }) => Values?.length)).toEqual([HOURS, HOURS]);
    expect(Math.max(...(cpu[1]?.Values ?? []))).toBeLessThan(5);
    expect(Math.min(...(cpu[0]?.Values ?? []))).toBeGreaterThan(40);
    const [ins, outs] = await read(
      query('ins', 'AWS/EC2', 'NetworkIn', machine(1), 'Sum', 86_400),
      query('outs', 'AWS/EC2', 'NetworkOut', machine(1), 'Sum', 86_400),
    );
    const bothEachDay = (ins?.Values ?? []).map((value, day) => value + (outs?.Values?.[day] ?? 0));
    expect(bothEachDay).toHaveLength(14);
    expect(Math.max(...bothEachDay)).toBeLessThan(5_000_000);
  });

  it('answers nothing where nothing was recorded, four fifths where a fifth was lost, and no day before birth', async () => {
    const [none, sparse, young, stopped, stranger] = await read(
      query('none', 'AWS/EC2', 'CPUUtilization', machine(2), 'Maximum'),
      query('sparse', 'AWS/EC2', 'CPUUtilization', machine(3), 'Maximum'),
      query('young', 'AWS/EC2', 'CPUUtilization', machine(4), 'Maximum', 86_400),
      query('stopped', 'AWS/EC2', 'CPUUtilization', machine(5), 'Maximum'),
      query('stranger', 'AWS/EC2', 'CPUUtilization', ['InstanceId', 'i-0'], 'Maximum'),
    );
    expect([none?.Values, stopped?.Values, stranger?.Values]).toEqual([[], [], []]);
    const share = (sparse?.Values?.length ?? 0) / HOURS;
    expect(share).toBeGreaterThan(0.7);
    expect(share).toBeLessThan(0.9);
    expect(young?.Values).toHaveLength(4);
  });

  it('tells zero from absent: gateways and flows report zero, request counts do not appear', async () => {
    const balancer = (index: number): [string, string] => ['LoadBalancer', inventory.loadBalancers[index]?.arn.split('loadbalancer/')[1] ?? ''];
    const gateway = (index: number): [string, string] => ['NatGatewayId', inventory.natGateways[index]?.natGatewayId ?? ''];
    const [used, idle, requests, withoutTargets, flows] = await read(
      query('used', 'AWS/NATGateway', 'BytesOutToDestination', gateway(0), 'Sum', 86_400),
      query('idle', 'AWS/NATGateway', 'BytesOutToDestination', gateway(1), 'Sum', 86_400),
      query('requests', 'AWS/ApplicationELB', 'RequestCount', balancer(0), 'Sum', 86_400),
      query('lone', 'AWS/ApplicationELB', 'RequestCount', balancer(1), 'Sum', 86_400),
      query('flows', 'AWS/NetworkELB', 'NewFlowCount', balancer(2), 'Sum', 86_400),
    );
    expect(Math.min(...(used?.Values ?? []))).toBeGreaterThan(1_000_000);
    expect(idle?.Values).toEqual(Array.from({ length: 14 }, () => 0));
    expect(Math.min(...(requests?.Values ?? []))).toBeGreaterThan(100);
    expect(withoutTargets?.Values).toEqual([]);
    expect(flows?.Values).toEqual(Array.from({ length: 14 }, () => 0));
  });

  it('answers the newest first unless asked otherwise, and the same values every time', async () => {
    const one = query('one', 'AWS/EC2', 'CPUUtilization', machine(0), 'Average');
    const [first] = await read(one);
    const [second] = await read(one);
    expect(second).toEqual(first);
    const times = first?.Timestamps?.map((time) => time.getTime()) ?? [];
    expect(times).toEqual([...times].sort((a, b) => b - a));
    const ascending = await client.send(new GetMetricDataCommand({ ...WINDOW, MetricDataQueries: [one], ScanBy: 'TimestampAscending' }));
    expect(ascending.MetricDataResults?.[0]?.Values).toEqual(first?.Values?.toReversed());
  });

  it('takes 500 queries a call and refuses 501', async () => {
    const many = (count: number): MetricDataQuery[] =>
      Array.from({ length: count }, (_, index) => query(`q${String(index)}`, 'AWS/EC2', 'CPUUtilization', machine(1), 'Maximum', 86_400));
    await expect(read(...many(500))).resolves.toHaveLength(500);
    await expect(read(...many(501))).rejects.toMatchObject({ name: expect.stringMatching(/^Validation/), message: expect.stringContaining('500') });
  });

  it('puts a token behind 100,800 datapoints, and the rest of the answer behind that', async () => {
    const many = Array.from({ length: 400 }, (_, index) => query(`q${String(index)}`, 'AWS/EC2', 'CPUUtilization', machine(0), 'Maximum'));
    const first = await client.send(new GetMetricDataCommand({ ...WINDOW, MetricDataQueries: many }));
    const rest = await client.send(new GetMetricDataCommand({ ...WINDOW, MetricDataQueries: many, NextToken: first.NextToken }));
    expect(first.MetricDataResults).toHaveLength(300);
    expect([...(first.MetricDataResults ?? []), ...(rest.MetricDataResults ?? [])].map(({ Id }) => Id)).toEqual(many.map(({ Id }) => Id));
    expect(rest.NextToken).toBeUndefined();
  });

  it('speaks the old Query protocol too, with the same values', async () => {
    const form = new URLSearchParams({
      Action: 'GetMetricData',
      Version: '2010-08-01',
      StartTime: WINDOW.StartTime.toISOString(),
      EndTime: WINDOW.EndTime.toISOString(),
      'MetricDataQueries.member.1.Id': 'a',
      'MetricDataQueries.member.1.MetricStat.Metric.Namespace': 'AWS/EC2',
      'MetricDataQueries.member.1.MetricStat.Metric.MetricName': 'CPUUtilization',
      'MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Name': 'InstanceId',
      'MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Value': machine(0)[1],
      'MetricDataQueries.member.1.MetricStat.Period': '86400',
      'MetricDataQueries.member.1.MetricStat.Stat': 'Maximum',
    });
    const authorization = `AWS4-HMAC-SHA256 Credential=${KEY}/20261122/eu-west-1/monitoring/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;
    const response = await fetch(sim.endpoints.aws, { method: 'POST', body: form, headers: { authorization, 'x-amz-date': '20261122T000000Z' } });
    const xml = await response.text();
    const [daily] = await read(query('a', 'AWS/EC2', 'CPUUtilization', machine(0), 'Maximum', 86_400));
    const values = [...xml.matchAll(/<Values>(.*)<\/Values>/gs)].flatMap(([, list]) =>
      [...(list ?? '').matchAll(/<member>([\d.]+)<\/member>/g)].map(([, value]) => Number(value)),
    );
    expect(response.status).toBe(200);
    expect(values).toEqual(daily?.Values);
  });
});
