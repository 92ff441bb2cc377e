import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { JWT } from 'google-auth-library';
import { googleReadScopes } from '../gate/body-checks.js';
import type { Gate } from '../gate/gate.js';
import { stampAdmitted, type WireRequest } from '../gate/wire-request.js';
import { operationById } from '../operations/manifest.js';
import { gatedFetch, GatedGaxios, serviceAccountClient, tokenFrom, workloadIdentityToken, type GoogleThrough } from './google-client.js';
import type { WireResponse } from './http-sender.js';

interface Asked {
  readonly ids: readonly string[];
  readonly wire: WireRequest;
}

/** A gate that lets everything pass and a sender that answers from a list: what is asked of them is what is judged here. */
function through(
  answers: readonly Partial<WireResponse & { json: unknown }>[] = [],
  gcp?: string,
): { through: GoogleThrough; asked: Asked[]; signals: AbortSignal[] } {
  const asked: Asked[] = [];
  const signals: AbortSignal[] = [];
  const gate: Gate = { admit: (ids, wire) => (asked.push({ ids, wire }), stampAdmitted(wire, operationById('oauth2.googleapis.com/token'))) };
  let next = 0;
  const sender: GoogleThrough['sender'] = {
    send: (_request, signal) => {
      signals.push(signal);
      const {
        json,
        body = Buffer.from(json === undefined ? '' : JSON.stringify(json)),
        status = 200,
        headers = { 'content-type': 'application/json' },
      } = answers[next++] ?? {};
      return Promise.resolve({ status, headers, body });
    },
    close: () => undefined,
  };
  return { through: { gate, sender, endpoints: gcp === undefined ? {} : { gcp } }, asked, signals };
}
const url = 'https://compute.googleapis.com/compute/v1/x?a=b';

describe('what Google’s own client asks for', () => {
  it('is shown to the gate as it would leave: verb, address, lower-case headers, text', async () => {
    const { through: way, asked } = through();
    const get = gatedFetch(way, ['one', 'two']);
    await get(url);
    await get(new Request(url));
    await get(new URL(url), { method: 'POST', headers: { 'X-Goog-Api-Client': 'x' }, body: 'text' });
    await get(url, { method: 'POST', body: new URLSearchParams({ a: 'b c' }) });
    await get(url, { method: 'POST', body: Buffer.from('é') });
    await get(url, { method: 'POST', body: '' });
    await get(url, { method: 'POST', body: null });
    expect(asked.map(({ ids }) => ids)).toEqual(Array(7).fill(['one', 'two']));
    expect(asked.map(({ wire }) => [wire.method, wire.url, wire.headers, wire.body])).toEqual([
      ['GET', url, {}, null],
      ['GET', url, {}, null],
      ['POST', url, { 'x-goog-api-client': 'x' }, 'text'],
      ['POST', url, {}, 'a=b+c'],
      ['POST', url, {}, 'é'],
      ['POST', url, {}, null],
      ['POST', url, {}, null],
    ]);
    await expect(get(url, { method: 'POST', body: new Blob(['x']) })).rejects.toMatchObject({
      code: 'request-malformed',
      internal: 'google: body is not text',
    });
  });

  it('goes to the operator’s endpoint with Google’s host as its first segment, and no other host does', async () => {
    const { through: way, asked } = through([], 'http://127.0.0.1:1');
    await gatedFetch(way, [])(url);
    await gatedFetch(way, [])('https://googleapis.com.evil.example/x');
    expect(asked.map(({ wire }) => wire.url)).toEqual(['http://127.0.0.1:1/compute.googleapis.com/compute/v1/x?a=b', 'https://googleapis.com.evil.example/x']);
  });

  it('comes back as it was answered, undone of its encoding, and stops with the caller’s signal', async () => {
    const seen: WireResponse[] = [];
    const { through: way, signals } = through([
      { status: 201, headers: { etag: 'x', 'content-encoding': 'gzip' }, body: Buffer.from('text') },
      { status: 204 },
    ]);
    const get = gatedFetch(way, [], (response) => void seen.push(response));
    const { signal } = new AbortController();
    const answer = await get(url, { signal });
    expect([answer.status, answer.headers.get('etag'), answer.headers.get('content-encoding'), await answer.text()]).toEqual([201, 'x', 'identity', 'text']);
    expect((await get(url)).body).toBeNull();
    expect(seen.map(({ status }) => status)).toEqual([201, 204]);
    expect(signals[0]).toBe(signal);
    expect(signals[1]?.aborted).toBe(false);
  });

  it('is asked once: no retry and no redirect but ours', async () => {
    for (const answer of [{ status: 503 }, { status: 429 }, { status: 302, headers: { location: 'https://evil.example/' } }]) {
      const { through: way, asked } = through([answer, answer, answer]);
      await new GatedGaxios(way).request({ url, retry: true }).catch(() => undefined);
      expect(asked).toHaveLength(1);
      expect(asked[0]?.ids).toEqual(['sts.googleapis.com/token', 'iamcredentials.serviceAccounts.generateAccessToken', 'oauth2.googleapis.com/token']);
    }
  });
});

