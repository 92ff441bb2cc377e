import { createHmac, createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { SignJWT, type JWTHeaderParameters, type JWTPayload } from 'jose';
import type { Proof } from '../proof.js';
import { builtApi, startApiProcess, type ApiProcess } from './api-process.js';
import { prepareGround, type AttackGround } from './attack-ground.js';
import { idTokenOf, plantTrustRule, publicUrl, tokenExchangeForm } from './ci-run.js';
import { patchedCopy } from '@vitrine/testing';

/** @param thiefsKeys where the thief publishes his own key */
type Forge = (ground: AttackGround, thiefsKeys: string) => Promise<string>;

const seconds = (): number => Math.floor(Date.now() / 1000);
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const thief = generateKeyPairSync('rsa', { modulusLength: 2048 });
const claims = ({ issuer }: AttackGround): JWTPayload => ({
  ...{ iss: issuer.issuer, aud: publicUrl, iat: seconds(), exp: seconds() + 300, jti: randomUUID() },
  ...{ repository_id: '7411', repository_owner_id: '902', ref: 'refs/heads/main', event_name: 'push' },
});
const headOf = async (ground: AttackGround): Promise<JWTHeaderParameters> => ({ alg: 'RS256', typ: 'JWT', kid: await publishedKid(ground) });
const own = async (ground: AttackGround, header: object): Promise<string> =>
  await new SignJWT(claims(ground)).setProtectedHeader({ ...(await headOf(ground)), ...header }).sign(thief.privateKey);
const real =
  (more: Readonly<Record<string, unknown>>): Forge =>
  async ({ issuer }) =>
    await idTokenOf(issuer, more);

/** T29 and T30 (reference security §1): what whoever has no run of the repository on its branch would try. */
const forgeries: Readonly<Record<string, Forge>> = {
  'alg none': async (ground) => `${part({ ...(await headOf(ground)), alg: 'none' })}.${part(claims(ground))}.`,
  'HS256 with the public key': async (ground) => {
    const head = `${part({ ...(await headOf(ground)), alg: 'HS256' })}.${part(claims(ground))}`;
    // The very text that a careless library takes for a shared secret.
    const pem = createPublicKey({ key: await published(ground), format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    return `${head}.${createHmac('sha256', pem).update(head).digest('base64url')}`;
  },
  'a key of the thief’s under the published kid': async (ground) => await own(ground, {}),
  'an unknown kid': async (ground) => await own(ground, { kid: 'made-up' }),
  'a jwk header': async (ground) => await own(ground, { jwk: thief.publicKey.export({ format: 'jwk' }) }),
  'a jku header': async (ground, thiefsKeys) => await own(ground, { jku: thiefsKeys, kid: 'thief' }),
  'another audience': real({ aud: 'https://github.com/acme' }),
  'another issuer': real({ iss: 'https://token.actions.githubusercontent.com' }),
  expired: real({ iat: seconds() - 400, exp: seconds() - 1 }),
  'of an hour': real({ exp: seconds() + 3_600 }),
  'of tomorrow': real({ nbf: seconds() + 86_400, iat: seconds() + 86_400, exp: seconds() + 86_700 }),
  'the name again, under another id': real({ repository_id: '990001', repository_owner_id: '990000', repository: 'acme/shop' }),
  'no id, only the name': real({ repository_id: undefined, repository: 'acme/shop' }),
  'another branch': real({ ref: 'refs/heads/feature' }),
  'a fork’s pull request': real({ ref: 'refs/pull/7/merge', event_name: 'pull_request' }),
  'no jti': real({ jti: undefined }),
};

const NOTHING_JUDGED = [
  {
    file: 'token-exchange/workload.js',
    guard: "if (said === undefined)\n            return 'claim-missing';",
    instead: "if (said !== 'never')\n            continue;",
  },
  { file: 'token-exchange/id-token-verifier.js', guard: 'exp - iat > LONGEST_LIFE', instead: 'false' },
] as const;

export const proof: Proof = {
  attack: 'sixteen forged, foreign or stale id tokens at POST /v1/token, and a real one twice, the second time at another process',
  expected: 'each 401 in the same words, no key of the thief’s asked for; the real one taken once',
  pace: 'quick',
  mutation: { removes: 'the comparison of claims and the limit of ten minutes (in a copy of the built API)' },
  async attempt({ guard, say }) {
    const undo: (() => Promise<unknown>)[] = [];
    try {
      const copy = guard === 'standing' ? { program: builtApi, remove: () => Promise.resolve() } : await patchedCopy(NOTHING_JUDGED);
      undo.push(() => copy.remove());
      const ground = await prepareGround();
      undo.push(() => ground.leave());
      const keys = await thiefsKeyServer();
      undo.push(() => keys.stop());
      const started = async (): Promise<ApiProcess> => {
        const api = await startApiProcess(ground, { program: copy.program });
        undo.push(() => api.stop());
        return api;
      };
      const [api, other] = await bothOf(started(), started());
      const rule = await plantTrustRule(ground.database.poolFor('postgres'), ground.acme);
      const exchange = async (token: string, at = api): Promise<{ readonly status: number; readonly words: string }> => {
        const { status, text, headers } = await at.send({
          method: 'POST',
          path: '/v1/token',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          raw: tokenExchangeForm(token, rule),
        });
        return { status, words: text.replaceAll(String(headers['x-request-id']), '') };
      };
      const words = new Set<string>();
      let taken = 0;
      for (const [name, forge] of Object.entries(forgeries)) {
        const answer = await exchange(await forge(ground, keys.url));
        words.add(answer.words);
        if (answer.status === 401) continue;
        taken += 1;
        say(`  taken: ${name} (${String(answer.status)})`);
      }
      const token = await idTokenOf(ground.issuer);
      const [first, again] = [await exchange(token), await exchange(token, other)];
      const count = Object.keys(forgeries).length;
      return {
        held: taken === 0 && words.size === 1 && keys.asked() === 0 && first.status === 200 && again.status === 401,
        seen: `${String(count - taken)} of ${String(count)} refused in ${String(words.size)} form of words, the thief’s keys asked for ${String(keys.asked())} times; the real one ${String(first.status)}, again ${String(again.status)}`,
      };
    } finally {
      for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
    }
  },
};

/** Both, once both are settled: of two that start together the one that came up must be stopped where the other did not. */
async function bothOf<T>(one: Promise<T>, other: Promise<T>): Promise<[T, T]> {
  await Promise.allSettled([one, other]);
  return await Promise.all([one, other]);
}

/** What a `jku` points at: a server that publishes the thief's key. */
async function thiefsKeyServer(): Promise<{ readonly url: string; asked(): number; stop(): Promise<void> }> {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    const key = { ...thief.publicKey.export({ format: 'jwk' }), kid: 'thief', alg: 'RS256', use: 'sig' };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [key] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the thief has no port');
  return {
    url: `http://127.0.0.1:${String(address.port)}/keys`,
    asked: () => asked,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function published({ issuer }: AttackGround): Promise<Readonly<Record<string, unknown>>> {
  const answer: unknown = await (await fetch(`${issuer.issuer}/jwks`)).json();
  const keys = typeof answer === 'object' && answer !== null && 'keys' in answer && Array.isArray(answer.keys) ? answer.keys : [];
  return Object(keys[0]);
}
async function publishedKid(ground: AttackGround): Promise<string> {
  return String((await published(ground))['kid']);
}
