import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { jobIdSchema, organizationIdSchema } from '@vitrine/contracts';
import type { Pool } from 'pg';
import { z } from 'zod';
import { organizationOfClaim, organizationOfToken } from './directory.js';
import { currentOrganization, organizationScopeIfAny, runInOrganization } from './organization-scope.js';
import { withOrganization } from './with-organization.js';

const acme = organizationIdSchema.parse('0190b3a4-0000-7000-8000-00000000000a');
const umbra = organizationIdSchema.parse('0190b3a4-0000-7000-8000-00000000000b');
const jobId = jobIdSchema.parse('0190b3a4-0000-7000-8000-0000000000c1');

interface Faults {
  readonly connect?: Error;
  /** What to answer to a statement that begins so. */
  readonly on?: Readonly<Record<string, () => unknown>>;
}

/** A pool that writes down what reaches the server, for faults that a real one does not show at will. */
function recording({ connect, on = {} }: Faults = {}): { pool: Pool; sent: unknown[]; released: unknown[] } {
  const sent: unknown[] = [];
  const released: unknown[] = [];
  const query = (statement: string | { readonly text: string }, params?: unknown[]): Promise<unknown> => {
    const sql = typeof statement === 'string' ? statement : statement.text;
    sent.push(params === undefined ? statement : [sql, params]);
    const fault = Object.entries(on).find(([start]) => sql.startsWith(start))?.[1];
    return Promise.resolve().then(() => fault?.() ?? { command: sql.toUpperCase(), rows: [], rowCount: null });
  };
  const client = { query, release: (error?: Error) => void released.push(error) };
  const pool = { query, connect: () => (connect === undefined ? Promise.resolve(client) : Promise.reject(connect)) };
  // Only what `withOrganization` uses of a pool.
  return { pool: pool as unknown as Pool, sent, released };
}
const fail = (error: unknown) => (): never => {
  throw error;
};
const scope = `set local vitrine.organization_id = '${acme}'`;
const begun = `begin; ${scope}`;

