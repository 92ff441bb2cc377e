import { describe, expect, it } from '@jest/globals';
import { manifest } from '../operations/manifest.js';
import { awsSigner } from '../transports/aws-signer.js';
import { silentObserver, type CallObserver } from './call-observer.js';
import { gateReason, pins } from './fixtures/gate-reason.js';
import { createGate } from './gate.js';
import type { WireRequest } from './wire-request.js';

const form = 'application/x-www-form-urlencoded; charset=utf-8';
const keys = { accessKeyId: 'AKIAEXAMPLEEXAMPLE01', secretAccessKey: 'secret' };

interface AwsRequest {
  readonly service?: string;
  readonly region?: string;
  readonly url?: string;
  readonly type?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}
async function signed({ service = 'ec2', region = 'eu-central-1', type = form, ...more }: AwsRequest = {}): Promise<WireRequest> {
  const { url = 'https://ec2.eu-central-1.amazonaws.com/', body = 'Action=DescribeVolumes&Version=2016-11-15' } = more;
  const headers = await awsSigner(service, region, keys).sign({ url, headers: { 'content-type': type, ...more.headers }, body }, new Date());
  return { method: 'POST', url, headers, body };
}
const volumes = 'ec2:DescribeVolumes';
const withHeader = (wire: WireRequest, name: string, change: (value: string) => string): WireRequest => ({
  ...wire,
  headers: { ...wire.headers, [name]: change(wire.headers[name] ?? '') },
});

describe('what is wrong with any request, whatever the cloud', () => {
  it('is told first: an address that is none, not canonical, or with a user or a fragment', async () => {
    const wire = await signed();
    const at = (url: string): string => gateReason(volumes, { ...wire, url });
    expect(at('ec2.eu-central-1.amazonaws.com')).toBe('not a URL');
    // The bytes compared are the bytes sent: a parser that would repair them must not be the one that judges them.
    expect(at('https://ec2.eu-central-1.amazonaws.com')).toBe('URL is not in its canonical form');
    expect(at('https://EC2.eu-central-1.amazonaws.com/')).toBe('URL is not in its canonical form');
    expect(at('https://ec2.eu-central-1.amazonaws.com/x/../')).toBe('URL is not in its canonical form');
    expect(at('https://user@ec2.eu-central-1.amazonaws.com/')).toBe('URL has a user part or a fragment');
    expect(at('https://:word@ec2.eu-central-1.amazonaws.com/')).toBe('URL has a user part or a fragment');
    expect(at('https://ec2.eu-central-1.amazonaws.com/#x')).toBe('URL has a user part or a fragment');
  });

  it('is a header of no known use, or one that holds a line of its own', async () => {
    const wire = await signed();
    const headed = (name: string, value: string): string => gateReason(volumes, { ...wire, headers: { ...wire.headers, [name]: value } });
    for (const name of [
      'x-http-method-override',
      'cookie',
      'x-forwarded-host',
      'transfer-encoding',
      'x-ms-version-override',
      'x-goog-iam-authority-selector',
    ]) {
      expect(headed(name, 'x')).toBe(`header ${name} is not allowed`);
    }
    for (const value of ['a\r', 'a\nHost: x', 'a\0']) expect(headed('user-agent', value)).toBe('header user-agent holds a line break');
  });

  it('lets pass every header that the clouds’ own clients send', async () => {
    const wire = await signed();
    const names = [
      ...['accept', 'accept-encoding', 'accept-language', 'connection', 'content-length', 'user-agent', 'traceparent', 'client-request-id'],
      ...['return-client-request-id', 'clienttype', 'cache-control', 'x-amz-security-token', 'x-amz-content-sha256', 'x-amz-user-agent', 'x-amzn-query-mode'],
      ...['amz-sdk-invocation-id', 'amz-sdk-request', 'x-ms-client-request-id', 'x-ms-return-client-request-id', 'x-ms-useragent', 'x-client-sku'],
      ...['x-client-ver', 'x-client-os', 'x-client-cpu', 'x-client-current-telemetry', 'x-client-last-telemetry', 'x-ms-lib-capability', 'x-app-name'],
      ...['x-app-ver', 'x-anchormailbox', 'x-goog-api-client', 'x-goog-user-project', 'x-goog-request-params'],
    ];
    for (const name of names) expect([name, gateReason(volumes, { ...wire, headers: { ...wire.headers, [name]: 'x' } })]).toEqual([name, 'admitted']);
  });

  it('is a body over one MiB, counted in bytes; exactly one MiB passes', async () => {
    const start = 'Action=DescribeVolumes&Version=2016-11-15&Filter.1.Name=';
    const full = start + 'x'.repeat(1024 * 1024 - start.length);
    expect(gateReason(volumes, await signed({ body: full }))).toBe('admitted');
    expect(gateReason(volumes, await signed({ body: `${full}x` }))).toBe('body is over the limit');
    expect(gateReason(volumes, await signed({ body: `${full.slice(1)}é` }))).toBe('body is over the limit');
  });
});

