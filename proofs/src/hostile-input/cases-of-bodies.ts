import { gzipSync } from 'node:zlib';
import { each, outcome, type Attacked, type CatalogueCase } from './catalogue-case.js';
import type { Shot } from './shot.js';

/** Cases 10 to 18, 47 and 48: what a body may be. */
const json = { 'content-type': 'application/json' };
const post = async ({ api, tokens }: Attacked, shot: Partial<Shot>): Promise<string> =>
  outcome(await api.send({ method: 'POST', path: '/v1/members', token: tokens.owner, ...shot }));
const raws =
  (...bodies: readonly (string | Buffer)[]) =>
  async (attacked: Attacked): Promise<string> =>
    await each(bodies, async (raw) => await post(attacked, { raw, headers: json }));

const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [at.toString(36), 1])));
const named = (name: string): string => JSON.stringify({ name, scopes: ['vitrine.rules.read'], lifetimeDays: 1 });
const nameToken = async ({ api, tokens }: Attacked, name: string): Promise<string> => {
  const seen = await api.send({ method: 'POST', path: '/v1/api-tokens', token: tokens.owner, raw: named(name), headers: json });
  const inert = seen.headers['x-content-type-options'] === 'nosniff' && /^application\/(problem\+)?json/.test(seen.headers['content-type'] ?? '');
  return `${outcome(seen)}${inert ? '' : ' as something that a browser may run'}`;
};

export const casesOfBodies: readonly CatalogueCase[] = [
  {
    number: 10,
    what: 'organizationId in the body',
    expected: '422 unknown-field',
    seen: async (attacked) => {
      const { ground } = attacked;
      return await post(attacked, { body: { issuer: ground.issuer.issuer, subject: 'x', role: 'viewer', organizationId: ground.umbra.organizationId } });
    },
  },
  {
    number: 11,
    what: '__proto__, constructor and prototype as keys, plain, nested and escaped',
    expected: '422 unknown-field',
    seen: raws('{"__proto__":{"role":"owner"}}', '{"a":[{"constructor":{}}]}', '{"c\\u006fnstructor":1}', '{"subject":{"prototype":1}}'),
  },
  {
    number: 12,
    what: 'a key twice, also escaped and deep inside',
    expected: '400 malformed-json',
    seen: raws('{"role":"viewer","role":"owner"}', '{"role":"viewer","r\\u006fle":"owner"}', '{"a":[{"b":1,"b":2}]}'),
  },
  {
    number: 13,
    what: 'truncated JSON, BOM, trailing comma, NaN, comment, two values, not UTF-8',
    expected: '400 malformed-json',
    seen: raws('{"role":"vie', '\ufeff{}', '{"role":"viewer",}', '{"a":NaN}', '{}//', '{}{}', Buffer.from([0x22, 0xff, 0x22])),
  },
  { number: 14, what: 'depth 10,000; 100,000 keys', expected: '400 too-complex', seen: raws(deep, wide.slice(0, 1_040_000)) },
  {
    number: 15,
    what: 'a body of 1 MiB and one byte',
    expected: '413 body-too-large',
    seen: raws(Buffer.alloc(1024 * 1024 + 1, 0x20)),
  },
  {
    number: 16,
    what: 'a gzip, deflate or br body, a gzip bomb',
    expected: '415 unsupported-encoding',
    seen: async (attacked) =>
      await each(
        [
          ['gzip', gzipSync('{}')],
          ['gzip', gzipSync(Buffer.alloc(64 * 1024 * 1024))],
          ['br', Buffer.from('{}')],
          ['gzip, identity', Buffer.from('{}')],
        ] as const,
        async ([encoding, raw]) => await post(attacked, { raw, headers: { ...json, 'content-encoding': encoding } }),
      ),
  },
  {
    number: 17,
    what: 'text/plain, no media type, charset=utf-16, XML with an entity bomb',
    expected: '415 unsupported-media-type',
    seen: async (attacked) =>
      await each(['text/plain', undefined, 'application/json; charset=utf-16', 'application/xml', 'application/json, text/html'], async (type) =>
        post(attacked, { raw: '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>', headers: type === undefined ? {} : { 'content-type': type } }),
      ),
  },
  {
    number: 18,
    what: 'Accept: application/xml',
    expected: '406 not-acceptable',
    seen: async (attacked) => await each(['application/xml', '*/*;q=0'], async (accept) => await post(attacked, { method: 'GET', headers: { accept } })),
  },
  {
    number: 47,
    what: 'a name with a lone surrogate, bidi marks, control characters, 300 characters, nothing',
    expected: '422 invalid-name',
    seen: async (attacked) => await each(['a\ud800', 'a\u202eb', 'a\u2066b', 'a\u0000b', 'n'.repeat(300), ''], async (name) => await nameToken(attacked, name)),
  },
  {
    number: 48,
    what: 'names =cmd() and <script>: kept as they are, told as JSON that no browser runs',
    expected: '201',
    seen: async (attacked) => await each(['=cmd()', '<script>alert(1)</script>'], async (name) => await nameToken(attacked, name)),
  },
];
