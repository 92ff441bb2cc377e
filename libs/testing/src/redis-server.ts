import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@vitrine/embedded-postgres';

export interface TestRedis {
  readonly port: number;
  readonly pid: number;
  readonly url: string;
  /** Ends it as an operator would. Safe to call twice. */
  stop(): Promise<void>;
  /** Ends it by SIGKILL, without a chance to tidy up, and starts an empty one on the same port: whatever the queue held is gone. */
  crash(): Promise<void>;
}

export interface TestRedisOptions {
  /** Default `noeviction`, which BullMQ needs and Vitrine's boot insists on. */
  readonly maxmemoryPolicy?: string;
  readonly maxmemory?: string;
}

let available: boolean | undefined;

/**
 * Whether a real redis-server can be started here. As root on Debian it is installed once if missing; where that fails,
 * one loud line says which specs are skipped.
 */
export function redisAvailable(): boolean {
  return (available ??= present() || (installed() && present()) || refused());
}

/** Starts a redis-server of its own: free port, loopback only, no persistence, gone when this process is. */
export async function startTestRedis(options: TestRedisOptions = {}): Promise<TestRedis> {
  const port = await freePort();
  let server = await launch(port, options);
  return {
    port,
    get pid() {
      return server.pid;
    },
    url: `redis://127.0.0.1:${port}`,
    stop: () => end(server),
    async crash() {
      process.kill(server.pid, 'SIGKILL');
      await end(server);
      server = await launch(port, options);
    },
  };
}

interface Launched {
  readonly pid: number;
  readonly keeper: ChildProcess;
}

/** The shell holds the read end of a pipe from us: when we are gone, however we died, it ends redis and removes the folder. */
const KEEPER = 'redis-server "$@" & echo "pid=$!"; cat >/dev/null; kill "$!" 2>/dev/null; wait; rm -rf "$FOLDER"';

async function launch(port: number, options: TestRedisOptions): Promise<Launched> {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-redis-'));
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder, '--daemonize', 'no'];
  settings.push('--maxmemory-policy', options.maxmemoryPolicy ?? 'noeviction');
  if (options.maxmemory !== undefined) settings.push('--maxmemory', options.maxmemory);
  const keeper = spawn('sh', ['-c', KEEPER, 'sh', ...settings], { cwd: '/', env: { PATH: process.env['PATH'], FOLDER: folder }, detached: true });
  const pid = await new Promise<number>((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const announced = /^pid=(\d+)$/m.exec(said)?.[1];
      if (announced !== undefined && said.includes('Ready to accept connections')) resolve(Number(announced));
      // The keeper waits for us, so a redis that refuses to start shows in its words alone.
      if (/Could not create server TCP|Failed listening|FATAL CONFIG/.test(said)) reject(new Error(`redis-server refused to start: ${said.slice(-1000)}`));
    };
    keeper.stdout.on('data', listen);
    keeper.stderr.on('data', listen);
    keeper.once('error', reject);
    keeper.once('exit', () => reject(new Error(`redis-server did not start: ${said.slice(-1000)}`)));
  }).catch((error: unknown) => {
    keeper.stdin.end();
    throw error;
  });
  return { pid, keeper };
}

async function end({ keeper }: Launched): Promise<void> {
  if (keeper.exitCode !== null || keeper.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => keeper.once('exit', () => resolve()));
  keeper.stdin?.end();
  await gone;
}

function present(): boolean {
  return succeeds('redis-server', ['--version']);
}

function installed(): boolean {
  if (process.getuid?.() !== 0) return false;
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = (): boolean => succeeds('apt-get', ['install', '-y', '--no-install-recommends', 'redis-server'], environment);
  return install() || (succeeds('apt-get', ['update'], environment) && install());
}

function refused(): false {
  process.stderr.write('\n*** SKIPPED: every spec that needs redis-server; it is not installed and could not be (apt-get install redis-server)\n\n');
  return false;
}

function succeeds(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore', env });
    return true;
  } catch {
    return false;
  }
}