describe('what reaches the server of an organization’s transaction', () => {
  it('is its beginning, its scope, its statements with their parameters, its end, and then the connection goes back', async () => {
    const { pool, sent, released } = recording();
    const seen = await withOrganization(pool, acme, async (tx) => {
      expect([tx.organizationId, currentOrganization().organizationId]).toEqual([acme, acme]);
      return [await tx.query('select 1'), await tx.query('select $1', [2])];
    });
    expect(sent).toEqual([begun, ['select 1', []], ['select $1', [2]], 'commit']);
    expect(seen).toEqual([
      { rows: [], rowCount: 0 },
      { rows: [], rowCount: 0 },
    ]);
    expect(released).toEqual([undefined]);
  });

  it('names a kept statement by its text alone, so that no two texts can meet under one name', async () => {
    const { pool, sent } = recording();
    await withOrganization(pool, acme, async (tx) => {
      await tx.query('select $1', [1], 'prepared');
      await tx.query('select $1', [2], 'prepared');
      await tx.query('select $1 + 1', [3], 'prepared');
    });
    const kept = z.object({ name: z.string().regex(/^[0-9a-f]{32}$/), values: z.array(z.int()) });
    const [first, again, other] = sent.slice(1, 4).map((statement) => kept.parse(statement));
    expect([again?.name, first?.values, again?.values, other?.values]).toEqual([first?.name, [1], [2], [3]]);
    expect(other?.name).not.toBe(first?.name);
  });

  it('is sent whole where it reads once: the commit does not wait for the answer, and nothing can come after it', async () => {
    const { pool, sent, released } = recording();
    await withOrganization(
      pool,
      acme,
      async (tx) => {
        const answer = tx.query('select 1');
        expect(sent).toEqual([`begin read only; ${scope}`, ['select 1', []], 'commit']);
        await expect(tx.query('select 2')).rejects.toMatchObject({ code: 'transaction-over' });
        await answer;
      },
      { mode: 'one-read' },
    );
    expect([sent.length, released]).toEqual([3, [undefined]]);
    const unread = recording();
    await withOrganization(unread.pool, acme, () => Promise.resolve(), { mode: 'one-read' });
    expect(unread.sent.at(-1)).toBe('commit');
  });

  it('sends the commit right behind the last read of a transaction, so that what it locks waits for no answer, and nothing can come after it', async () => {
    const { pool, sent } = recording({ on: { 'select 2': () => ({ command: 'SELECT', rows: [{ n: 2 }], rowCount: 1 }) } });
    const row = z.object({ n: z.int() });
    const read = await withOrganization(pool, acme, async (tx) => {
      await tx.query('select 1');
      const last = tx.readLast(row, 'select 2', [true]);
      expect(sent).toEqual([begun, ['select 1', []], ['select 2', [true]], 'commit']);
      await expect(tx.query('select 3')).rejects.toMatchObject({ code: 'transaction-over' });
      await expect(tx.readLast(row, 'select 3')).rejects.toMatchObject({ code: 'transaction-over' });
      return await last;
    });
    expect([read, sent.length]).toEqual([[{ n: 2 }], 4]);
    const failing = recording({ on: { 'select 2': fail(new Error('of the statement')), commit: () => ({ command: 'ROLLBACK', rows: [], rowCount: null }) } });
    await expect(withOrganization(failing.pool, acme, (tx) => tx.readLast(row, 'select 2'))).rejects.toThrow('of the statement');
    expect([failing.sent[1], failing.sent.at(-1)]).toEqual([['select 2', []], 'rollback']);
  });

  it('tells of the statement, not of the commit behind it, where one read fails', async () => {
    const failing = recording({ on: { select: fail(new Error('of the statement')), commit: fail(new Error('of the commit')) } });
    await expect(withOrganization(failing.pool, acme, async (tx) => await tx.query('select 1'), { mode: 'one-read' })).rejects.toThrow('of the statement');
    expect([failing.sent.at(-1), failing.released]).toEqual(['rollback', [undefined]]);
    // A rejection that nobody awaited ends a process, a turn later.
    await setImmediate();
  });

  it('begins as its mode says, and names a lease with its job and fence', async () => {
    for (const [mode, begin] of [
      ['read-write', 'begin'],
      ['read-only', 'begin read only'],
      ['one-read', 'begin read only'],
      ['snapshot', 'begin isolation level repeatable read read only'],
    ] as const) {
      const { pool, sent } = recording();
      await withOrganization(pool, acme, () => Promise.resolve(), { mode });
      expect(sent[0]).toBe(`${begin}; ${scope}`);
    }
    const { pool, sent } = recording();
    await withOrganization(pool, acme, () => Promise.resolve(), { lease: { jobId, fence: 7n } });
    expect(sent).toEqual([`${begun}; set local vitrine.job_id = '${jobId}'; set local vitrine.fence = '7'`, 'commit']);
  });

  it('writes nothing but ids and numbers into its beginning, since a scope that could end the text could name another organization', async () => {
    const { pool, sent, released } = recording();
    const change = `'; set local vitrine.organization_id = '${umbra}`;
    for (const fence of [`1${change}`, `${change}1`, `${umbra}${change}`, `${change}${umbra}`, '1'.repeat(20), 'x', ''])
      await expect(withOrganization(pool, acme, () => Promise.resolve(), { lease: { jobId, fence } })).rejects.toThrow(/ids and numbers/);
    expect([sent, released]).toEqual([[], []]);
    for (const fence of ['1', '1'.repeat(19), umbra.toUpperCase()]) await withOrganization(pool, acme, () => Promise.resolve(), { lease: { jobId, fence } });
    expect(sent.filter((each) => each === 'commit')).toHaveLength(3);
  });

  it('parses every row that is read', async () => {
    const { pool, sent } = recording({ on: { select: () => ({ command: 'SELECT', rows: [{ n: 1 }, { n: 2 }], rowCount: 2 }) } });
    const row = z.object({ n: z.int() });
    expect(await withOrganization(pool, acme, (tx) => tx.read(row, 'select n'))).toEqual([{ n: 1 }, { n: 2 }]);
    expect(sent[1]).toEqual(['select n', []]);
    await expect(withOrganization(pool, acme, (tx) => tx.read(z.object({ n: z.string() }), 'select n'))).rejects.toThrow(z.ZodError);
  });
});

