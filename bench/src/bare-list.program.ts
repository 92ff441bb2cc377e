import { fastify } from 'fastify';
import { Pool } from 'pg';
import { z } from 'zod';

/**
 * The comparison of the row `list-page`, as a program: Fastify, one route, the same SELECT through `pg`, its rows as JSON. No token, no
 * guard, no transaction, no policy. The statement, its values and the database come in the environment; the port goes out as one line.
 */
const { sql, values } = z.object({ sql: z.string(), values: z.array(z.unknown()) }).parse(JSON.parse(process.env['BENCH_STATEMENT'] ?? ''));
const pool = new Pool({ connectionString: process.env['BENCH_DATABASE_URL'], max: 10 });
const app = fastify();
app.get('/v1/findings', async () => ({ items: (await pool.query<Record<string, unknown>>(sql, values)).rows, nextCursor: null }));
const url = await app.listen({ host: '127.0.0.1', port: 0 });
process.once(
  'SIGTERM',
  () =>
    void app
      .close()
      .then(() => pool.end())
      .then(() => process.exit(0)),
);
process.stdout.write(`ready ${new URL(url).port}\n`);
