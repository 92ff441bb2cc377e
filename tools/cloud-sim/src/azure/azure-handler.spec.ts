import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { ResourceManagementClient } from '@azure/arm-resources';
import { ClientAssertionCredential, ClientSecretCredential } from '@azure/identity';
import type { JsonObject } from '../http/json-answer.js';
import { startLoopbackClouds, type LoopbackClouds } from '../testing/loopback-clouds.js';
import { startIssuer, type TestIssuer } from '../testing/test-issuer.js';
import { labelAzure } from './azure-label.js';
import { azureEstateSchema } from './azure-estate.js';

const TENANT = '11111111-1111-4111-8111-111111111111';
const SUBSCRIPTION = '22222222-2222-4222-8222-222222222222';
const OTHER_SUBSCRIPTION = '33333333-3333-4333-8333-333333333333';
const CLIENT = '44444444-4444-4444-8444-444444444444';
const COST_ONLY_CLIENT = '55555555-5555-4555-8555-555555555555';
const SECRET = 'a-secret-of-this-spec';

let issuer: TestIssuer;
let clouds: LoopbackClouds;

beforeAll(async () => {
  issuer = await startIssuer();
  clouds = await startLoopbackClouds({
    azure: {
      cloudTenantId: TENANT,
      applications: [
        {
          clientId: CLIENT,
          objectId: '66666666-6666-4666-8666-666666666666',
          clientSecret: SECRET,
          federatedCredentials: [{ issuer: issuer.url, subject: 'organization:one:*' }],
        },
        { clientId: COST_ONLY_CLIENT, objectId: '77777777-7777-4777-8777-777777777777', clientSecret: SECRET, roles: ['Cost Management Reader'] },
      ],
      subscriptions: [
        {
          subscriptionId: SUBSCRIPTION,
          resources: [
            { kind: 'disk', name: 'orphan', count: 1200, condition: 'unattached', dailyCost: '0.6521' },
            { kind: 'disk', name: 'claim', count: 2, condition: 'kubernetes-pvc', dailyCost: '0.3' },
            { kind: 'virtualMachine', name: 'lazy', count: 2, condition: 'idle', dailyCost: '2.8745', dataDisks: 1 },
            { kind: 'virtualMachine', name: 'mute', count: 1, condition: 'no-metrics' },
            { kind: 'virtualMachine', name: 'patchy', count: 1, condition: 'patchy-metrics' },
            { kind: 'virtualMachine', name: 'halted', count: 1, condition: 'stopped', dailyCost: '1.5' },
            { kind: 'loadBalancer', name: 'retired', condition: 'empty', dailyCost: '0.5833' },
            { kind: 'roleAssignment', name: 'engineer', count: 60, condition: 'live' },
            { kind: 'roleAssignment', name: 'leaver', count: 2, condition: 'orphaned' },
          ],
        },
        { subscriptionId: OTHER_SUBSCRIPTION, displayName: 'Other', resources: [{ kind: 'disk', name: 'elsewhere', condition: 'unattached' }] },
      ],
    },
  });
});

afterAll(async () => {
  await clouds.stop();
  await issuer.stop();
});

const credential = (clientId = CLIENT, secret = SECRET): ClientSecretCredential =>
  new ClientSecretCredential(TENANT, clientId, secret, { authorityHost: clouds.azure, disableInstanceDiscovery: true });

const graph = (clientId = CLIENT): ResourceGraphClient =>
  new ResourceGraphClient(credential(clientId), { endpoint: clouds.azure, retryOptions: { maxRetries: 0 } });

async function arm(
  method: string,
  path: string,
  options: { clientId?: string; body?: unknown; scope?: string } = {},
): Promise<{ status: number; headers: Headers; body: JsonObject }> {
  const token = await credential(options.clientId).getToken(options.scope ?? 'https://management.azure.com/.default');
  return clouds.ask(method, path.startsWith('https://') ? path : `${clouds.azure}${path}`, { authorization: `Bearer ${token.token}` }, options.body);
}

