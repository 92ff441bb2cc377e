import {
  CostExplorerClient,
  GetCostAndUsageCommand,
  GetCostAndUsageWithResourcesCommand,
  type Expression,
  type ResultByTime,
} from '@aws-sdk/client-cost-explorer';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import { label } from '../../estate/label.js';
import { startCloudSim, type CloudSim } from '../../http/server.js';
import { awsSdkConfig } from '../aws-sdk-config.js';

const KEY = 'AKIACOSTSPECREADER01';
const NOW = new Date('2026-11-22T10:30:00Z');
const LAST_14_DAYS = { Start: '2026-11-08', End: '2026-11-22' };
const EVERYTHING: Expression = { Dimensions: { Key: 'REGION', Values: ['eu-west-1', 'us-east-1'] } };

describe('the bill of the simulated AWS, and the answer sheet', () => {
  let sim: CloudSim;
  let client: CostExplorerClient;

  beforeAll(async () => {
    sim = await startCloudSim({
      behaviour: { now: () => NOW },
      estate: {
        aws: {
          accessKeys: [
            { accessKeyId: KEY, userName: 'reader', policies: [{ name: 'All', document: { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } } }] },
          ],
          instances: [
            { situation: 'idle', count: 1, dailyCost: '4.08', dailyUnblendedCost: '4.31' },
            { situation: 'stopped-with-volumes', count: 1, dailyCost: '9.99', volumes: [{ dailyCost: '0.1' }, { dailyCost: '0.2' }] },
            { situation: 'idle', count: 1, dailyCost: '7', trap: 'licence server' },
          ],
          volumes: [
            { situation: 'unattached', count: 90, dailyCost: '0.3285' },
            { situation: 'unattached', count: 1 },
            { situation: 'unattached', count: 1, ageDays: 16, dailyCost: '1' },
            { situation: 'unattached-young', count: 1, ageDays: 3, dailyCost: '2' },
            { situation: 'unattached-csi', count: 2, dailyCost: '2' },
          ],
          addresses: [{ situation: 'idle', dailyCost: '0.12' }],
          snapshots: [{ situation: 'stale', dailyCost: '0.0842' }],
          natGateways: [{ situation: 'idle', dailyCost: '1.2' }],
          loadBalancers: [{ situation: 'without-targets', dailyCost: '0.54' }],
          users: [{ situation: 'unused-key' }],
        },
      },
    });
    client = new CostExplorerClient(awsSdkConfig(sim, { accessKeyId: KEY }, 'us-east-1'));
  });
  afterAll(() => sim.stop());

  const byResource = async (): Promise<ResultByTime[]> => {
    const results: ResultByTime[] = [];
    let NextPageToken: string | undefined;
    do {
      const page = await client.send(
        new GetCostAndUsageWithResourcesCommand({
          TimePeriod: LAST_14_DAYS,
          Granularity: 'DAILY',
          Metrics: ['AmortizedCost', 'UnblendedCost'],
          GroupBy: [{ Type: 'DIMENSION', Key: 'RESOURCE_ID' }],
          Filter: EVERYTHING,
          ...(NextPageToken === undefined ? {} : { NextPageToken }),
        }),
      );
      results.push(...(page.ResultsByTime ?? []));
      NextPageToken = page.NextPageToken;
    } while (NextPageToken !== undefined);
    return results;
  };
  const costsOf = (results: readonly ResultByTime[], fits: (resourceId: string) => boolean, metric = 'AmortizedCost'): string[] =>
    results.flatMap(({ Groups = [] }) => Groups.filter(({ Keys }) => fits(Keys?.[0] ?? '')).map(({ Metrics }) => Metrics?.[metric]?.Amount ?? ''));

  it('CF-17 gives every label that the bill knows its exact saving: Σ effective cost ÷ billed days × 30.44', async () => {
    const results = await byResource();
    const labels = label(sim.estate);
    const priced = labels.filter(({ monthlySaving, fault }) => monthlySaving !== null && fault !== 'aws-ec2-stopped-with-volumes');
    expect(priced).toHaveLength(1 + 91 + 1 + 1 + 1 + 1);
    for (const { resourceId, monthlySaving } of priced) {
      const daily = costsOf(results, (id) => id === resourceId || id.endsWith(`/${resourceId}`));
      const saving = daily
        .reduce((sum, cost) => sum.plus(cost), new Decimal(0))
        .times('30.44')
        .dividedBy(daily.length);
      expect([resourceId, saving.toFixed()]).toEqual([resourceId, monthlySaving]);
    }
  });

  it('knows each fault once, and none of the traps', () => {
    const count: Record<string, number> = {};
    for (const { fault } of label(sim.estate)) count[fault] = (count[fault] ?? 0) + 1;
    expect(count).toEqual({
      'aws-ebs-volume-unattached': 92,
      'aws-ec2-instance-idle': 1,
      'aws-ec2-stopped-with-volumes': 1,
      'aws-public-ipv4-idle': 1,
      'aws-ebs-snapshot-stale': 1,
      'aws-nat-gateway-idle': 1,
      'aws-load-balancer-idle': 1,
      'aws-iam-access-key-unused': 1,
    });
  });

  it('sums the volumes of a stopped machine, states null where the bill is silent, and never rounds', () => {
    const labels = label(sim.estate);
    expect(labels.find(({ fault }) => fault === 'aws-ec2-stopped-with-volumes')?.monthlySaving).toBe('9.132');
    expect(labels.filter(({ monthlySaving }) => monthlySaving === null).map(({ fault }) => fault)).toEqual([
      'aws-ebs-volume-unattached',
      'aws-iam-access-key-unused',
    ]);
    expect(labels.find(({ fault }) => fault === 'aws-ebs-snapshot-stale')).toMatchObject({ monthlySaving: '2.563048', currency: 'USD', cloud: 'aws' });
    expect(labels.filter(({ monthlySaving }) => monthlySaving === '9.99954')).toHaveLength(90);
  });

  it('bills a stopped machine nothing, a young one its days only, and tells effective from unblended cost', async () => {
    const results = await byResource();
    expect(costsOf(results, (id) => id.startsWith('i-')).filter((cost) => cost === '9.99')).toEqual([]);
    expect(costsOf(results, (id) => id.startsWith('vol-')).filter((cost) => cost === '2')).toHaveLength(3 + 2 * 14);
    expect(costsOf(results, (id) => id.startsWith('i-'), 'UnblendedCost').filter((cost) => cost === '4.31')).toHaveLength(14);
  });

  it('pages: more than a thousand groups come on more than one page, each once', async () => {
    sim.log.clear();
    const results = await byResource();
    const keys = results.flatMap(({ TimePeriod, Groups = [] }) => Groups.map(({ Keys }) => `${TimePeriod?.Start ?? ''} ${Keys?.[0] ?? ''}`));
    expect(keys.length).toBeGreaterThan(1000);
    expect(new Set(keys).size).toBe(keys.length);
    expect(sim.log.count('ce:GetCostAndUsageWithResources')).toBe(2);
  });

  it('has resources for the last 14 days only, and only where RESOURCE_ID is asked for', async () => {
    const ask = (Start: string, Key: string): Promise<unknown> =>
      client.send(
        new GetCostAndUsageWithResourcesCommand({
          TimePeriod: { Start, End: '2026-11-22' },
          Granularity: 'DAILY',
          Metrics: ['AmortizedCost'],
          GroupBy: [{ Type: 'DIMENSION', Key }],
          Filter: EVERYTHING,
        }),
      );
    await expect(ask('2026-11-07', 'RESOURCE_ID')).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining('14 days') });
    await expect(ask('2026-11-08', 'SERVICE')).rejects.toMatchObject({ name: 'ValidationException' });
    const without = new GetCostAndUsageCommand({
      TimePeriod: LAST_14_DAYS,
      Granularity: 'DAILY',
      Metrics: ['AmortizedCost'],
      GroupBy: [{ Type: 'DIMENSION', Key: 'RESOURCE_ID' }],
    });
    await expect(client.send(without)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('totals by service and month equal the sum of the resources', async () => {
    const { ResultsByTime = [] } = await client.send(
      new GetCostAndUsageCommand({
        TimePeriod: LAST_14_DAYS,
        Granularity: 'MONTHLY',
        Metrics: ['AmortizedCost'],
        GroupBy: [{ Type: 'DIMENSION', Key: 'SERVICE' }],
      }),
    );
    const total = await client.send(new GetCostAndUsageCommand({ TimePeriod: LAST_14_DAYS, Granularity: 'MONTHLY', Metrics: ['AmortizedCost'] }));
    const sum = (amounts: readonly string[]): string => amounts.reduce((running, amount) => running.plus(amount), new Decimal(0)).toFixed();
    const services = ResultsByTime.flatMap(({ Groups = [] }) => Groups.map(({ Metrics }) => Metrics?.['AmortizedCost']?.Amount ?? ''));
    expect(services).toHaveLength(4);
    expect(sum(services)).toBe(sum(costsOf(await byResource(), () => true)));
    expect(total.ResultsByTime?.[0]?.Total?.['AmortizedCost']).toEqual({ Amount: sum(services), Unit: 'USD' });
  });
});
