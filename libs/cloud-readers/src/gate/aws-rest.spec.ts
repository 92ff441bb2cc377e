import { describe, expect, it } from '@jest/globals';
import { manifest, operationById } from '../operations/manifest.js';
import { awsRestRequest } from '../transports/aws-rest-request.js';
import { awsSigner, type UnsignedRequest } from '../transports/aws-signer.js';
import { silentObserver } from './call-observer.js';
import { createGate } from './gate.js';
import type { WireRequest } from './wire-request.js';

const gate = createGate({ endpoints: {}, operations: manifest, pins: {}, observer: silentObserver });
const keys = { accessKeyId: 'AKIAEXAMPLEEXAMPLE01', secretAccessKey: 'secret' };
const bucket = 'https://s3.eu-central-1.amazonaws.com/shop-logs';

async function signed(request: Partial<UnsignedRequest> & { readonly url: string }, service = 's3', region = 'eu-central-1'): Promise<WireRequest> {
  const { method = 'GET', url, headers = {}, body = null } = request;
  return { method, url, headers: await awsSigner(service, region, keys).sign({ method, url, headers, body }, new Date()), body };
}
const refuses = (id: string, wire: WireRequest, because: RegExp): void => {
  expect(() => gate.admit([id], wire)).toThrow(expect.objectContaining({ code: 'operation-not-declared', internal: expect.stringMatching(because) }));
};

