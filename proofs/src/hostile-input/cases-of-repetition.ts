import { startApiProcess } from './api-process.js';
import { each, idIn, outcome, type Attacked, type CatalogueCase } from './catalogue-case.js';
import type { Seen } from './shot.js';

/** Cases 39 to 46: the same again, out of date, too often. */
const POST_MEMBER = { method: 'POST', path: '/v1/members' } as const;
const member = ({ ground }: Attacked, subject: string): object => ({ issuer: ground.issuer.issuer, subject, role: 'viewer' });
async function add(attacked: Attacked, subject: string, key: string): Promise<Seen> {
  const { api, tokens } = attacked;
  return await api.send({ ...POST_MEMBER, token: tokens.owner, headers: { 'idempotency-key': key }, body: member(attacked, subject) });
}
async function startAudit({ api, tokens }: Attacked, connectionId: string): Promise<Seen> {
  return await api.send({ method: 'POST', path: '/v1/audits', token: tokens.owner, body: { connectionId } });
}
async function connect({ api, tokens }: Attacked, name: string): Promise<string> {
  return idIn(await api.send({ method: 'POST', path: '/v1/connections', token: tokens.owner, body: { name, kind: 'azure.secret' } }));
}

export const casesOfRepetition: readonly CatalogueCase[] = [
  {
    number: 39,
    what: 'the same Idempotency-Key with the same body',
    expected: '201 replayed, the same id',
    seen: async (attacked) => {
      const [first, second] = [await add(attacked, 'case-39', 'key-39'), await add(attacked, 'case-39', 'key-39')];
      return `${outcome(second)} ${second.headers['idempotency-replayed'] === 'true' ? 'replayed' : 'made anew'}, ${idIn(first) === idIn(second) ? 'the same id' : 'another id'}`;
    },
  },
  {
    number: 40,
    what: 'the same key with another body',
    expected: '422 idempotency-mismatch',
    seen: async (attacked) => {
      await add(attacked, 'case-40', 'key-40');
      return outcome(await add(attacked, 'case-40-other', 'key-40'));
    },
  },
  {
    number: 41,
    what: 'the same key while the first still runs',
    expected: '409 in-progress + Retry-After',
    seen: async (attacked) => {
      const { acme, database } = attacked.ground;
      const place = JSON.stringify([acme.organizationId, `member:${acme.members.owner.id}`, 'POST /v1/members', 'key-41']);
      const first = await database.poolFor('postgres').connect();
      try {
        await first.query('begin');
        await first.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [place]);
        return outcome(await add(attacked, 'case-41', 'key-41'), 'Retry-After');
      } finally {
        await first.query('rollback');
        first.release();
      }
    },
  },
  {
    number: 42,
    what: 'DELETE twice',
    expected: '204, then 404 not-found',
    seen: async (attacked) => {
      const { api, tokens } = attacked;
      const path = `/v1/members/${idIn(await add(attacked, 'case-42', 'key-42'))}`;
      const remove = async (): Promise<string> => outcome(await api.send({ method: 'DELETE', path, token: tokens.owner }));
      return `${await remove()}, then ${await remove()}`;
    },
  },
  {
    number: 43,
    what: 'a run, a read, a credential and a policy of a deleted connection',
    expected: '404 not-found',
    seen: async (attacked) => {
      const { api, tokens } = attacked;
      const id = await connect(attacked, 'case 43');
      await api.send({ method: 'DELETE', path: `/v1/connections/${id}`, token: tokens.owner });
      const later = await each(['', '/policy', '/validation'], async (below) =>
        outcome(await api.send({ method: 'GET', path: `/v1/connections/${id}${below}`, token: tokens.owner })),
      );
      return await each([later, outcome(await startAudit(attacked, id))], async (text) => await Promise.resolve(text));
    },
  },
  {
    number: 44,
    what: 'If-Match missing, then stale',
    expected: '428 precondition-required, then 412 precondition-failed',
    seen: async ({ api, ground, tokens }) => {
      const path = `/v1/members/${ground.acme.members.viewer.id}`;
      const change = async (headers: Record<string, string>): Promise<string> =>
        outcome(await api.send({ method: 'PATCH', path, token: tokens.owner, headers, body: { role: 'viewer' } }));
      return `${await change({})}, then ${await change({ 'if-match': '"v99"' })}`;
    },
  },
  {
    number: 45,
    what: 'the 101st request of a principal within a minute, where 100 are allowed',
    expected: '100 × 200, then 429 rate-limited + Retry-After + RateLimit-Limit + RateLimit-Remaining + RateLimit-Reset',
    seen: async ({ ground, program, tokens }) => {
      const limited = await startApiProcess(ground, { program, environment: { VITRINE_RATE_LIMIT: '100' } });
      try {
        const ask = async (): Promise<Seen> => await limited.send({ method: 'GET', path: '/v1/organization', token: tokens.owner });
        let allowed = 0;
        let seen = await ask();
        while (seen.status === 200 && allowed < 200) {
          allowed += 1;
          seen = await ask();
        }
        return `${String(allowed)} × 200, then ${outcome(seen, 'Retry-After', 'RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset')}`;
      } finally {
        await limited.stop();
      }
    },
  },
  {
    number: 46,
    what: 'a second run while one is active',
    expected: '202, then 409 run-active + Location',
    seen: async (attacked) => {
      const { azure } = attacked.ground.acme.connections;
      return `${outcome(await startAudit(attacked, azure))}, then ${outcome(await startAudit(attacked, azure), 'Location')}`;
    },
  },
];
