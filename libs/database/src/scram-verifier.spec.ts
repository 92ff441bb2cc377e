import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPreparedServer, type PreparedServer } from '@vitrine/testing';
import { withClient } from './client.js';
import { bootstrapServer } from './bootstrap-server.js';
import { scramVerifier } from './scram-verifier.js';

/** A server of its own, since its roles' passwords change. */
let server: PreparedServer;
beforeAll(async () => {
  server = await startPreparedServer();
});
afterAll(() => server.stop());

describe('the verifier of a role’s password', () => {
  it('is the one that Postgres itself makes of the same password and salt', async () => {
    await withClient({ url: server.url('postgres', 'postgres') }, async (client) => {
      await client.query(`create role witness login password 'tell~nobody!'`);
      const { rows } = await client.query<{ rolpassword: string }>(`select rolpassword from pg_authid where rolname = 'witness'`);
      const stored = rows[0]!.rolpassword;
      expect(scramVerifier('tell~nobody!', Buffer.from(/:([^$]+)\$/.exec(stored)![1]!, 'base64'))).toBe(stored);
    });
  });

  it('keeps the password out of a server log that shows every statement (attack: whoever reads the log signs in)', async () => {
    const superuser = server.url('postgres', 'postgres');
    await withClient({ url: superuser }, async (client) => void (await client.query(`alter system set log_statement = 'all'`)));
    await server.restart('fast');
    await bootstrapServer({ url: superuser }, (role) => (role === 'vitrine_api' ? 'hunter2-of-the-api' : null));
    const url = new URL(server.url('vitrine_api', server.template));
    url.password = 'hunter2-of-the-api';
    expect(await withClient({ url: url.href }, async (client) => (await client.query('select 1 as one')).rows)).toEqual([{ one: 1 }]);
    const log = readFileSync(server.logFile, 'utf8');
    expect(log).toContain('alter role');
    expect(log).not.toContain('hunter2');
  });

  it.each(['', 'two words', 'pässword', 'tab\there'])('refuses %j, which clients would send in different ways', (password) => {
    expect(() => scramVerifier(password)).toThrow(expect.objectContaining({ code: 'password-not-ascii' }));
  });
});