describe('the gate at AWS’s REST services', () => {
  it('admits the declared operations of S3, Lambda, EKS and OpenSearch', async () => {
    const admitted: readonly [string, WireRequest][] = [
      ['s3:ListBuckets', await signed({ url: 'https://s3.eu-central-1.amazonaws.com/?bucket-region=eu-central-1&max-buckets=100' })],
      ['s3:GetBucketLifecycleConfiguration', await signed({ url: `${bucket}?lifecycle=` })],
      ['s3:GetBucketVersioning', await signed({ url: `${bucket}?versioning=` })],
      ['lambda:ListFunctions', await signed({ url: 'https://lambda.eu-central-1.amazonaws.com/2015-03-31/functions?MaxItems=50' }, 'lambda')],
      ['eks:DescribeCluster', await signed({ url: 'https://eks.eu-central-1.amazonaws.com/clusters/shop' }, 'eks')],
      [
        'es:DescribeDomains',
        await signed(
          {
            method: 'POST',
            url: 'https://es.eu-central-1.amazonaws.com/2021-01-01/opensearch/domain-info',
            headers: { 'content-type': 'application/json' },
            body: '{"DomainNames":["shop"]}',
          },
          'es',
        ),
      ],
    ];
    for (const [id, wire] of admitted) expect(gate.admit([id], wire).url).toBe(wire.url);
  });

  it('T23: refuses what one word of the query would turn into a list of objects, a write or another read', async () => {
    const id = 's3:GetBucketLifecycleConfiguration';
    refuses(id, await signed({ url: bucket }), /query does not name/);
    refuses(id, await signed({ url: `${bucket}?list-type=2` }), /query does not name/);
    refuses(id, await signed({ url: `${bucket}?lifecycle=x` }), /query does not name/);
    refuses(id, await signed({ url: `${bucket}?lifecycle=&policy=` }), /not declared/);
    refuses(id, await signed({ url: `${bucket}?lifecycle=&lifecycle=` }), /given twice/);
    refuses(id, await signed({ url: `${bucket}/customers.csv?lifecycle=` }), /path/);
    refuses(id, await signed({ url: 'https://s3.eu-central-1.amazonaws.com/?lifecycle=' }), /path/);
    refuses(id, { ...(await signed({ url: `${bucket}?lifecycle=` })), method: 'DELETE' }, /method/);
    refuses(id, { ...(await signed({ url: `${bucket}?lifecycle=` })), method: 'PUT', body: '<LifecycleConfiguration/>' }, /method/);
    refuses('eks:DescribeCluster', await signed({ url: 'https://eks.eu-central-1.amazonaws.com/clusters/shop/node-groups' }, 'eks'), /path/);
  });

  it('refuses another host, an access point of another account, a signature for another service, region or body', async () => {
    const id = 's3:GetBucketVersioning';
    refuses(id, await signed({ url: 'https://shop-logs.s3.eu-central-1.amazonaws.com/?versioning=' }), /host/);
    refuses(id, await signed({ url: 'https://s3.eu-central-1.amazonaws.com/arn:aws:s3:eu-central-1:999988887777:accesspoint:x?versioning=' }), /path/);
    refuses(id, await signed({ url: `${bucket}?versioning=` }, 'lambda'), /declared service/);
    refuses(id, await signed({ url: `${bucket}?versioning=` }, 's3', 'us-east-1'), /region/);
    const wire = await signed({ url: `${bucket}?versioning=` });
    refuses(id, { ...wire, body: '{}' }, /no body/);
    refuses(id, { ...wire, headers: { ...wire.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }, /signed body/);
    refuses(id, await signed({ url: `${bucket}?versioning=`, headers: { 'x-amz-target': 'AmazonS3.DeleteBucket' } }), /target/);
  });

  it('refuses a POST whose body is of another kind or was swapped after signing', async () => {
    const url = 'https://es.eu-central-1.amazonaws.com/2021-01-01/opensearch/domain-info';
    const post = (headers: Record<string, string>, body: string): Promise<WireRequest> => signed({ method: 'POST', url, headers, body }, 'es');
    const json = { 'content-type': 'application/json' };
    refuses('es:DescribeDomains', await post({ 'content-type': 'text/plain' }, '{}'), /content type/);
    refuses('es:DescribeDomains', await post(json, '[]'), /body is not/);
    refuses('es:DescribeDomains', { ...(await post(json, '{}')), body: '{"DomainNames":["other"]}' }, /signed body/);
  });
});

describe('a signature at AWS’s REST services', () => {
  const without = (wire: WireRequest, name: string): WireRequest => ({
    ...wire,
    headers: { ...wire.headers, authorization: (wire.headers['authorization'] ?? '').replace(`${name};`, '') },
  });

  // Attack: whoever carries a request may change what is not signed, and would send it to another host, or with another body.
  it('covers the host and the hash of the body, and the kind of a body where there is one', async () => {
    const id = 's3:GetBucketVersioning';
    const get = await signed({ url: `${bucket}?versioning=` });
    expect(gate.admit([id], without(get, 'none')).url).toBe(get.url);
    for (const name of ['host', 'x-amz-content-sha256']) refuses(id, without(get, name), /leaves out what is checked/);
    const url = 'https://es.eu-central-1.amazonaws.com/2021-01-01/opensearch/domain-info';
    const post = await signed({ method: 'POST', url, headers: { 'content-type': 'application/json' }, body: '{}' }, 'es');
    for (const name of ['host', 'x-amz-content-sha256', 'content-type']) refuses('es:DescribeDomains', without(post, name), /leaves out what is checked/);
    const empty = await signed({ method: 'POST', url, headers: { 'content-type': 'application/json' }, body: null }, 'es');
    refuses('es:DescribeDomains', empty, /body is not/);
  });
});

describe('a REST request of AWS', () => {
  const of = (id: string): Extract<ReturnType<typeof operationById>['wire'], { protocol: 'aws-rest' }> => {
    const { wire } = operationById(id);
    if (wire.protocol !== 'aws-rest') throw new Error(`${id} is no REST operation`);
    return wire;
  };

  it('is the template filled, its fixed words last so that a reader cannot replace them', () => {
    const wire = of('s3:GetBucketLifecycleConfiguration');
    const built = awsRestRequest('x', wire, { operation: 'x', path: { bucket: 'shop.logs' }, query: { lifecycle: 'no' } }, 'https://s3.example', {});
    expect(built).toEqual({ method: 'GET', url: 'https://s3.example/shop.logs?lifecycle=', headers: { 'user-agent': 'vitrine' }, body: null });
  });

  it('joins its query’s members, and asks nothing where there are none', () => {
    const listed = awsRestRequest('x', of('s3:ListBuckets'), { operation: 'x', query: { 'bucket-region': 'a', 'max-buckets': '1' } }, 'https://s3.example', {});
    expect(listed.url).toBe('https://s3.example/?bucket-region=a&max-buckets=1');
    expect(awsRestRequest('x', of('s3:ListBuckets'), { operation: 'x' }, 'https://s3.example', {}).url).toBe('https://s3.example/');
  });

  it('writes query values as SigV4 counts them', () => {
    const { url } = awsRestRequest('x', of('s3:ListBuckets'), { operation: 'x', query: { 'continuation-token': "a b+c/d=*'(" } }, 'https://s3.example', {});
    expect(url).toBe('https://s3.example/?continuation-token=a%20b%2Bc%2Fd%3D%2A%27%28');
    expect(new URL(url).href).toBe(url);
  });

  it('is none where a hole would lead to another path', () => {
    for (const name of ['..', 'a/b', 'a?acl', '', 'arn:aws:s3:::x'])
      expect(() => awsRestRequest('s3:x', of('s3:GetBucketVersioning'), { operation: 'x', path: { bucket: name } }, 'https://s3.example', {})).toThrow(
        'request-malformed',
      );
  });
});
