import { describe, expect, it } from '@jest/globals';
import { operationById } from '../operations/manifest.js';
import { manifest } from '../operations/manifest.js';
import { awsSigner } from '../transports/aws-signer.js';
import type { BillingPins } from './billing-pins.js';
import { silentObserver } from './call-observer.js';
import { createGate, type Gate } from './gate.js';
import { isAdmitted, type WireRequest } from './wire-request.js';

const subscription = '11111111-2222-4333-8444-555555555555';
const other = '99999999-2222-4333-8444-555555555555';
const table = 'billing-project.export.gcp_billing_export_resource_v1_ABC';
const pins: BillingPins = {
  awsAccountId: '111122223333',
  azureScopes: [`subscriptions/${subscription}`],
  bigQuery: { jobProject: 'billing-project', table, maximumBytesBilled: '1000000000' },
};

const gate = (more: Partial<Parameters<typeof createGate>[0]> = {}): Gate =>
  createGate({ endpoints: {}, operations: manifest, pins, observer: silentObserver, ...more });
const refused = (id: string, wire: WireRequest, through: Gate = gate()): void => {
  expect(() => through.admit([id], wire)).toThrow(expect.objectContaining({ code: 'operation-not-declared' }));
};

const form = 'application/x-www-form-urlencoded; charset=utf-8';
async function ec2(body: string, more: Partial<WireRequest> = {}, headers: Record<string, string> = {}): Promise<WireRequest> {
  const url = more.url ?? 'https://ec2.eu-central-1.amazonaws.com/';
  const keys = { accessKeyId: 'AKIAEXAMPLEEXAMPLE01', secretAccessKey: 'secret' };
  const signed = await awsSigner('ec2', 'eu-central-1', keys).sign({ url, headers: { 'content-type': form, ...headers }, body }, new Date());
  return { method: 'POST', url, headers: signed, body, ...more };
}
const volumes = 'Action=DescribeVolumes&Version=2016-11-15';

describe('the gate at AWS, where nearly every call is a POST to /', () => {
  it('admits the declared action, frozen as it was checked', async () => {
    const admitted = gate().admit(['ec2:DescribeVolumes'], await ec2(volumes));
    expect(isAdmitted(admitted)).toBe(true);
    expect(Object.isFrozen(admitted) && Object.isFrozen(admitted.headers)).toBe(true);
    expect(isAdmitted({ ...admitted })).toBe(false);
  });

  it("T23: refuses a write under a read's name, however it is smuggled in", async () => {
    const terminate = 'Action=TerminateInstances&Version=2016-11-15&InstanceId.1=i-1';
    refused('ec2:DescribeVolumes', await ec2(terminate));
    refused('ec2:DescribeVolumes', await ec2(`${volumes}&Action=TerminateInstances`));
    refused('ec2:DescribeVolumes', await ec2(`${volumes}&action=TerminateInstances`));
    refused('ec2:DescribeVolumes', await ec2(volumes, { url: 'https://ec2.eu-central-1.amazonaws.com/?Action=TerminateInstances' }));
    refused('ec2:DescribeVolumes', await ec2(volumes, {}, { 'x-amz-target': 'Ec2.TerminateInstances' }));
    refused('ec2:DescribeVolumes', await ec2(volumes, {}, { 'x-http-method-override': 'DELETE' }));
    refused('ec2:DescribeVolumes', await ec2(volumes, { method: 'DELETE' }));
    refused('ec2:DescribeVolumes', await ec2('Action=DescribeVolumes&Version=2014-01-01'));
    refused('ec2:TerminateInstances', await ec2(terminate));
  });

  it('refuses another host, scheme, port, user part or region than was signed for', async () => {
    const hosts = [
      'http://ec2.eu-central-1.amazonaws.com/',
      'https://ec2.eu-central-1.amazonaws.com.evil.example/',
      'https://ec2.evil.example/',
      'https://169.254.169.254/',
      'https://ec2.eu-central-1.amazonaws.com:8443/',
      'https://user@ec2.eu-central-1.amazonaws.com/',
      'https://s3.eu-central-1.amazonaws.com/',
      'https://ec2.us-east-1.amazonaws.com/',
    ];
    for (const url of hosts) refused('ec2:DescribeVolumes', { ...(await ec2(volumes)), url });
  });

  it("sends to the operator's endpoint and then to no other, not even the public one", async () => {
    const local = gate({ endpoints: { aws: 'http://127.0.0.1:4566' } });
    expect(local.admit(['ec2:DescribeVolumes'], await ec2(volumes, { url: 'http://127.0.0.1:4566/' })).url).toBe('http://127.0.0.1:4566/');
    refused('ec2:DescribeVolumes', await ec2(volumes), local);
  });

  it('refuses an unsigned request and one signed for another service', async () => {
    const signed = await ec2(volumes);
    const { authorization: _gone, ...unsigned } = signed.headers;
    refused('ec2:DescribeVolumes', { ...signed, headers: unsigned });
    refused('ec2:DescribeVolumes', {
      ...signed,
      headers: { ...signed.headers, authorization: (signed.headers['authorization'] ?? '').replace('/ec2/', '/s3/') },
    });
  });

  it('holds a session to the operations that it was opened for', async () => {
    refused('ec2:DescribeVolumes', await ec2(volumes), gate({ operations: [operationById('ec2:DescribeAddresses')] }));
  });
});

