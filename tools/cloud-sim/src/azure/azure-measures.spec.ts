import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../http/json-answer.js';
import { COST_ONLY_CLIENT, startAzureCloud, SUBSCRIPTION, type AzureCloud } from '../testing/azure-cloud.js';
import type { PlainAnswer } from '../testing/loopback-clouds.js';

let clouds: AzureCloud;

beforeAll(async () => {
  clouds = await startAzureCloud();
});
afterAll(() => clouds.stop());

describe('Azure Monitor', () => {
  const id = (name: string): string => `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-main/providers/Microsoft.Compute/virtualMachines/${name}`;
  const batch = (names: readonly string[], metric = 'Percentage CPU'): Promise<PlainAnswer> => {
    const end = new Date();
    const start = new Date(end.getTime() - 14 * 86_400_000);
    const query = `starttime=${start.toISOString()}&endtime=${end.toISOString()}&interval=PT1H&metricnamespace=Microsoft.Compute/virtualMachines&metricnames=${encodeURIComponent(metric)}&aggregation=average,maximum&api-version=2023-10-01`;
    return clouds.arm('POST', `/subscriptions/${SUBSCRIPTION}/metrics:getBatch?${query}`, {
      body: { resourceids: names.map(id) },
      scope: 'https://metrics.monitor.azure.com/.default',
    });
  };
  const pointsOf = (value: JsonObject): JsonObject[] => {
    const metrics = value['value'] as JsonObject[]; // the shape is compared with Microsoft's example below
    const series = metrics[0]?.['timeseries'] as JsonObject[];
    return (series[0]?.['data'] ?? []) as JsonObject[];
  };

  it('an idle machine peaks under 3 %, a silent one has no series, a patchy one has timestamps without values', async () => {
    const answer = await batch(['lazy-001', 'mute-001', 'patchy-001']);
    const [idle, silent, patchy] = (answer.body['values'] as JsonObject[]).map(pointsOf); // as above
    expect(idle?.length).toBeGreaterThanOrEqual(14 * 24);
    expect(idle?.every((point) => Number(point['maximum']) < 3)).toBe(true);
    expect(silent).toEqual([]);
    const empty = patchy?.filter((point) => point['average'] === undefined).length ?? 0;
    expect(empty / (patchy?.length ?? 1)).toBeGreaterThan(0.1);
  });

  it('takes at most 50 resources and only metrics that the type has', async () => {
    expect((await batch(Array.from({ length: 51 }, () => 'lazy-001'))).status).toBe(400);
    expect((await batch(['lazy-001'], 'No Such Metric')).body).toMatchObject({
      error: { code: 'BadRequest', message: expect.stringContaining('Failed to find metric configuration') },
    });
  });
});

describe('Cost Management', () => {
  const query = {
    type: 'AmortizedCost',
    timeframe: 'Custom',
    timePeriod: { from: new Date(Date.now() - 30 * 86_400_000).toISOString(), to: new Date(Date.now() - 86_400_000).toISOString() },
    dataset: {
      granularity: 'Daily',
      aggregation: { totalCost: { name: 'Cost', function: 'Sum' } },
      grouping: [{ type: 'Dimension', name: 'ResourceId' }],
      filter: { dimensions: { name: 'ResourceType', operator: 'In', values: ['microsoft.compute/virtualmachines'] } },
    },
  };
  const path = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.CostManagement/query?api-version=2023-11-01`;

  it('the bill follows from the declaration, day by day, and Cost Management Reader suffices', async () => {
    const answer = await clouds.arm('POST', path, { body: query, clientId: COST_ONLY_CLIENT });
    const { columns, rows } = answer.body['properties'] as { columns: JsonObject[]; rows: [number, number, string, string][] }; // the shape is compared below
    expect(columns.map((column) => column['name'])).toEqual(['Cost', 'UsageDate', 'ResourceId', 'Currency']);
    const lazy = rows.filter((row) => row[2].endsWith('/lazy-001'));
    expect(lazy).toHaveLength(30);
    expect(new Set(lazy.map((row) => row[0]))).toEqual(new Set([2.8745]));
  });

  it('pages by nextLink, POSTed again', async () => {
    const everything = { ...query, dataset: { ...query.dataset, filter: undefined, granularity: 'None' } };
    let link: string | null = path;
    const ids: string[] = [];
    while (link !== null) {
      const answer = await clouds.arm('POST', link, { body: everything });
      const page = answer.body['properties'] as { nextLink: string | null; rows: [number, string, string][] }; // as above
      ids.push(...page.rows.map((row) => row[1]));
      link = page.nextLink;
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(1200 + 2 + 2 + 1 + 1);
  });

  it('throttles with nothing but its own retry-after header', async () => {
    clouds.behaviour.throttle = true;
    let refused;
    for (let turn = 0; turn < 500 && refused?.status !== 429; turn++) refused = await clouds.arm('POST', path, { body: query });
    clouds.behaviour.throttle = false;
    expect(refused?.status).toBe(429);
    expect(refused?.headers.get('retry-after')).toBeNull();
    expect(Number(refused?.headers.get('x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after'))).toBeGreaterThan(0);
  });
});

describe('Retail prices', () => {
  it('answers anonymously, with the Spot and Windows rows that a reader must tell apart', async () => {
    const filter =
      "serviceName eq 'Virtual Machines' and armSkuName eq 'Standard_D2s_v5' and armRegionName eq 'westeurope' and priceType eq 'Consumption'".replace(
        'priceType',
        'type',
      );
    const answer = await clouds.ask('GET', `${clouds.azure}/api/retail/prices?$filter=${encodeURIComponent(filter)}`, {});
    expect((answer.body['Items'] as JsonObject[]).map((item) => item['skuName'])).toEqual(['D2s v5', 'D2s v5 Spot', 'D2s v5']);
  });
});
