import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CallResult, CloudRequest } from '../engine/cloud-request.js';
import { operationById } from '../operations/manifest.js';
import { startLoopbackCloud, type LoopbackCloud } from '../testing/loopback-cloud.js';
import { awsSigner, type AwsKeys, type UnsignedRequest } from './aws-signer.js';
import { createAwsTransport } from './aws.transport.js';

const volumes = 'ec2:DescribeVolumes';
const identity = 'sts:GetCallerIdentity';
const metrics = 'cloudwatch:GetMetricData';
const now = new Date('2026-11-22T01:02:03Z');
const keys: AwsKeys = { accessKeyId: 'AKIAEXAMPLEEXAMPLE01', secretAccessKey: 'secret', sessionToken: 'session-token' };

describe('AWS through our own signed transport', () => {
  let cloud: LoopbackCloud;
  beforeAll(async () => {
    cloud = await startLoopbackCloud();
  });
  afterAll(() => cloud.close());

  function aws(own: AwsKeys | null = keys): {
    meter: { bytes: number };
    run: (id: string, request?: Partial<CloudRequest>, trace?: Readonly<Record<string, string>>, signal?: AbortSignal) => Promise<CallResult>;
  } {
    const { gate, sender, endpoints } = cloud;
    const meter = { bytes: -1 };
    const transport = createAwsTransport({ gate, sender, endpoints, keys: own, clock: () => now, meter });
    return {
      meter,
      run: (id, request = {}, trace = {}, signal = new AbortController().signal) =>
        transport.once(operationById(id), { operation: id, region: 'eu-central-1', ...request }, trace, signal),
    };
  }
  const page = '<DescribeVolumesResponse xmlns="http://ec2/"><volumeSet><item><volumeId>vol-1</volumeId></item></volumeSet></DescribeVolumesResponse>';
  const shape = { volumeSet: [{ volumeId: 'text' }] } as const;

  it('posts one action in the query form, signed for its service and region, and builds what the shape declares', async () => {
    const { run, meter } = aws();
    cloud.answers({ body: page, headers: { 'x-amzn-requestid': 'r' } });
    expect(await run(volumes, { body: { MaxResults: 5 }, shape }, { traceparent: '00-aa-bb-01' })).toEqual({
      outcome: 'read',
      body: { volumeSet: [{ volumeId: 'vol-1' }] },
      requestId: 'r',
    });
    expect(meter.bytes).toBe(page.length);
    expect(cloud.heard).toHaveLength(1);
    expect(cloud.heard[0]).toMatchObject({
      method: 'POST',
      path: '/',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        'user-agent': 'vitrine',
        traceparent: '00-aa-bb-01',
        'x-amz-date': '20261122T010203Z',
        'x-amz-security-token': 'session-token',
        authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLEEXAMPLE01\/20261122\/eu-central-1\/ec2\/aws4_request, /),
      },
      body: 'Action=DescribeVolumes&Version=2016-11-15&MaxResults=5',
    });
  });

  it('signs each region and each service for itself, and a service with one endpoint in its own region', async () => {
    const { run } = aws();
    const signedFor = async (id: string, request: Partial<CloudRequest>): Promise<string | undefined> => {
      cloud.answers({ status: 500 });
      await run(id, request);
      return /Credential=[^/]+\/\d+\/([^,]+)\/aws4_request/.exec(String(cloud.heard[0]?.headers.authorization))?.[1];
    };
    expect(await signedFor(volumes, { region: 'eu-central-1' })).toBe('eu-central-1/ec2');
    expect(await signedFor(volumes, { region: 'us-west-2' })).toBe('us-west-2/ec2');
    expect(await signedFor(metrics, { region: 'us-west-2' })).toBe('us-west-2/monitoring');
    expect(await signedFor('iam:ListUsers', { region: 'us-west-2' })).toBe('us-east-1/iam');
  });

  it('speaks JSON where the service does', async () => {
    const id = 'ce:GetCostAndUsage';
    cloud.answers({ body: '{"ResultsByTime":[]}' });
    expect(await aws().run(id, { body: { Granularity: 'DAILY' } })).toEqual({ outcome: 'read', body: { ResultsByTime: [] }, requestId: null });
    expect(cloud.heard[0]).toMatchObject({
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSInsightsIndexService.GetCostAndUsage', 'user-agent': 'vitrine' },
      body: '{"Granularity":"DAILY"}',
    });
    await aws().run(id);
    expect(cloud.heard.at(-1)?.body).toBe('{}');
  });

  it('shows a reader what stands inside the wrapper of a query answer, and names one without it', async () => {
    const wrapped = (inner: string): string => `<GetCallerIdentityResponse>${inner}<ResponseMetadata/></GetCallerIdentityResponse>`;
    const { run } = aws();
    cloud.answers({ body: wrapped('<GetCallerIdentityResult><Account>1</Account></GetCallerIdentityResult>') });
    const whole = { Account: 'text' } as const;
    for (const _ of ['plan made', 'plan kept']) expect(await run(identity, { shape: whole })).toMatchObject({ outcome: 'read', body: { Account: '1' } });
    expect(await run(identity, { shape: { Arn: 'text' } })).toMatchObject({ outcome: 'read', body: {} });
    expect(await run(identity)).toMatchObject({ outcome: 'read', body: {} });
    cloud.answers({ body: wrapped('<GetCallerIdentityResult>plain</GetCallerIdentityResult>') });
    expect(await run(identity, { shape: 'text' })).toMatchObject({ outcome: 'read', body: 'plain' });
    cloud.answers({ body: '<OtherResponse/>' });
    expect(await run(identity, { shape: whole })).toMatchObject({ outcome: 'unavailable', reason: 'xml-malformed' });
  });

  it('signs in without a signature where AWS takes none, and sends nothing else unsigned', async () => {
    const signIn = 'sts:AssumeRoleWithWebIdentity';
    cloud.answers({ status: 403, body: '<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>' });
    const { run } = aws(null);
    expect(await run(signIn, { body: { RoleArn: 'x' } })).toMatchObject({ outcome: 'denied', providerCode: 'AccessDenied' });
    expect(cloud.heard[0]?.headers.authorization).toBeUndefined();
    await expect(run(volumes)).rejects.toMatchObject({ code: 'operation-not-declared' });
    expect(cloud.heard).toHaveLength(1);
  });

  it('measures a refusal like any answer, and tells an unreadable answer and a lost connection by name', async () => {
    const { run, meter } = aws();
    cloud.answers({ status: 503, body: '<html>' });
    expect(await run(volumes)).toEqual({ outcome: 'unavailable', operation: volumes, reason: 'http-503', retryable: true });
    expect(meter.bytes).toBe(6);
    cloud.answers({ body: '<DescribeVolumesResponse>' });
    expect(await run(volumes)).toMatchObject({ outcome: 'unavailable', reason: 'xml-malformed' });
    cloud.answers('hang-up');
    expect(await run(volumes)).toEqual({ outcome: 'unavailable', operation: volumes, reason: 'cloud-unreachable', retryable: true });
  });

  describe('where the service speaks REST', () => {
    const lifecycle = 's3:GetBucketLifecycleConfiguration';
    const rules = { Rule: [{ ID: 'text' }, 'Rule'] } as const;
    const bucket = { path: { bucket: 'a-bucket' } };

    it('asks for the declared path and query, signed, and builds what the shape declares of the XML', async () => {
      cloud.answers({ body: '<LifecycleConfiguration><Days>1</Days></LifecycleConfiguration>', headers: { 'x-amz-request-id': 'r' } });
      const result = await aws().run(lifecycle, { ...bucket, shape: { Days: 'text' } }, { traceparent: '00-aa-bb-01' });
      expect(result).toEqual({ outcome: 'read', body: { Days: '1' }, requestId: 'r' });
      expect(cloud.heard[0]).toMatchObject({
        method: 'GET',
        path: '/a-bucket?lifecycle=',
        headers: { 'user-agent': 'vitrine', traceparent: '00-aa-bb-01', authorization: expect.stringContaining('/eu-central-1/s3/aws4_request') },
        body: '',
      });
      expect(await aws().run(lifecycle, bucket)).toMatchObject({ outcome: 'read', body: {} });
      cloud.answers({ body: '{}' });
      expect(await aws().run(lifecycle, { ...bucket, shape: rules })).toMatchObject({ outcome: 'unavailable', reason: 'xml-malformed' });
    });

    it('takes "there is none" for an answer where the operation declares it so, and any other refusal for a refusal', async () => {
      const refused = (code: string): { status: number; body: string } => ({ status: 404, body: `<Error><Code>${code}</Code><Message>m</Message></Error>` });
      cloud.answers(refused('NoSuchLifecycleConfiguration'));
      expect(await aws().run(lifecycle, bucket)).toMatchObject({ outcome: 'read', body: { absent: true } });
      expect(await aws().run('s3:GetBucketVersioning', bucket)).toMatchObject({ outcome: 'unavailable', reason: 'NoSuchLifecycleConfiguration' });
      cloud.answers(refused('NoSuchBucket'));
      expect(await aws().run(lifecycle, bucket)).toMatchObject({ outcome: 'unavailable', reason: 'NoSuchBucket', retryable: false });
      cloud.answers({ status: 404, body: 'nothing' });
      expect(await aws().run('s3:GetBucketVersioning', bucket)).toMatchObject({ outcome: 'unavailable', reason: 'http-404' });
    });

    it('reads JSON of a service that answers so, and posts JSON to one that asks for it', async () => {
      cloud.answers({ body: { Functions: [] } });
      expect(await aws().run('lambda:ListFunctions', { query: { MaxItems: '5' } })).toMatchObject({ outcome: 'read', body: { Functions: [] } });
      expect(cloud.heard[0]).toMatchObject({ method: 'GET', path: expect.stringMatching(/\?MaxItems=5$/) });
      cloud.answers({ body: { DomainStatusList: [] } });
      const body = { DomainNames: ['a'] };
      expect(await aws().run('es:DescribeDomains', { body })).toMatchObject({ outcome: 'read', body: { DomainStatusList: [] } });
      await aws().run('es:DescribeDomains');
      expect(cloud.heard.map((each) => [each.method, each.headers['content-type'], each.body])).toEqual([
        ['POST', 'application/json', JSON.stringify(body)],
        ['POST', 'application/json', '{}'],
      ]);
    });

    it('builds no request whose path has another hole, nor follows a link', async () => {
      cloud.answers({});
      await expect(aws().run(lifecycle, { path: { bucket: '../x' } })).rejects.toMatchObject({ code: 'request-malformed', internal: `${lifecycle}: path` });
      const linked = { ...bucket, continuation: `${cloud.origin}/x` };
      await expect(aws().run(lifecycle, linked)).rejects.toMatchObject({ code: 'request-malformed', internal: `${lifecycle}: AWS gives no next link` });
      await expect(aws().run(lifecycle, { ...bucket, query: { policy: '' } })).rejects.toMatchObject({ code: 'operation-not-declared' });
      expect(cloud.heard).toEqual([]);
    });
  });

  it('builds no request of what an action has not', async () => {
    cloud.answers({});
    const { run } = aws();
    for (const more of [{ path: {} }, { query: {} }, { continuation: 'https://ec2.eu-central-1.amazonaws.com/' }])
      await expect(run(volumes, more)).rejects.toMatchObject({ code: 'request-malformed', internal: `${volumes}: AWS calls of this kind take a body only` });
    const refused = { code: 'request-malformed', internal: 'compute.disks.aggregatedList: not an AWS operation' };
    await expect(run('compute.disks.aggregatedList')).rejects.toMatchObject(refused);
    await expect(run(volumes, {}, {}, AbortSignal.abort(new Error('revoked')))).rejects.toThrow('revoked');
    expect(cloud.heard).toEqual([]);
  });
});