const disksUrl = 'https://management.azure.com/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01';
const json = { 'content-type': 'application/json', authorization: 'Bearer token' };
const graph = (query: string): WireRequest => ({
  method: 'POST',
  url: disksUrl,
  headers: json,
  body: JSON.stringify({ subscriptions: [subscription], query, options: { resultFormat: 'objectArray', $top: 1000 } }),
});

describe('the gate at Azure', () => {
  it("admits a Resource Graph query on the operation's own type and no other", () => {
    const own = "Resources | where type =~ 'microsoft.compute/disks' | project id | order by id asc";
    expect(gate().admit(['Microsoft.Compute/disks/read'], graph(own)).operation.id).toBe('Microsoft.Compute/disks/read');
    refused('Microsoft.Compute/snapshots/read', graph(own));
    refused('Microsoft.Compute/disks/read', graph('Resources'));
    refused('Microsoft.Compute/disks/read', graph(`${own} | union (securityresources)`));
    refused('Microsoft.Compute/disks/read', graph(`${own} | join kind=inner (ResourceContainers) on id`));
  });

  it('refuses writes, secret-revealing POSTs and other versions on declared paths', () => {
    const base = `https://management.azure.com/subscriptions/${subscription}/providers/Microsoft.Authorization/roleAssignments`;
    const list: WireRequest = { method: 'GET', url: `${base}?api-version=2022-04-01`, headers: { authorization: 'Bearer t' }, body: null };
    const id = 'Microsoft.Authorization/roleAssignments/read';
    expect(gate().admit([id], list).method).toBe('GET');
    refused(id, { ...list, method: 'PUT' });
    refused(id, { ...list, method: 'DELETE' });
    refused(id, { ...list, url: `${base}?api-version=2020-01-01` });
    refused(id, { ...list, url: `${base}?api-version=2022-04-01&api-version=2022-04-01` });
    refused(id, { ...list, url: `${base}?api-version=2022-04-01&$expand=all` });
    refused(id, { ...list, url: `${base}/x?api-version=2022-04-01` });
    refused(id, {
      ...list,
      url: `https://management.azure.com/subscriptions/..%2f..%2fx/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`,
    });
    refused(id, { ...list, headers: { ...list.headers, 'x-http-method-override': 'DELETE' } });
    refused(id, { ...list, body: '{}' });
    refused('Microsoft.Compute/disks/read', {
      ...graph(''),
      url: `https://management.azure.com/subscriptions/${subscription}/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a/listKeys?api-version=2023-01-01`,
    });
  });

  it('runs cost queries on the pinned scope only', () => {
    const body = JSON.stringify({
      type: 'AmortizedCost',
      timeframe: 'Custom',
      timePeriod: { from: '2026-10-01T00:00:00Z', to: '2026-10-30T00:00:00Z' },
      dataset: { granularity: 'Daily', aggregation: { totalCost: { name: 'Cost', function: 'Sum' } }, grouping: [{ type: 'Dimension', name: 'ResourceId' }] },
    });
    const at = (id: string): WireRequest => ({
      method: 'POST',
      url: `https://management.azure.com/subscriptions/${id}/providers/Microsoft.CostManagement/query?api-version=2023-11-01`,
      headers: json,
      body,
    });
    expect(gate().admit(['Microsoft.CostManagement/query/action'], at(subscription)).method).toBe('POST');
    refused('Microsoft.CostManagement/query/action', at(other));
    refused('Microsoft.CostManagement/query/action', at(subscription), gate({ pins: {} }));
  });
});

