import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@vitrine/embedded-postgres';
import { freePort } from '@vitrine/testing';
import type { ComposedFolder } from './composed-folder.js';
import { projectRoot } from './project-root.js';

/** A real Postgres with the certificate and the rules (pg_hba.conf) of the composed one. It chooses the superuser's password, as it does by file in the image. */
export async function startComposedPostgres(folder: ComposedFolder): Promise<EmbeddedPostgres> {
  const rules = join(folder.path, 'pg_hba.conf');
  writeFileSync(rules, readFileSync(join(projectRoot, 'deploy/pg_hba.conf')), { mode: 0o644 });
  const postgres = await startEmbeddedPostgres({
    settings: { hba_file: rules },
    tls: { certificate: folder.secret('postgres_cert'), key: folder.secret('postgres_key') },
  });
  folder.fillIn('postgres_password', new URL(postgres.url('postgres', 'postgres')).password);
  return postgres;
}

export interface ComposedRedis {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** A real Redis by the composed one's own command line and deploy/redis.conf; only paths, port and address differ. */
export async function startComposedRedis(folder: ComposedFolder): Promise<ComposedRedis> {
  const port = await freePort();
  const here = (text: string): string => text.replaceAll(/\/run\/secrets\/(\w+)/g, (_, name: string) => folder.secretFile(name));
  const conf = join(folder.path, 'redis.conf');
  const rules = here(readFileSync(join(projectRoot, 'deploy/redis.conf'), 'utf8'))
    .replace(/^tls-port \d+$/m, `tls-port ${String(port)}`)
    .replace(/^dir .*$/m, `dir ${folder.path}`);
  writeFileSync(conf, `${rules}bind 127.0.0.1\n`, { mode: 0o600 });
  const [shell = 'sh', ...args] = (folder.compose.services['redis']?.command ?? []).map((word) =>
    here(word.replaceAll('$$', '$').replaceAll('/etc/vitrine/redis.conf', conf)),
  );
  const child = spawn(shell, args, { cwd: '/', env: { PATH: process.env['PATH'] }, stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Ready to accept connections')) resolve();
    });
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', reject);
    void gone.then(() => reject(new Error(`redis-server ended: ${said.slice(-1_000)}`)));
  });
  return {
    port,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}
