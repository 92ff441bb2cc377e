import { startTestRedis } from '@vitrine/testing';
import { startApiProcess } from './api-process.js';
import { idIn, outcome, type CatalogueCase } from './catalogue-case.js';

/** Cases 51 and 52: what is said while a store is away. The last ones, since the database does not come back. */
export const casesOfOutages: readonly CatalogueCase[] = [
  {
    number: 51,
    what: 'Redis down on enqueue',
    expected: '202, row kept; /readyz 200',
    seen: async ({ ground, program, tokens }) => {
      const redis = await startTestRedis();
      const api = await startApiProcess(ground, { program, environment: { VITRINE_REDIS_URL: redis.url } });
      try {
        await redis.stop();
        const started = await api.send({ method: 'POST', path: '/v1/audits', token: tokens.owner, body: { connectionId: ground.acme.connections.gcp } });
        const { rowCount } = await ground.database.poolFor('postgres').query('select from vitrine.job where audit_id = $1', [idIn(started)]);
        const ready = await api.send({ method: 'GET', path: '/readyz' });
        return `${outcome(started)}, row ${rowCount === 0 ? 'lost' : 'kept'}; /readyz ${String(ready.status)}`;
      } finally {
        await redis.stop();
        await api.stop();
      }
    },
  },
  {
    number: 52,
    what: 'Postgres down',
    expected: '503 database-unavailable + Retry-After; /livez 200, /readyz 503',
    seen: async ({ api, ground, tokens }) => {
      await ground.stopServer();
      const refused = await api.send({ method: 'GET', path: '/v1/organization', token: tokens.owner });
      const [live, ready] = [await api.send({ method: 'GET', path: '/livez' }), await api.send({ method: 'GET', path: '/readyz' })];
      return `${outcome(refused, 'Retry-After')}; /livez ${String(live.status)}, /readyz ${String(ready.status)}`;
    },
  },
];