describe('Entra, as @azure/identity asks it', () => {
  it('CF: a client secret earns a token that opens ARM, and no other API', async () => {
    const listed = await arm('GET', '/subscriptions?api-version=2022-12-01');
    expect(listed.status).toBe(200);
    const replayed = await arm('GET', '/subscriptions?api-version=2022-12-01', { scope: 'https://graph.microsoft.com/.default' });
    expect(replayed.status).toBe(401);
    expect(replayed.body).toMatchObject({ error: { code: 'InvalidAuthenticationTokenAudience' } });
  });

  it('a wrong secret is AADSTS7000215, in Entra’s own words', async () => {
    await expect(credential(CLIENT, 'not-the-secret').getToken('https://management.azure.com/.default')).rejects.toThrow(/AADSTS7000215/);
  });

  it('a federated assertion of the trusted issuer, subject and key earns a token without any secret', async () => {
    const assertion = new ClientAssertionCredential(
      TENANT,
      CLIENT,
      () => issuer.sign({ subject: 'organization:one:connection:9', audience: 'api://AzureADTokenExchange' }),
      {
        authorityHost: clouds.azure,
        disableInstanceDiscovery: true,
      },
    );
    await expect(assertion.getToken('https://management.azure.com/.default')).resolves.toMatchObject({ token: expect.any(String) });
  });

  it.each([
    ['another organization’s subject', { subject: 'organization:two:connection:9', audience: 'api://AzureADTokenExchange' }, /AADSTS700213/],
    ['another audience', { subject: 'organization:one:connection:9', audience: 'sts.amazonaws.com' }, /AADSTS700212/],
    [
      'a key that the issuer never published',
      { subject: 'organization:one:connection:9', audience: 'api://AzureADTokenExchange', forged: true },
      /AADSTS700027/,
    ],
    ['an expired assertion', { subject: 'organization:one:connection:9', audience: 'api://AzureADTokenExchange', expiresInSeconds: -4000 }, /AADSTS700024/],
  ])('an assertion with %s is refused', async (_what, claims, refusal) => {
    const assertion = new ClientAssertionCredential(TENANT, CLIENT, () => issuer.sign(claims), { authorityHost: clouds.azure, disableInstanceDiscovery: true });
    await expect(assertion.getToken('https://management.azure.com/.default')).rejects.toThrow(refusal);
  });

  it('a token is refused once it has expired by the simulator’s clock', async () => {
    const token = await credential().getToken('https://management.azure.com/.default');
    const before = clouds.behaviour.now;
    clouds.behaviour.now = () => new Date(Date.now() + 2 * 3_600_000);
    const late = await clouds.ask('GET', `${clouds.azure}/subscriptions?api-version=2022-12-01`, { authorization: `Bearer ${token.token}` });
    clouds.behaviour.now = before;
    expect(late.body).toMatchObject({ error: { code: 'ExpiredAuthenticationToken' } });
  });
});

describe('Resource Graph, as @azure/arm-resourcegraph asks it', () => {
  it('pages by $skipToken through every row exactly once', async () => {
    const client = graph();
    const ids: string[] = [];
    let skipToken: string | undefined;
    let pages = 0;
    do {
      const answer = await client.resources({
        subscriptions: [SUBSCRIPTION],
        query:
          "Resources | where type =~ 'Microsoft.Compute/disks' and properties.diskState == 'Unattached' | project id, name, state = properties.diskState | order by id asc",
        options: { top: 500, ...(skipToken === undefined ? {} : { skipToken }), resultFormat: 'objectArray' },
      });
      expect(answer.totalRecords).toBe(1202);
      ids.push(...(answer.data as { id: string }[]).map((row) => row.id)); // the SDK types data as any
      skipToken = answer.skipToken;
      pages++;
    } while (skipToken !== undefined);
    expect(pages).toBe(3);
    expect(new Set(ids).size).toBe(1202);
  });

  it('answers filters on tags, nested properties, ages and lists', async () => {
    const names = async (query: string): Promise<unknown[]> => {
      const answer = await graph().resources({ query });
      return (answer.data as { name: string }[]).map((row) => row.name); // the SDK types data as any
    };
    await expect(names("resources | where isnotnull(tags['kubernetes.io-created-for-pvc-name']) | project name | order by name asc")).resolves.toEqual([
      'claim-001',
      'claim-002',
    ]);
    await expect(
      names(
        "resources | where type in~ ('Microsoft.Compute/virtualMachines') and properties.extended.instanceView.powerState.code has 'stopped' | project name",
      ),
    ).resolves.toEqual(['halted-001']);
    await expect(
      names(
        "resources | where type =~ 'microsoft.compute/virtualmachines' | where todatetime(properties.timeCreated) < ago(30d) and not(name startswith 'l') | summarize count() by name | order by name asc",
      ),
    ).resolves.toEqual(['halted-001', 'mute-001', 'patchy-001']);
    await expect(
      names(
        "resources | where type =~ 'microsoft.network/loadbalancers' and isempty(properties.backendAddressPools[0].properties.backendIPConfigurations) | project name",
      ),
    ).resolves.toEqual(['retired-001']);
  });

  it('counts, and answers the table form', async () => {
    const counted = await graph().resources({ subscriptions: [OTHER_SUBSCRIPTION], query: 'Resources | count', options: { resultFormat: 'table' } });
    expect(counted.data).toEqual({ columns: [{ name: 'Count', type: 'integer' }], rows: [[1]] });
  });

  it('refuses a misspelt column and an unknown operator instead of answering an empty list', async () => {
    await expect(graph().resources({ query: "Resources | where powerstate == 'x'" })).rejects.toMatchObject({ statusCode: 400 });
    await expect(graph().resources({ query: 'Resources | render timechart' })).rejects.toMatchObject({ statusCode: 400 });
  });

  it('without an id column it cuts the rest off and says so only in resultTruncated', async () => {
    const answer = await graph().resources({ query: 'Resources | project name', options: { top: 10 } });
    expect(answer).toMatchObject({ resultTruncated: 'true', count: 10 });
    expect(answer.skipToken).toBeUndefined();
  });

  it('leaves out silently what the caller may not read, as Azure does', async () => {
    const withoutReader = await graph(COST_ONLY_CLIENT).resources({ query: 'Resources | project id' });
    expect(withoutReader.totalRecords).toBe(0);
    clouds.behaviour.denied.add('Microsoft.Compute/disks/read');
    const blind = await graph().resources({ query: "Resources | where type =~ 'microsoft.compute/disks' | project id" });
    clouds.behaviour.denied.clear();
    expect(blind.totalRecords).toBe(0);
  });

  it('throttles after 15 queries with the quota headers', async () => {
    clouds.behaviour.throttle = true;
    const body = { query: 'Resources | take 1 | project id' };
    const answers = [];
    // The bucket refills by three a second, so a slow machine gets a few more than 15.
    while (answers.at(-1)?.status !== 429 && answers.length < 500)
      answers.push(await arm('POST', '/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01', { body }));
    clouds.behaviour.throttle = false;
    const refused = answers.at(-1);
    expect(answers.slice(0, 15).every((answer) => answer.status === 200)).toBe(true);
    expect(refused?.headers.get('x-ms-user-quota-remaining')).toBe('0');
    expect(refused?.headers.get('x-ms-user-quota-resets-after')).toMatch(/^00:00:0\d$/);
    expect(refused?.body).toMatchObject({ error: { code: 'RateLimiting' } });
  });
});