describe('what the gate tells of a refusal', () => {
  const told: Parameters<CallObserver['refused']>[0][] = [];
  const gate = createGate({ endpoints: {}, operations: manifest, pins, observer: { ...silentObserver, refused: (event) => void told.push(event) } });
  const wire: WireRequest = { method: 'GET', url: 'https://evil.example/', headers: {}, body: null };
  const refusalOf = (ids: readonly string[]): string => {
    try {
      gate.admit(ids, wire);
    } catch (error) {
      return String((error as { internal?: unknown }).internal); // a VitrineError, as the other specs show
    }
    throw new Error('admitted');
  };

  it('names each operation tried with its reason, and the cloud of the first, declared or not', () => {
    expect(refusalOf([volumes, 'ec2:RunInstances'])).toBe(
      `not declared: ${volumes}, ec2:RunInstances: ${volumes}: host is not the declared one; ec2:RunInstances: not on the list of this session`,
    );
    expect(told.at(-1)).toEqual({
      cloud: 'aws',
      operation: volumes,
      reason: `${volumes}: host is not the declared one; ec2:RunInstances: not on the list of this session`,
    });
    const clouds = [
      ['ec2:RunInstances', 'aws'],
      ['elasticloadbalancing-v2:X', 'aws'],
      ['Microsoft.Compute/disks/delete', 'azure'],
      ['entra/consent', 'azure'],
      ['prices.azure.com/other', 'azure'],
      ['compute.disks.delete', 'gcp'],
      ['storage.microsoft.fake', 'gcp'],
      ['a:b:c', 'gcp'],
      ['ec2:Run1', 'gcp'],
      ['Compute.entra', 'gcp'],
    ] as const;
    for (const [id, cloud] of clouds) {
      refusalOf([id]);
      expect([id, told.at(-1)?.cloud]).toEqual([id, cloud]);
    }
  });

  it('says so where nothing at all was named', () => {
    expect(refusalOf([])).toBe('not declared: nothing named');
    expect(told.at(-1)).toEqual({ cloud: 'gcp', operation: '', reason: '' });
  });

  it('admits a request that is any one of the operations named, as that one', async () => {
    expect(gate.admit(['ec2:DescribeAddresses', volumes], await signed()).operation.id).toBe(volumes);
  });
});

