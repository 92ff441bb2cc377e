import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { ResourceManagementClient } from '@azure/arm-resources';
import { ClientSecretCredential } from '@azure/identity';
import { label } from '../estate/label.js';
import type { JsonObject } from '../http/json-answer.js';
import { CLIENT, COST_ONLY_CLIENT, OTHER_SUBSCRIPTION, SECRET, startAzureCloud, SUBSCRIPTION, TENANT, type AzureCloud } from '../testing/azure-cloud.js';

let clouds: AzureCloud;

beforeAll(async () => {
  clouds = await startAzureCloud();
});
afterAll(() => clouds.stop());

const credential = (clientId = CLIENT): ClientSecretCredential =>
  new ClientSecretCredential(TENANT, clientId, SECRET, { authorityHost: clouds.azure, disableInstanceDiscovery: true });

const graph = (clientId = CLIENT): ResourceGraphClient =>
  new ResourceGraphClient(credential(clientId), { endpoint: clouds.azure, retryOptions: { maxRetries: 0 } });

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
      answers.push(await clouds.arm('POST', '/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01', { body }));
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
    const first = await clouds.arm('GET', `${path}?api-version=2022-04-01`);
    const nextLink = String(first.body['nextLink']);
    expect(new URL(nextLink).origin).toBe(clouds.azure);
    const second = await clouds.arm('GET', nextLink);
    const all = [first, second].flatMap((page) => page.body['value'] as JsonObject[]); // asserted by the counts below
    // 60 live, 2 orphaned, and the two applications' own three.
    expect(all).toHaveLength(60 + 2 + 3);
    const filtered = await clouds.arm('GET', `${path}?api-version=2022-04-01&$filter=assignedTo('66666666-6666-4666-8666-666666666666')`);
    expect(filtered.body['value']).toHaveLength(2);
  });

  it('a principal that was deleted keeps its assignment and is unknown to Microsoft Graph', async () => {
    const path = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`;
    const first = await clouds.arm('GET', path);
    const second = await clouds.arm('GET', String(first.body['nextLink']));
    const assignments = [first, second].flatMap((page) => page.body['value'] as { id: string; properties: { principalId: string } }[]); // shape compared with Microsoft's examples
    const ids = assignments.map((assignment) => assignment.properties.principalId);
    const found = await clouds.arm('POST', '/v1.0/directoryObjects/getByIds', { scope: 'https://graph.microsoft.com/.default', body: { ids } });
    const known = new Set((found.body['value'] as { id: string }[]).map((principal) => principal.id)); // as above
    const dangling = assignments.filter((assignment) => !known.has(assignment.properties.principalId)).map((assignment) => assignment.id);
    const labelled = label(clouds.estate).filter((label) => label.fault === 'azure-role-assignment-orphaned');
    expect(dangling).toEqual(labelled.map((label) => label.resourceId));
    expect(dangling).toHaveLength(2);
  });

  it('Microsoft Graph lists users, groups and service principals, ids alone when only they are selected', async () => {
    const list = async (collection: string): Promise<JsonObject[]> =>
      (await clouds.arm('GET', `/v1.0/${collection}?$select=id&$top=999`, { scope: 'https://graph.microsoft.com/.default' })).body['value'] as JsonObject[]; // counted below
    expect((await list('users')).every((user) => Object.keys(user).join() === 'id')).toBe(true);
    expect(await list('users')).toHaveLength(30);
    expect(await list('groups')).toHaveLength(15);
    expect(await list('servicePrincipals')).toHaveLength(15 + 2);
  });

  it('a denied permission is 403 AuthorizationFailed naming action and scope', async () => {
    clouds.behaviour.denied.add('Microsoft.Authorization/roleAssignments/read');
    const refused = await clouds.arm('GET', `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`);
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
    const own = await clouds.arm('GET', `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`);
    expect((own.body['value'] as JsonObject[])[0]).toEqual({ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] });
  });

  it('a smuggled write is answered as Azure would answer a reader, and is in the log as a write', async () => {
    clouds.log.clear();
    const vm = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-main/providers/Microsoft.Compute/virtualMachines/lazy-001`;
    expect(
      (await clouds.arm('DELETE', `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-main/providers/Microsoft.Compute/disks/orphan-001?api-version=2024-03-02`))
        .status,
    ).toBe(403);
    expect((await clouds.arm('POST', `${vm}/deallocate?api-version=2024-07-01`)).status).toBe(403);
    await clouds.arm(
      'POST',
      `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-main/providers/Microsoft.Storage/storageAccounts/a/listKeys?api-version=2023-05-01`,
    );
    expect(clouds.log.writes().map((entry) => entry.operation)).toEqual([
      'Microsoft.Compute/disks/delete',
      'Microsoft.Compute/virtualMachines/deallocate/action',
    ]);
    expect(clouds.log.secretReads().map((entry) => entry.operation)).toEqual(['Microsoft.Storage/storageAccounts/listKeys/action']);
  });
});
