import { createHmac, createPublicKey } from 'node:crypto';
import { startTestIssuer, type MintOptions } from '@vitrine/testing';
import { z } from 'zod';
import { each, idIn, outcome, type Attacked, type CatalogueCase } from './catalogue-case.js';

/** Cases 1 to 9 and 50: who is calling. */
const mint = async ({ ground }: Attacked, more: Partial<MintOptions>): Promise<string> =>
  await ground.issuer.mint({ subject: ground.acme.members.owner.subject, ...more, claims: { org_id: ground.acme.claim.value, ...more.claims } });
const ask = async ({ api }: Attacked, token: string): Promise<string> => outcome(await api.send({ method: 'GET', path: '/v1/organization', token }));
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The two classic forgeries: no signature, and the public key taken for a shared secret. */
async function forgeries(attacked: Attacked): Promise<string[]> {
  const claims = (await mint(attacked, {})).split('.')[1] ?? '';
  const answer: unknown = await (await fetch(`${attacked.ground.issuer.issuer}/jwks`)).json();
  const [jwk] = z.object({ keys: z.array(z.looseObject({ kid: z.string() })) }).parse(answer).keys;
  if (jwk === undefined) throw new Error('the issuer publishes no key');
  const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  const head = `${part({ alg: 'HS256', typ: 'at+jwt', kid: jwk.kid })}.${claims}`;
  return [`${part({ alg: 'none', typ: 'at+jwt' })}.${claims}.`, `${head}.${createHmac('sha256', pem).update(head).digest('base64url')}`];
}

export const casesOfCallers: readonly CatalogueCase[] = [
  {
    number: 1,
    what: 'no Authorization',
    expected: '401 unauthenticated + WWW-Authenticate',
    seen: async ({ api }) => outcome(await api.send({ method: 'GET', path: '/v1/members' }), 'WWW-Authenticate'),
  },
  {
    number: 3,
    what: 'token expired, nbf in the future',
    expected: '401 token-expired',
    seen: async (attacked) =>
      await each(
        [{ lifetime: -60 }, { claims: { nbf: Math.floor(Date.now() / 1000) + 600 } }],
        async (more) => await ask(attacked, await mint(attacked, more)),
      ),
  },
  {
    number: 4,
    what: 'alg none, HS256 with the public key',
    expected: '401 token-invalid',
    seen: async (attacked) => await each(await forgeries(attacked), async (token) => await ask(attacked, token)),
  },
  {
    number: 5,
    what: 'a right token of another audience or issuer, or by a key of nobody',
    expected: '401 token-invalid',
    seen: async (attacked) => {
      const stranger = await startTestIssuer();
      try {
        const { acme } = attacked.ground;
        const strangers = await stranger.mint({ subject: acme.members.owner.subject, claims: { org_id: acme.claim.value } });
        const tokens = [
          await mint(attacked, { audience: 'somebody-else' }),
          await mint(attacked, { claims: { iss: `${attacked.ground.issuer.issuer}/` } }),
          await mint(attacked, { foreignKey: true }),
          strangers,
        ];
        return await each(tokens, async (token) => await ask(attacked, token));
      } finally {
        await stranger.stop();
      }
    },
  },
  {
    number: 6,
    what: 'the token of a removed member',
    expected: '401 token-revoked',
    seen: async (attacked) => {
      const { api, ground, tokens } = attacked;
      const body = { issuer: ground.issuer.issuer, subject: 'leaver', role: 'viewer' };
      const id = idIn(await api.send({ method: 'POST', path: '/v1/members', token: tokens.owner, body }));
      const token = await mint(attacked, { subject: 'leaver' });
      const before = await ask(attacked, token);
      await api.send({ method: 'DELETE', path: `/v1/members/${id}`, token: tokens.owner });
      return before === '200' ? await ask(attacked, token) : `refused before: ${before}`;
    },
  },
  {
    number: 7,
    what: 'a read scope on a write',
    expected: '403 insufficient-scope',
    seen: async (attacked) => {
      const token = await mint(attacked, { claims: { scope: 'openid vitrine.members.read' } });
      return outcome(await attacked.api.send({ method: 'POST', path: '/v1/members', token, body: {} }));
    },
  },
  {
    number: 8,
    what: 'a token in the query string, and the same token afterwards',
    expected: '400 token-in-url, then 401 token-revoked',
    seen: async (attacked) => {
      const { api, tokens } = attacked;
      const body = { name: 'leaky', scopes: ['vitrine.organization.read'], lifetimeDays: 1 };
      const made = await api.send({ method: 'POST', path: '/v1/api-tokens', token: tokens.owner, body });
      const { token } = z.object({ token: z.string() }).parse(made.json);
      const inUrl = outcome(await api.send({ method: 'GET', path: `/v1/organization?access_token=${token}` }));
      return `${inUrl}, then ${await ask(attacked, token)}`;
    },
  },
  {
    number: 9,
    what: 'the other organization’s id in the path, against an id of nobody',
    expected: '404 not-found, the same bytes',
    seen: async ({ api, ground, tokens }) => {
      const request = { method: 'GET', token: tokens.owner, headers: { 'x-request-id': '018f0000-0000-7000-8000-000000000001' } };
      const [foreign, missing] = [ground.umbra.members.viewer.id, '018f0000-0000-7000-8000-000000000002'].map((id) => ({
        ...request,
        path: `/v1/members/${id}`,
      }));
      if (foreign === undefined || missing === undefined) throw new Error('two paths were made');
      const [one, other] = [await api.send(foreign), await api.send(missing)];
      return `${outcome(one)}, ${one.text === other.text && one.status === other.status ? 'the same bytes' : 'other bytes'}`;
    },
  },
  {
    number: 50,
    what: 'X-Forwarded-For of somebody else',
    expected: 'trail: 127.0.0.1, log: clean',
    seen: async ({ api, ground, tokens }) => {
      const body = { issuer: ground.issuer.issuer, subject: 'spoofer', role: 'viewer' };
      const headers = { 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9' };
      const id = idIn(await api.send({ method: 'POST', path: '/v1/members', token: tokens.owner, headers, body }));
      const { rows } = await ground.database
        .poolFor('postgres')
        .query<{ peer: string }>(`select payload->>'peer' as peer from vitrine.trail_event where payload->>'memberId' = $1`, [id]);
      return `trail: ${rows.map(({ peer }) => peer).join(', ')}, log: ${api.process.output().includes('203.0.113.9') ? 'spoofed' : 'clean'}`;
    },
  },
];