describe('the gate at BigQuery, where one method can do anything', () => {
  const url = 'https://bigquery.googleapis.com/bigquery/v2/projects/billing-project/queries';
  const select = `SELECT resource.global_name AS id, SUM(cost) AS cost FROM \`${table}\` WHERE usage_start_time >= TIMESTAMP('2026-11-01') GROUP BY id`;
  const query = (text: string, more: object = {}): WireRequest => ({
    method: 'POST',
    url,
    headers: json,
    body: JSON.stringify({ query: text, useLegacySql: false, dryRun: true, maximumBytesBilled: '1000000', ...more }),
  });
  const id = 'bigquery.jobs.query';

  it('admits a dry run, and then the very same query', () => {
    const one = gate();
    refused(id, query(select, { dryRun: false }), one);
    one.admit([id], query(select));
    expect(one.admit([id], query(select, { dryRun: false })).operation.id).toBe(id);
    refused(id, query(select.replace('SUM', 'MAX'), { dryRun: false }), one);
  });

  it('refuses everything that is not one SELECT over the pinned table', () => {
    const hostile = [
      `DELETE FROM \`${table}\` WHERE true`,
      `CREATE TABLE x.y AS ${select}`,
      `${select}; DROP TABLE x.y`,
      `SELECT * FROM \`other-project.export.secrets\``,
      `SELECT * FROM other_dataset.secrets`,
      `SELECT * FROM \`${table}\`, other_dataset.secrets`,
      `SELECT * FROM \`${table}\` JOIN other_dataset.secrets ON true`,
      `EXPORT DATA OPTIONS(uri='gs://x/*') AS ${select}`,
      `SELECT * FROM EXTERNAL_QUERY('c', 'select 1')`,
      `${select} -- comment`,
      `SELECT * FROM \`${table}\` /* */`,
      `SELECT "x" FROM \`${table}\``,
      'CALL x.y()',
      '',
    ];
    for (const text of hostile) refused(id, query(text));
  });

  it('refuses unbounded bytes, another project, other members, and a connection without an export', () => {
    refused(id, query(select, { maximumBytesBilled: '2000000000' }));
    refused(id, query(select, { maximumBytesBilled: undefined }));
    refused(id, query(select, { useLegacySql: true }));
    refused(id, query(select, { destinationTable: { projectId: 'x', datasetId: 'y', tableId: 'z' } }));
    refused(id, { ...query(select), url: url.replace('billing-project', 'other-project') });
    refused(id, query(select), gate({ pins: {} }));
  });
});

describe('the gate at sign-in', () => {
  it('lets a Google service account be asked only for reading scopes', () => {
    const wire = (scope: string): WireRequest => ({
      method: 'POST',
      url: 'https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/audit@some-project.iam.gserviceaccount.com:generateAccessToken',
      headers: json,
      body: JSON.stringify({ scope: [scope], lifetime: '900s' }),
    });
    const id = 'iamcredentials.serviceAccounts.generateAccessToken';
    expect(gate().admit([id], wire('https://www.googleapis.com/auth/cloud-platform.read-only')).operation.id).toBe(id);
    refused(id, wire('https://www.googleapis.com/auth/cloud-platform'));
  });

  it("T18: sends an assertion to Google's own token host only", () => {
    const wire = (url: string): WireRequest => ({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=x',
    });
    expect(gate().admit(['oauth2.googleapis.com/token'], wire('https://oauth2.googleapis.com/token')).method).toBe('POST');
    refused('oauth2.googleapis.com/token', wire('https://oauth2.attacker.example/token'));
  });
});