describe('why an AWS call is stopped', () => {
  it('its verb, its path, its query string, its missing body', async () => {
    const wire = await signed();
    expect(gateReason(volumes, wire)).toBe('admitted');
    expect(gateReason(volumes, { ...wire, method: 'GET' })).toBe('method is not POST');
    expect(gateReason(volumes, { ...wire, url: `${wire.url}x` })).toBe('path is not /');
    expect(gateReason(volumes, { ...wire, url: `${wire.url}?Action=TerminateInstances` })).toBe('query string is not allowed');
    expect(gateReason(volumes, { ...wire, body: null })).toBe('body is missing');
  });

  it('in the query protocol: any second way to say what is done', async () => {
    const reason = async (request: AwsRequest): Promise<string> => gateReason(volumes, await signed(request));
    expect(await reason({ type: 'application/x-www-form-urlencoded' })).toBe('admitted');
    expect(await reason({ type: 'Application/X-WWW-Form-Urlencoded; Charset=UTF-8' })).toBe('admitted');
    for (const type of ['application/json', 'application/x-www-form-urlencoded; charset=utf-16', `x${form}`, `${form}x`]) {
      expect(await reason({ type })).toBe('content type is not the declared one');
    }
    expect(
      gateReason(
        volumes,
        withHeader(await signed(), 'content-type', () => ''),
      ),
    ).toBe('content type is not the declared one');
    expect(await reason({ headers: { 'x-amz-target': 'Ec2.TerminateInstances' } })).toBe('target header is not allowed here');
    const own = 'Action=DescribeVolumes&Version=2016-11-15';
    for (const name of ['action', 'ACTION', 'version', 'Operation', 'operation'])
      expect(await reason({ body: `${own}&${name}=x` })).toBe('a second way to name an action');
    // A filter may be called anything that is no such name.
    for (const name of ['Actions', 'Filter.Action', 'MyVersion', 'Versions', 'Operations', 'Reoperation'])
      expect(await reason({ body: `${own}&${name}=x` })).toBe('admitted');
    expect(await reason({ body: `${own}&Action=DescribeVolumes` })).toBe('action is not the declared one');
    expect(await reason({ body: 'Version=2016-11-15' })).toBe('action is not the declared one');
    expect(await reason({ body: 'Action=TerminateInstances&Version=2016-11-15' })).toBe('action is not the declared one');
    expect(await reason({ body: `${own}&Version=2016-11-15` })).toBe('version is not the declared one');
    expect(await reason({ body: 'Action=DescribeVolumes' })).toBe('version is not the declared one');
    expect(await reason({ body: 'Action=DescribeVolumes&Version=2014-01-01' })).toBe('version is not the declared one');
  });

  it('in the JSON protocol: another target or type, a body that names an action, or none', async () => {
    const id = 'ce:GetCostAndUsage';
    const target = 'AWSInsightsIndexService.GetCostAndUsage';
    const cost = (more: AwsRequest = {}): Promise<WireRequest> =>
      signed({
        service: 'ce',
        region: 'us-east-1',
        url: 'https://ce.us-east-1.amazonaws.com/',
        type: 'application/x-amz-json-1.1',
        body: '{}',
        headers: { 'x-amz-target': target },
        ...more,
      });
    expect(gateReason(id, await cost())).toBe('admitted');
    expect(gateReason(id, await cost({ body: '{"Filter":{"Transaction":1,"Key":"Action"}}' }))).toBe('admitted');
    expect(gateReason(id, await cost({ type: 'application/x-amz-json-1.0' }))).toBe('content type is not the declared one');
    expect(gateReason(id, await cost({ headers: { 'x-amz-target': 'AWSInsightsIndexService.DeleteAnomalyMonitor' } }))).toBe('target is not the declared one');
    expect(gateReason(id, await cost({ headers: {} }))).toBe('target is not the declared one');
    for (const body of ['', '[]', ' {}', '{"Action":1}', '{"Operation" : 1}', '{"a":{"X-Amz-Target"\n:1}}'])
      expect(gateReason(id, await cost({ body }))).toBe('body is not the declared one');
    expect(gateReason(id, await cost(), { pins: { ...pins, awsAccountId: undefined } as never })).toBe('the connection has no pin for billing data');
  });

  it('its signature: for another service or region, of another form, or over less than is checked', async () => {
    const wire = await signed();
    const signature = (change: (value: string) => string): string => gateReason(volumes, withHeader(wire, 'authorization', change));
    expect(signature((value) => value.replaceAll(', ', ','))).toBe('admitted');
    for (const change of [
      (): string => '',
      (value: string): string => value.replace('/ec2/', '/s3/'),
      (value: string): string => `x${value}`,
      (value: string): string => `${value}0`,
      (value: string): string => value.replace(/Signature=./, 'Signature=g'),
      (value: string): string => value.replace('Credential=', 'Credential=a+b'),
      (value: string): string => value.replace(/Credential=\w+/, 'Credential=abc'),
      (value: string): string => value.replace(/Credential=\w+/, `Credential=${'A'.repeat(129)}`),
      (value: string): string => value.replace(/\/\d{8}\//, '/2026112/'),
      (value: string): string => value.replace(/\/\d{8}\//, '/2026112x/'),
      (value: string): string => value.replace('/eu-central-1/', '/EU-central-1/'),
      (value: string): string => value.replace('aws4_request', 'aws5_request'),
      (value: string): string => value.replace('SignedHeaders=', 'SignedHeaders=A;'),
      (value: string): string => value.replace(/SignedHeaders=[^,]+/, 'SignedHeaders='),
    ]) {
      expect(signature(change)).toBe('not signed for the declared service');
    }
    expect(signature((value) => value.replace(/Credential=\w+/, 'Credential=abcd'))).toBe('admitted');
    expect(signature((value) => value.replace(/Credential=\w+/, `Credential=${'A'.repeat(128)}`))).toBe('admitted');
    expect(signature((value) => value.replace('/eu-central-1/', '/us-east-1/'))).toBe('not signed for the region of the host');
    expect(signature((value) => value.replace('host;', ''))).toBe('the signature leaves out what is checked');
    expect(signature((value) => value.replace('content-type;', ''))).toBe('the signature leaves out what is checked');
    const { authorization: _left, ...headers } = wire.headers;
    expect(gateReason(volumes, { ...wire, headers })).toBe('not signed for the declared service');
  });

  it('a target that was not signed, since whoever carries the request could name another', async () => {
    const target = 'AWSInsightsIndexService.GetCostAndUsage';
    const wire = await signed({
      service: 'ce',
      region: 'us-east-1',
      url: 'https://ce.us-east-1.amazonaws.com/',
      type: 'application/x-amz-json-1.1',
      body: '{}',
      headers: { 'x-amz-target': target },
    });
    expect(
      gateReason(
        'ce:GetCostAndUsage',
        withHeader(wire, 'authorization', (value) => value.replace(';x-amz-target', '')),
      ),
    ).toBe('the signature leaves out what is checked');
  });

  it('at an operator’s endpoint any region may sign, since the host names none', async () => {
    const wire = await signed({ url: 'http://127.0.0.1:4566/', region: 'us-east-1' });
    expect(gateReason(volumes, wire, { endpoints: { aws: 'http://127.0.0.1:4566' } })).toBe('admitted');
  });

  it('the one action that carries an assertion instead of a signature goes unsigned, and no other', () => {
    const id = 'sts:AssumeRoleWithWebIdentity';
    const wire: WireRequest = {
      method: 'POST',
      url: 'https://sts.eu-central-1.amazonaws.com/',
      headers: { 'content-type': form },
      body: 'Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=x',
    };
    expect(gateReason(id, wire)).toBe('admitted');
    expect(gateReason(id, { ...wire, headers: { ...wire.headers, authorization: 'AWS4-HMAC-SHA256 x' } })).toBe('this action is sent unsigned');
  });
});