describe('a signature', () => {
  const sign = (url: string, own: AwsKeys = keys, body = 'é'): Promise<Record<string, string>> =>
    awsSigner('ec2', 'eu-central-1', own).sign({ url, headers: { 'X-One': '1' }, body }, now);

  it('covers host, headers and the body’s own bytes, in lower case, and the session’s token', async () => {
    const headers = await sign('https://ec2.eu-central-1.amazonaws.com/');
    expect(Object.keys(headers).filter((name) => name !== name.toLowerCase())).toEqual([]);
    expect(headers).toMatchObject({
      host: 'ec2.eu-central-1.amazonaws.com',
      'x-one': '1',
      'x-amz-security-token': 'session-token',
      'x-amz-content-sha256': createHash('sha256').update('é').digest('hex'),
    });
    expect(headers['authorization']).toMatch(/SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-one, Signature=[0-9a-f]{64}$/);
  });

  /** AWS's own description of Signature Version 4, step by step and by nobody's library. */
  function byTheBook(service: string, { method, url, body }: Omit<UnsignedRequest, 'headers'>, headers: Readonly<Record<string, string>>): string {
    const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
    const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text, 'utf8').digest();
    const { pathname, search } = new URL(url);
    const names = Object.keys(headers)
      .filter((name) => name !== 'authorization')
      .sort();
    const path = service === 's3' ? pathname : pathname.split('/').map(encodeURIComponent).join('/');
    const query = search.slice(1).split('&').sort().join('&');
    const canonical = [method, path, query, ...names.map((name) => `${name}:${headers[name] ?? ''}`), '', names.join(';'), sha256(body ?? '')].join('\n');
    const scope = ['20261122', 'eu-central-1', service, 'aws4_request'];
    const key = scope.reduce<string | Buffer>(hmac, `AWS4${keys.secretAccessKey}`);
    return createHmac('sha256', key)
      .update(['AWS4-HMAC-SHA256', '20261122T010203Z', scope.join('/'), sha256(canonical)].join('\n'))
      .digest('hex');
  }

  it.each([
    ['ec2', { method: 'POST', url: 'https://ec2.eu-central-1.amazonaws.com/', body: 'Action=DescribeVolumes' }],
    ['ec2', { method: 'POST', url: 'https://127.0.0.1:4566/', body: 'é' }],
    ['s3', { method: 'GET', url: 'https://s3.eu-central-1.amazonaws.com/a-bucket?lifecycle=', body: null }],
    ['s3', { method: 'GET', url: 'https://s3.eu-central-1.amazonaws.com/a%3Ab?b=2&a=x%20y', body: null }],
    ['lambda', { method: 'GET', url: 'https://lambda.eu-central-1.amazonaws.com/2015-03-31/functions/a%3Ab', body: null }],
  ] as const)('is what AWS’s description makes of it: %s %j', async (service, request) => {
    const headers = await awsSigner(service, 'eu-central-1', keys).sign({ ...request, headers: { 'x-one': '1' } }, now);
    expect(/Signature=(.*)$/.exec(headers['authorization'] ?? '')?.[1]).toBe(byTheBook(service, request, headers));
  });

  it('is another one for another key, body, port or path', async () => {
    const url = 'https://127.0.0.1:4566/';
    const made = await Promise.all([
      sign(url),
      sign(url, { ...keys, secretAccessKey: 'other' }),
      sign(url, keys, 'e'),
      sign('https://127.0.0.1:4567/'),
      sign('https://127.0.0.1/'),
      sign(`${url}x`),
      sign(`${url}?a=b`),
    ]);
    expect(new Set(made.map(({ authorization }) => authorization)).size).toBe(made.length);
    expect((await sign(url))['authorization']).toBe(made[0]?.['authorization']);
  });
});
