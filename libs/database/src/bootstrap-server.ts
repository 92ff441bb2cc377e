import { escapeIdentifier, escapeLiteral, type ClientBase } from 'pg';
import { z } from 'zod';
import { withClient, type ConnectOptions } from './client.js';
import { readMigrations, type RunsAs } from './migration-files.js';
import { scramVerifier } from './scram-verifier.js';

const roleRowsSchema = z.array(z.object({ rolname: z.string() }));

/**
 * Makes the roles of design §6 on a server and gives each login its password. Roles are the server's, so this runs
 * once per server, as a superuser, and running it again only sets the passwords anew.
 *
 * @param passwordOf the password of a login role, or `null` to leave it as it is
 * @returns the login roles, by name
 */
export async function bootstrapServer(connect: ConnectOptions, passwordOf: (role: string) => string | null): Promise<string[]> {
  return await withClient({ applicationName: 'vitrine-bootstrap', ...connect }, async (client) => {
    await client.query(sqlFor('superuser, once per server'));
    const found = await client.query(`select rolname from pg_roles where rolname like 'vitrine\\_%' and rolcanlogin order by rolname`);
    const logins = roleRowsSchema.parse(found.rows).map(({ rolname }) => rolname);
    for (const role of logins) {
      const password = passwordOf(role);
      // ALTER ROLE takes no parameters, and its text may land in the server's log.
      if (password !== null) await client.query(`alter role ${escapeIdentifier(role)} password ${escapeLiteral(scramVerifier(password))}`);
    }
    return logins;
  });
}

/**
 * Makes an empty database on a bootstrapped server. It belongs to `vitrine_owner`, and nobody else enters it
 * before `prepareDatabase` says who may.
 *
 * @param connect a superuser on any database of the server
 */
export async function createDatabase(connect: ConnectOptions, name: string): Promise<void> {
  await withClient({ applicationName: 'vitrine-bootstrap', ...connect }, (client) => create(client, name));
}

/** The same, unless there is one of that name already. */
export async function ensureDatabase(connect: ConnectOptions, name: string): Promise<void> {
  await withClient({ applicationName: 'vitrine-bootstrap', ...connect }, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await create(client, name);
  });
}

async function create(client: ClientBase, name: string): Promise<void> {
  await client.query(`create database ${escapeIdentifier(name)} owner vitrine_owner`);
  await client.query(`revoke all on database ${escapeIdentifier(name)} from public`);
}

/**
 * What only a superuser can set up inside one database: who may enter, the schemas of other owners, the large-object
 * functions. Run it before `migrate`; also after CREATE DATABASE … TEMPLATE, which does not copy who may enter.
 *
 * @param connect a superuser on the very database
 */
export async function prepareDatabase(connect: ConnectOptions): Promise<void> {
  await withClient({ applicationName: 'vitrine-bootstrap', ...connect }, async (client) => {
    await client.query(sqlFor('superuser, once per database'));
  });
}

function sqlFor(runner: RunsAs): string {
  return readMigrations()
    .filter((file) => file.runsAs === runner)
    .map(({ sql }) => sql)
    .join('\n');
}