describe('a transaction that does not come to its end', () => {
  it('rolls back with the error of the work, and its connection goes back unbroken', async () => {
    const { pool, sent, released } = recording();
    await expect(withOrganization(pool, acme, () => Promise.reject(new Error('of the work')))).rejects.toThrow('of the work');
    expect(sent).toEqual([begun, 'rollback']);
    expect(released).toEqual([undefined]);
  });

  it('fails where its scope was refused, even if the work asked nothing', async () => {
    const { pool, sent } = recording({ on: { begin: fail(new Error('no such setting')) } });
    await expect(withOrganization(pool, acme, () => Promise.resolve('done'))).rejects.toThrow('no such setting');
    expect(sent).not.toContain('commit');
    const asked = recording({ on: { begin: fail(new Error('no such setting')) } });
    await expect(withOrganization(asked.pool, acme, (tx) => tx.query('select 1').catch(() => 'swallowed'))).rejects.toThrow('no such setting');
    // Refused while the work does something else: nobody waits for it yet, and the process must not end by it.
    const later = recording({ on: { begin: fail(new Error('no such setting')) } });
    await expect(withOrganization(later.pool, acme, async () => await setImmediate())).rejects.toThrow('no such setting');
  });

  it('says that nothing was saved where COMMIT came back as ROLLBACK', async () => {
    const { pool } = recording({ on: { commit: () => ({ command: 'ROLLBACK' }) } });
    await expect(withOrganization(pool, acme, () => Promise.resolve('saved'))).rejects.toMatchObject({
      code: 'transaction-aborted',
      status: 500,
      publicMessage: 'An internal error occurred.',
      internal: expect.stringContaining('nothing was committed'),
    });
  });

  it('destroys a connection that could not even roll back, since it may still hold the scope', async () => {
    const gone = new Error('gone');
    for (const [thrown, expected] of [
      [gone, gone],
      ['a text', new Error('a text')],
    ] as const) {
      const { pool, released } = recording({ on: { rollback: fail(thrown) } });
      await expect(withOrganization(pool, acme, () => Promise.reject(new Error('of the work')))).rejects.toThrow('of the work');
      expect(released).toEqual([expected]);
    }
  });

  it('is over for every handle kept from it', async () => {
    const { pool, sent } = recording();
    const kept = await withOrganization(pool, acme, (tx) => Promise.resolve(tx));
    await expect(kept.query('select 1')).rejects.toMatchObject({
      code: 'transaction-over',
      status: 500,
      publicMessage: 'An internal error occurred.',
      internal: expect.stringContaining('has ended'),
    });
    await expect(kept.read(z.unknown(), 'select 1')).rejects.toMatchObject({ code: 'transaction-over' });
    expect(sent.at(-1)).toBe('commit');
  });

  it('is answered as an unreachable database where there was no connection, or it broke', async () => {
    const refused = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
    await expect(withOrganization(recording({ connect: refused }).pool, acme, () => Promise.resolve())).rejects.toMatchObject({ code: 'database-unavailable' });
    const broken = recording({ on: { commit: fail(Object.assign(new Error('x'), { code: '57P01' })) } });
    await expect(withOrganization(broken.pool, acme, () => Promise.resolve())).rejects.toMatchObject({ code: 'database-unavailable' });
  });
});

describe('on whose behalf work is done', () => {
  it('keeps the ids of the outer scope, and never changes sides', () => {
    const inner = runInOrganization({ organizationId: acme, requestId: 'r' }, () =>
      runInOrganization({ organizationId: acme, traceId: 't' }, () => currentOrganization()),
    );
    expect(inner).toEqual({ organizationId: acme, requestId: 'r', traceId: 't' });
    const cross = (): unknown => runInOrganization({ organizationId: acme }, () => runInOrganization({ organizationId: umbra }, () => 'crossed'));
    expect(cross).toThrow(
      expect.objectContaining({
        code: 'organization-scope-mismatch',
        status: 500,
        publicMessage: 'An internal error occurred.',
        internal: 'work of one organization asked to act for another',
      }),
    );
  });

  it('is nobody’s outside', () => {
    expect(organizationScopeIfAny()).toBe('outside');
    expect(currentOrganization).toThrow(
      expect.objectContaining({
        code: 'organization-scope-missing',
        status: 500,
        publicMessage: 'An internal error occurred.',
        internal: 'tenant work outside runInOrganization',
      }),
    );
  });
});

describe('the one question before there is an organization', () => {
  it('is asked with its texts as parameters, and answered by one id or none', async () => {
    const found = recording({ on: { 'select directory': () => ({ rows: [{ organization_id: acme }] }) } });
    expect(await organizationOfToken(found.pool, 'key')).toBe(acme);
    expect(await organizationOfClaim(found.pool, 'issuer', 'claim', 'value')).toBe(acme);
    expect(found.sent).toEqual([
      ['select directory.organization_of_token($1) as organization_id', ['key']],
      ['select directory.organization_of_claim($1, $2, $3) as organization_id', ['issuer', 'claim', 'value']],
    ]);
    const none = recording({ on: { 'select directory': () => ({ rows: [{ organization_id: null }] }) } });
    expect(await organizationOfToken(none.pool, 'key')).toBe('unknown');
  });

  it('is not answered by two rows, by none, or by what is no id', async () => {
    for (const rows of [[], [{ organization_id: acme }, { organization_id: umbra }], [{ organization_id: 'x' }], [{}]]) {
      await expect(organizationOfToken(recording({ on: { select: () => ({ rows }) } }).pool, 'key')).rejects.toThrow(z.ZodError);
    }
    const lost = recording({ on: { select: fail(Object.assign(new Error('x'), { code: 'ECONNRESET' })) } });
    await expect(organizationOfToken(lost.pool, 'key')).rejects.toMatchObject({ code: 'database-unavailable' });
  });
});
