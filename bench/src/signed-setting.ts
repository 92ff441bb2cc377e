import { createHmac, randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { BenchRow } from './bench-row.js';
import { prepareDatabase, type PreparedDatabase } from './prepared-database.js';
import { median } from './table.js';
import type { Undo } from './undo.js';

const TRANSACTIONS = 1_500;
const EVALUATIONS = 20_000;
const BLOCK = 64;

/**
 * What ADR 0005 decided on: a point read in a tenant's transaction whose setting is signed (`organization.expiry.mac`, checked in a definer function
 * with a key that no login role reads) against the plain setting; two databases, alternating. The signed scheme exists here alone.
 */
export async function signedSetting(plain: PreparedDatabase, undo: Undo): Promise<BenchRow> {
  const signed = await prepareDatabase(undo);
  const key = randomBytes(32);
  await installSigning(signed, key);
  const times = { signed: [] as number[], plain: [] as number[] };
  for (let index = 0; index < TRANSACTIONS; index++) {
    times.signed.push(await pointRead(signed, () => sign(signed.organizationId, key)));
    times.plain.push(await pointRead(plain, () => plain.organizationId));
  }
  const evaluated = {
    signed: await evaluation(signed.database.poolFor('vitrine_api'), sign(signed.organizationId, key)),
    plain: await evaluation(plain.database.poolFor('vitrine_api'), plain.organizationId),
  };
  return {
    row: 'primitives',
    figure: 'signed setting',
    measured: { value: median(times.signed), unit: 'ms' },
    baseline: { value: median(times.plain), unit: 'ms' },
    bar: null,
    notes: `begin, setting, point read, commit ÷ the same with the plain setting; median of ${String(TRANSACTIONS)}, loopback; fastest hundredth ${fastest(times.signed)} against ${fastest(times.plain)} ms; one evaluation ${evaluated.signed.toFixed(1)} µs against ${evaluated.plain.toFixed(1)}`,
  };
}

/** Where a hundredth of the transactions were faster: what other work on the machine disturbs least. */
const fastest = (times: readonly number[]): string => ([...times].sort((a, b) => a - b)[Math.floor(times.length / 100)] ?? NaN).toFixed(2);

/** HMAC-SHA-256 by hand: sha256() is built in, and the padded keys are stored so that a check costs two hashes. */
async function installSigning({ database, organizationId }: PreparedDatabase, key: Buffer): Promise<void> {
  const pad = (byte: number): Buffer => Buffer.from(Buffer.alloc(BLOCK, byte).map((value, at) => value ^ (key[at] ?? 0)));
  const superuser = database.poolFor('postgres');
  await superuser.query(`
    create schema sealed_scope;
    create table sealed_scope.key (inner_pad bytea not null, outer_pad bytea not null);
    create function sealed_scope.organization() returns uuid language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
    declare
      setting text := current_setting('vitrine.organization_id', true);
      signed bytea;
    begin
      if setting is null or length(setting) <> 112 then return null; end if;
      signed := convert_to(left(setting, 47), 'UTF8');
      if split_part(setting, '.', 2)::bigint < extract(epoch from clock_timestamp()) then return null; end if;
      perform from sealed_scope.key k where sha256(k.outer_pad || sha256(k.inner_pad || signed)) = decode(right(setting, 64), 'hex');
      if not found then return null; end if;
      return left(setting, 36)::uuid;
    end $$;
    revoke all on function sealed_scope.organization() from public;
    grant usage on schema sealed_scope to vitrine_api, vitrine_owner;
    grant execute on function sealed_scope.organization() to vitrine_api, vitrine_owner;
    create or replace function vitrine.current_organization() returns uuid language sql stable parallel safe set search_path = pg_catalog, pg_temp
      as 'select sealed_scope.organization()'`);
  await superuser.query('insert into sealed_scope.key values ($1, $2)', [pad(0x36), pad(0x5c)]);
  const api = database.poolFor('vitrine_api');
  const other = sign(organizationId, randomBytes(32));
  if ((await seen(api, sign(organizationId, key))) === 0 || (await seen(api, other)) !== 0 || (await seen(api, organizationId)) !== 0)
    throw new Error('the signed setting does not do what is measured');
}

function sign(organizationId: string, key: Buffer): string {
  const text = `${organizationId}.${String(Math.floor(Date.now() / 1000) + 60)}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('hex')}`;
}

/** How many connections a transaction with this setting sees. */
async function seen(pool: Pool, setting: string): Promise<number> {
  return (await inTransaction(pool, setting, 'select 1 from vitrine.connection', [])).length;
}

/** Milliseconds of one; the statements are sent as `withOrganization` sends them. */
async function pointRead({ database, organizationId, connectionId }: PreparedDatabase, setting: () => string): Promise<number> {
  const pool = database.poolFor('vitrine_api');
  const begun = performance.now();
  await inTransaction(pool, setting(), 'select * from vitrine.connection where organization_id = $1 and id = $2', [organizationId, connectionId]);
  return performance.now() - begun;
}

async function inTransaction(pool: Pool, setting: string, sql: string, params: readonly unknown[]): Promise<unknown[]> {
  const client = await pool.connect();
  try {
    const [, , result] = await Promise.all([
      client.query('begin'),
      client.query(`select set_config('vitrine.organization_id', $1, true)`, [setting]),
      client.query(sql, [...params]),
    ]);
    await client.query('commit');
    return result.rows;
  } finally {
    client.release();
  }
}

const countSchema = z.tuple([z.object({ counted: z.coerce.number() })]);

/** Microseconds that the server takes to say whose the transaction is. */
async function evaluation(pool: Pool, setting: string): Promise<number> {
  const begun = performance.now();
  const rows = await inTransaction(pool, setting, 'select count(vitrine.current_organization()) as counted from generate_series(1, $1::int)', [EVALUATIONS]);
  const [{ counted }] = countSchema.parse(rows);
  if (counted !== EVALUATIONS) throw new Error('the setting was not accepted');
  return ((performance.now() - begun) * 1_000) / EVALUATIONS;
}
