import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { SignJWT, type JWTHeaderParameters, type JWTPayload } from 'jose';
import type { Proof } from '../proof.js';
import { builtApi, startApiProcess } from './api-process.js';
import { prepareGround, type AttackGround } from './attack-ground.js';
import { idTokenOf, plantTrustRule, publicUrl, tokenExchangeForm } from './ci-run.js';
import { patchedCopy } from './patched-api.js';

type Forge = (ground: AttackGround) => Promise<string>;

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
    return `${head}.${createHmac('sha256', await publishedKey(ground))
      .update(head)
      .digest('base64url')}`;
  },
  'a key of the thief’s under the published kid': async (ground) => await own(ground, {}),
  'an unknown kid': async (ground) => await own(ground, { kid: 'made-up' }),
  'a jwk header': async (ground) => await own(ground, { jwk: thief.publicKey.export({ format: 'jwk' }) }),
  'a jku header': async (ground) => await own(ground, { jku: `${ground.issuer.issuer}/jwks` }),
  'another audience': async ({ issuer }) =>
    await issuer.mint({ subject: 'x', audience: 'https://github.com/acme', typ: 'JWT', claims: { repository_id: '7411' } }),
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
  expected: 'each 401 in the same words; the real one taken once',
  pace: 'quick',
  mutation: { removes: 'the comparison of claims and the limit of ten minutes (in a copy of the built API)' },
  async attempt({ guard, say }) {
    const copy = guard === 'standing' ? { program: builtApi, remove: () => Promise.resolve() } : await patchedCopy(NOTHING_JUDGED);
    const ground = await prepareGround();
    try {
      const [api, other] = await Promise.all([startApiProcess(ground, { program: copy.program }), startApiProcess(ground, { program: copy.program })]);
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
        const answer = await exchange(await forge(ground));
        words.add(answer.words);
        if (answer.status === 401) continue;
        taken += 1;
        say(`  taken: ${name} (${String(answer.status)})`);
      }
      const token = await idTokenOf(ground.issuer);
      const [first, again] = [await exchange(token), await exchange(token, other)];
      await Promise.all([api.stop(), other.stop()]);
      const count = Object.keys(forgeries).length;
      return {
        held: taken === 0 && words.size === 1 && first.status === 200 && again.status === 401,
        seen: `${String(count - taken)} of ${String(count)} refused in ${String(words.size)} form of words; the real one ${String(first.status)}, again ${String(again.status)}`,
      };
    } finally {
      await ground.leave();
      await copy.remove();
    }
  },
};

async function published({ issuer }: AttackGround): Promise<Readonly<Record<string, unknown>>> {
  const answer: unknown = await (await fetch(`${issuer.issuer}/jwks`)).json();
  const keys = typeof answer === 'object' && answer !== null && 'keys' in answer && Array.isArray(answer.keys) ? answer.keys : [];
  return Object(keys[0]);
}
async function publishedKid(ground: AttackGround): Promise<string> {
  return String((await published(ground))['kid']);
}
async function publishedKey(ground: AttackGround): Promise<string> {
  return JSON.stringify(await published(ground));
}