describe('a sign-in at Google', () => {
  it('with a key asks Google’s own token address for reading scopes', async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const { through: way, asked } = through([{ json: { access_token: 'token', expires_in: 3600, token_type: 'Bearer' } }]);
    const key = { clientEmail: 'reader@p.iam.gserviceaccount.com', privateKey, privateKeyId: 'k1' };
    expect(await tokenFrom(serviceAccountClient(key, way))()).toBe('token');
    expect(asked.map(({ wire }) => wire.url)).toEqual(['https://oauth2.googleapis.com/token']);
    const [, claims] = (new URLSearchParams(asked[0]?.wire.body ?? '').get('assertion') ?? '').split('.').map((part): unknown => {
      try {
        return JSON.parse(Buffer.from(part, 'base64url').toString());
      } catch {
        return 'signature';
      }
    });
    expect(claims).toMatchObject({ iss: key.clientEmail, scope: googleReadScopes.join(' ') });
  });

  it('by federation is one exchange and one token of 15 minutes, held until a minute before its end', async () => {
    const token = (accessToken: string, expireTime: string): { json: unknown } => ({ json: { accessToken, expireTime } });
    const exchanged = { json: { access_token: 'exchanged' } };
    const { through: way, asked } = through([exchanged, token('one', '2026-11-22T00:15:00Z'), exchanged, token('two', '2026-11-22T00:30:00Z')]);
    let now = new Date('2026-11-22T00:00:00Z');
    const audiences: string[] = [];
    const identity = { projectNumber: '123456', poolId: 'pool', providerId: 'prov', serviceAccountEmail: 'reader@p.iam.gserviceaccount.com' };
    const get = workloadIdentityToken(
      identity,
      (audience) => (audiences.push(audience), Promise.resolve('assertion')),
      way,
      () => now,
    );
    expect(await get()).toBe('one');
    now = new Date('2026-11-22T00:13:59.999Z');
    expect(await get()).toBe('one');
    expect(asked).toHaveLength(2);
    now = new Date('2026-11-22T00:14:00Z');
    expect(await get()).toBe('two');
    const audience = '//iam.googleapis.com/projects/123456/locations/global/workloadIdentityPools/pool/providers/prov';
    expect(audiences).toEqual([audience, audience]);
    const [exchange, impersonation] = asked.map(({ wire }) => wire);
    expect(exchange).toMatchObject({
      method: 'POST',
      url: 'https://sts.googleapis.com/v1/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(Object.fromEntries(new URLSearchParams(exchange?.body ?? ''))).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      audience,
      scope: 'https://www.googleapis.com/auth/cloud-platform',
      requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      subject_token: 'assertion',
    });
    expect(impersonation).toMatchObject({
      method: 'POST',
      url: 'https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/reader@p.iam.gserviceaccount.com:generateAccessToken',
      headers: { 'content-type': 'application/json', authorization: 'Bearer exchanged' },
    });
    expect(JSON.parse(impersonation?.body ?? '')).toEqual({ scope: googleReadScopes, lifetime: '900s' });
  });

  it('whose client has no token is told so, and none is sent in its place', async () => {
    for (const token of [null, undefined]) {
      const client = Object.assign(new JWT(), { getAccessToken: () => Promise.resolve({ token }) });
      await expect(tokenFrom(client)()).rejects.toThrow('no token');
    }
  });

  it('fails where the answer holds no token', async () => {
    const identity = { projectNumber: '123456', poolId: 'pool', providerId: 'prov', serviceAccountEmail: 'r@p.iam.gserviceaccount.com' };
    const assertion = (): Promise<string> => Promise.resolve('a');
    for (const answers of [
      [{ json: { access_token: '' } }],
      [{ json: { access_token: 'x' } }, { json: { accessToken: '', expireTime: '2026-11-22T00:15:00Z' } }],
    ]) {
      await expect(workloadIdentityToken(identity, assertion, through(answers).through, () => new Date())()).rejects.toThrow();
    }
  });
});
