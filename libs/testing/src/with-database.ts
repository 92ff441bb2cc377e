/**
 * `node libs/testing/dist/with-database.js COMMAND ARG…` runs a command against a fresh, migrated database, whose
 * superuser URL stands in VITRINE_SUPERUSER_DATABASE_URL, and leaves nothing behind.
 */
import { spawn } from 'node:child_process';
import { startPreparedServer } from './prepared-server.js';

const [command, ...args] = process.argv.slice(2);
if (command === undefined) throw new Error('usage: with-database.js COMMAND ARG…');

const server = await startPreparedServer();
try {
  const env = { ...process.env, VITRINE_SUPERUSER_DATABASE_URL: server.url('postgres', server.template) };
  const child = spawn(command, args, { stdio: 'inherit', env });
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
} finally {
  await server.stop();
}
