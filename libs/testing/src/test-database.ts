import { randomBytes } from 'node:crypto';
import { createPool, prepareDatabase, withClient } from '@vitrine/database';
import { postgresUrl } from '@vitrine/embedded-postgres';
import { escapeIdentifier, type Pool } from 'pg';
import { sharedServer, type SharedServer } from './shared-server.js';

/** The login roles of design §6, and the superuser by which a spec looks behind the policies or breaks them. */
export type TestRole =
  | 'vitrine_migrator'
  | 'vitrine_api'
  | 'vitrine_worker'
  | 'vitrine_relay'
  | 'vitrine_reseal'
  | 'vitrine_sequencer'
  | 'vitrine_queue'
  | 'vitrine_operator'
  | 'postgres';

export interface TestDatabase {
  readonly name: string;
  /** For a process of its own: `postgres://role:password@127.0.0.1:port/name`. */
  url(role: TestRole): string;
  /** One pool per role, ended by `drop`. */
  poolFor(role: TestRole): Pool;
  /** Ends the pools, everybody else's sessions, and the database. Safe to call twice. */
  drop(): Promise<void>;
}

/**
 * A fresh database with every migration applied: one per spec file, in `beforeAll`, dropped in `afterAll`.
 * @param server default: the shared server of this run
 */
export async function createTestDatabase(server: SharedServer = sharedServer()): Promise<TestDatabase> {
  const name = `spec_${randomBytes(8).toString('hex')}`;
  const superuserOf = (database: string): { url: string } => ({ url: postgresUrl(server, 'postgres', database) });
  await withClient(superuserOf('postgres'), async (client) => {
    await client.query(`create database ${escapeIdentifier(name)} template ${escapeIdentifier(server.template)} owner vitrine_owner`);
  });
  await prepareDatabase(superuserOf(name));

  const pools = new Map<TestRole, Pool>();
  const url = (role: TestRole): string => postgresUrl(server, role, name);
  return {
    name,
    url,
    poolFor(role) {
      const known = pools.get(role);
      if (known !== undefined) return known;
      const pool = createPool({ url: url(role), applicationName: `spec-${role}` });
      pools.set(role, pool);
      return pool;
    },
    async drop() {
      const open = [...pools.values()];
      pools.clear();
      await Promise.all(open.map((pool) => pool.end()));
      await withClient(superuserOf('postgres'), async (client) => {
        await client.query(`drop database if exists ${escapeIdentifier(name)} with (force)`);
      });
    },
  };
}
