import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAzureCloud, SUBSCRIPTION, type AzureCloud } from '../testing/azure-cloud.js';
import { examplesPresent, exampleNames, readExample, unknownMembers } from '../testing/member-paths.js';
import { isJsonObject, type JsonValue } from '../http/json-answer.js';
import { demoAzureEstate, demoAzureSubscriptionId } from '../estates/demo-azure.estate.js';
import { parseEstate } from '../estate/estate.js';
import { expandAzure } from './azure-expansion.js';

/** Every example of a folder, Microsoft's own and recorded traffic alike. */
const folder = (...path: readonly string[]): unknown[] =>
  exampleNames('azure', ...path)
    .filter((name) => name.endsWith('.json'))
    .map((name) => readExample('azure', ...path, name));
const recorded = (name: string): unknown => readExample('azure', 'recorded', `${name}.json`);

const withExamples = examplesPresent() ? describe : describe.skip;

withExamples('the members that Azure answers hold, against Microsoft’s examples and recorded traffic', () => {
  let clouds: AzureCloud;
  beforeAll(async () => {
    clouds = await startAzureCloud();
  });
  afterAll(() => clouds.stop());

  const estate = parseEstate({ azure: demoAzureEstate() });
  const resources = estate.azure === undefined ? [] : expandAzure(estate.azure, estate.seed, new Date());
  const propertiesOf = (type: string): JsonValue[] => resources.filter((resource) => resource.type === type).map((resource) => resource.properties);

  it.each([
    // LastOwnershipUpdateTime, diskSizeBytes, uniqueId and networkAccessPolicy are in the Disks API since 2020; these examples predate or omit them.
    [
      'Microsoft.Compute/disks',
      () => [...folder('compute', '2023-10-02', 'diskExamples'), recorded('DiskTest.test_find_by_name')],
      ['LastOwnershipUpdateTime', 'diskSizeBytes', 'uniqueId', 'networkAccessPolicy'],
    ],
    ['Microsoft.Compute/snapshots', () => folder('compute', '2023-10-02', 'snapshotExamples'), ['diskState']],
    // `extended.instanceView.powerState` is Resource Graph's own addition; no example of it exists here.
    [
      'Microsoft.Compute/virtualMachines',
      () => [...folder('compute', '2024-03-01', 'virtualMachineExamples'), recorded('CostFilterTest.test_cost_resource')],
      ['extended', 'powerState'],
    ],
    ['Microsoft.Network/networkInterfaces', () => [...folder('network', '2024-01-01'), recorded('NetworkInterfaceTest.test_find_by_name')], []],
    // An address of a NAT gateway or a prefix is documented; the recorded account has none.
    ['Microsoft.Network/publicIPAddresses', () => [recorded('PublicIpAddressTest.test_find_by_name')], ['natGateway', 'publicIPPrefix']],
    ['Microsoft.Network/loadBalancers', () => [recorded('LoadBalancerTest.test_find_by_name'), ...folder('network', '2024-01-01')], ['outboundRules']],
    ['Microsoft.Network/natGateways', () => folder('network', '2024-01-01'), []],
    // in the API since 2021, younger than the recording
    ['Microsoft.Web/serverfarms', () => [recorded('AppServicePlanTest.linux_plans')], ['zoneredundant']],
  ])('%s', (type, examples, newer) => {
    const answers = propertiesOf(type);
    expect(answers.length).toBeGreaterThan(0);
    expect(unknownMembers(answers, examples(), newer)).toEqual([]);
    expect(resources[0]?.subscriptionId).toBe(demoAzureSubscriptionId);
  });

  it('Resource Graph', async () => {
    const answer = await clouds.arm('POST', '/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01', {
      body: { query: 'Resources | project id, name, type, location', options: { $top: 2 } },
    });
    expect(unknownMembers(answer.body, folder('resourcegraph', '2022-10-01'))).toEqual([]);
  });

  it('role assignments and permissions', async () => {
    const path = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization`;
    const answers = [
      await clouds.arm('GET', `${path}/roleAssignments?api-version=2022-04-01`),
      await clouds.arm('GET', `${path}/roleDefinitions?api-version=2022-04-01`),
      await clouds.arm('GET', `${path}/permissions?api-version=2022-04-01`),
    ];
    const examples = [...folder('authorization', '2022-04-01'), recorded('AccessControlTest.test_find_assignments_by_role')];
    expect(
      unknownMembers(
        answers.map((answer) => answer.body),
        examples,
        // in the API since conditions exist, absent from these examples
        ['condition'],
      ),
    ).toEqual([]);
  });

  it('subscriptions and resource groups', async () => {
    const answers = [
      await clouds.arm('GET', '/subscriptions?api-version=2022-12-01'),
      await clouds.arm('GET', `/subscriptions/${SUBSCRIPTION}/resourcegroups?api-version=2021-04-01`),
    ];
    expect(
      unknownMembers(
        answers.map((answer) => answer.body),
        [...folder('resources', '2022-12-01'), recorded('ResourceGroupTest.test_empty_group')],
        // resource groups name their type since 2019
        ['type'],
      ),
    ).toEqual([]);
  });

  it('metrics of one resource', async () => {
    const id = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-main/providers/Microsoft.Compute/virtualMachines/lazy-001`;
    const end = new Date();
    const timespan = `${new Date(end.getTime() - 86_400_000).toISOString()}/${end.toISOString()}`;
    const answer = await clouds.arm(
      'GET',
      `${id}/providers/Microsoft.Insights/metrics?api-version=2023-10-01&metricnames=Percentage%20CPU&interval=PT1H&aggregation=average,maximum&timespan=${timespan}`,
    );
    expect(answer.status).toBe(200);
    expect(unknownMembers(answer.body, [...folder('monitor', '2023-10-01'), recorded('ArmResourceTest.test_metric_filter_find')])).toEqual([]);
  });

  it('a cost query', async () => {
    const answer = await clouds.arm('POST', `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.CostManagement/query?api-version=2023-11-01`, {
      body: {
        type: 'ActualCost',
        timeframe: 'MonthToDate',
        dataset: {
          granularity: 'None',
          aggregation: { totalCost: { name: 'PreTaxCost', function: 'Sum' } },
          grouping: [{ type: 'Dimension', name: 'ResourceId' }],
        },
      },
    });
    expect(isJsonObject(answer.body['properties'])).toBe(true);
    expect(
      unknownMembers(answer.body, [
        readExample('azure', 'cost-management', '2023-11-01', 'SubscriptionQueryGrouping.json'),
        recorded('CostFilterTest.test_cost_resource'),
      ]),
    ).toEqual([]);
  });
});