describe('Azure Resource Manager', () => {
  it('@azure/arm-resources lists resource groups and pages resources', async () => {
    const client = new ResourceManagementClient(credential(), SUBSCRIPTION, { endpoint: clouds.azure });
    const groups = [];
    for await (const group of client.resourceGroups.list()) groups.push(group.name);
    expect(groups).toEqual(['rg-main']);
    let resources = 0;
    for await (const resource of client.resources.list()) resources += resource.id === undefined ? 0 : 1;
    expect(resources).toBe(1200 + 2 + 2 * 4 + 3 * 3 + 1);
  });

  it('pages role assignments by nextLink on its own host, and filters them by principal', async () => {
    const path = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleAssignments`;
    const first = await arm('GET', `${path}?api-version=2022-04-01`);
    const nextLink = String(first.body['nextLink']);
    expect(new URL(nextLink).origin).toBe(clouds.azure);
    const second = await arm('GET', nextLink);
    const all = [first, second].flatMap((page) => page.body['value'] as JsonObject[]); // asserted by the counts below
    // 60 live, 2 orphaned, and the two applications' own three.
    expect(all).toHaveLength(60 + 2 + 3);
    const filtered = await arm('GET', `${path}?api-version=2022-04-01&$filter=assignedTo('66666666-6666-4666-8666-666666666666')`);
    expect(filtered.body['value']).toHaveLength(2);
  });

  it('a principal that was deleted keeps its assignment and is unknown to Microsoft Graph', async () => {
    const path = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`;
    const first = await arm('GET', path);
    const second = await arm('GET', String(first.body['nextLink']));
    const assignments = [first, second].flatMap((page) => page.body['value'] as { id: string; properties: { principalId: string } }[]); // shape compared with Microsoft's examples
    const ids = assignments.map((assignment) => assignment.properties.principalId);
    const found = await arm('POST', '/v1.0/directoryObjects/getByIds', { scope: 'https://graph.microsoft.com/.default', body: { ids } });
    const known = new Set((found.body['value'] as { id: string }[]).map((principal) => principal.id)); // as above
    const dangling = assignments.filter((assignment) => !known.has(assignment.properties.principalId)).map((assignment) => assignment.id);
    const labelled = labelAzure(azureEstateSchema.parse(clouds.estate.azure), clouds.estate.seed).filter(
      (label) => label.fault === 'azure-role-assignment-orphaned',
    );
    expect(dangling).toEqual(labelled.map((label) => label.resourceId));
    expect(dangling).toHaveLength(2);
  });

  it('a denied permission is 403 AuthorizationFailed naming action and scope', async () => {
    clouds.behaviour.denied.add('Microsoft.Authorization/roleAssignments/read');
    const refused = await arm('GET', `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`);
    clouds.behaviour.denied.clear();
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({
      error: {
        code: 'AuthorizationFailed',
        message: expect.stringContaining(`'Microsoft.Authorization/roleAssignments/read' over scope '/subscriptions/${SUBSCRIPTION}'`),
      },
    });
  });

  it('tells a caller its own permissions, so that a write-capable principal can be refused before it is used', async () => {
    const own = await arm('GET', `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`);
    expect((own.body['value'] as JsonObject[])[0]).toEqual({ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] });
  });

  it('a smuggled write is answered as Azure would answer a reader, and is in the log as a write', async () => {
    clouds.log.clear();
    const vm = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-main/providers/Microsoft.Compute/virtualMachines/lazy-001`;
    expect(
      (await arm('DELETE', `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-main/providers/Microsoft.Compute/disks/orphan-001?api-version=2024-03-02`)).status,
    ).toBe(403);
    expect((await arm('POST', `${vm}/deallocate?api-version=2024-07-01`)).status).toBe(403);
    await arm('POST', `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-main/providers/Microsoft.Storage/storageAccounts/a/listKeys?api-version=2023-05-01`);
    expect(clouds.log.writes().map((entry) => entry.operation)).toEqual([
      'Microsoft.Compute/disks/delete',
      'Microsoft.Compute/virtualMachines/deallocate/action',
    ]);
    expect(clouds.log.secretReads().map((entry) => entry.operation)).toEqual(['Microsoft.Storage/storageAccounts/listKeys/action']);
  });
});

describe('Azure Monitor', () => {
  const id = (name: string): string => `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-main/providers/Microsoft.Compute/virtualMachines/${name}`;
  const batch = (names: readonly string[], metric = 'Percentage CPU'): ReturnType<typeof arm> => {
    const end = new Date();
    const start = new Date(end.getTime() - 14 * 86_400_000);
    const query = `starttime=${start.toISOString()}&endtime=${end.toISOString()}&interval=PT1H&metricnamespace=Microsoft.Compute/virtualMachines&metricnames=${encodeURIComponent(metric)}&aggregation=average,maximum&api-version=2023-10-01`;
    return arm('POST', `/subscriptions/${SUBSCRIPTION}/metrics:getBatch?${query}`, {
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
    const answer = await arm('POST', path, { body: query, clientId: COST_ONLY_CLIENT });
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
      const answer = await arm('POST', link, { body: everything });
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
    for (let turn = 0; turn < 500 && refused?.status !== 429; turn++) refused = await arm('POST', path, { body: query });
    clouds.behaviour.throttle = false;
    expect(refused?.status).toBe(429);
    expect(refused?.headers.get('retry-after')).toBeNull();
    expect(Number(refused?.headers.get('x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after'))).toBeGreaterThan(0);
  });
});

describe('Retail prices', () => {
  it('answers anonymously, with the spot rows that a reader must drop', async () => {
    const filter =
      "serviceName eq 'Virtual Machines' and armSkuName eq 'Standard_D2s_v5' and armRegionName eq 'westeurope' and priceType eq 'Consumption'".replace(
        'priceType',
        'type',
      );
    const answer = await clouds.ask('GET', `${clouds.azure}/api/retail/prices?$filter=${encodeURIComponent(filter)}`, {});
    expect((answer.body['Items'] as JsonObject[]).map((item) => item['skuName'])).toEqual(['D2s v5', 'D2s v5 Spot']);
  });
});

describe('the label of an Azure estate', () => {
  it('states each fault once, with the exact saving, and none of the traps', () => {
    const labels = labelAzure(azureEstateSchema.parse(clouds.estate.azure), clouds.estate.seed);
    const of = (fault: string): typeof labels => labels.filter((label) => label.fault === fault);
    expect(of('azure-disk-unattached')).toHaveLength(1201);
    // 0.6521 × 30.44
    expect(of('azure-disk-unattached')[0]?.monthlySaving).toBe('19.849924');
    // No bill line: unknown, which is not zero.
    expect(of('azure-disk-unattached').at(-1)).toMatchObject({ resourceId: expect.stringContaining('elsewhere-001'), monthlySaving: null });
    expect(of('azure-vm-idle').map((label) => label.resourceId.split('/').at(-1))).toEqual(['lazy-001', 'lazy-002']);
    expect(labels.some((label) => label.resourceId.includes('claim-'))).toBe(false);
  });
});
