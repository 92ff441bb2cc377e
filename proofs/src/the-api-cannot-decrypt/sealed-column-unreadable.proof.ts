import { sqlStateOf } from '@vitrine/database';
import type { Pool } from 'pg';
import type { Proof } from '../proof.js';
import { withAttackedDatabase } from '../tenants-never-meet/attacked-database.js';

/** The ten ways in which a stolen API would try to get at an envelope; `$1` and `$2` are its own organization and connection. */
const attempts: readonly string[] = [
  'select sealed from vitrine.credential',
  'select * from vitrine.credential',
  'select c from vitrine.credential c',
  'select octet_length(sealed) from vitrine.credential',
  String.raw`select version from vitrine.credential where sealed > '\x80'`,
  String.raw`delete from vitrine.credential where sealed > '\x80'`,
  'delete from vitrine.credential returning sealed',
  `insert into vitrine.credential (organization_id, connection_id, version, kind, kid, sealed, sealed_by_client, created_by)
   select organization_id, connection_id, version, kind, kid, decode(repeat('ab', 300), 'hex'), false, 'x' from vitrine.credential
   on conflict (organization_id, connection_id, version) do update set sealed = excluded.sealed`,
  'copy vitrine.credential to stdout',
  'copy (select sealed from vitrine.credential) to stdout',
];
/** What the API lives by: to know that there is one, to add one, to erase one. */
const allowed: readonly string[] = ['select count(*) from vitrine.credential', 'delete from vitrine.credential returning version'];

export const proof: Proof = {
  attack: 'ten ways to read an envelope, as the API’s own database role inside its own organization',
  expected: '10 of 10 refused with 42501; counting and erasing allowed',
  pace: 'whole',
  mutation: { removes: 'the missing grant (`grant select (sealed)` to vitrine_api, in the copy)' },
  attempt: ({ guard, say }) =>
    withAttackedDatabase(async ({ database, acme }) => {
      if (guard === 'removed') await database.poolFor('postgres').query('grant select (sealed) on vitrine.credential to vitrine_api');
      const pool = database.poolFor('vitrine_api');
      const answers: string[] = [];
      for (const sql of attempts) {
        const answer = await answerTo(pool, acme.organizationId, sql);
        if (answer !== '42501' && guard === 'standing') say(`${answer}: ${sql}`);
        answers.push(answer);
      }
      const refused = answers.filter((answer) => answer === '42501').length;
      const controls: string[] = [];
      for (const sql of allowed) controls.push(await answerTo(pool, acme.organizationId, sql));
      const works = controls.every((answer) => answer === 'answered');
      return {
        held: refused === attempts.length && works,
        seen: `${String(refused)} of ${String(attempts.length)} refused with 42501; counting and erasing ${works ? 'allowed' : 'refused'}`,
      };
    }),
};

/** `answered`, or the SQLSTATE; rolled back either way. */
async function answerTo(pool: Pool, organizationId: string, sql: string): Promise<string> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('vitrine.organization_id', $1, true)`, [organizationId]);
    await client.query(sql);
    return 'answered';
  } catch (error) {
    return sqlStateOf(error);
  } finally {
    await client.query('rollback').catch(() => undefined);
    client.release();
  }
}
