import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@vitrine/embedded-postgres';
import type { TestRedis } from '@vitrine/testing';
import { startConnectionSwitch } from './connection-switch.js';
import { askRedis } from './ask-redis.js';

const MASTER = 'vitrine';
/** How long the replica hears nothing of its master before that dies: what was said meanwhile is lost with it. */
const LAG_MS = 1_500;

export interface SentinelRedis extends TestRedis {
  failovers(): number;
}

interface Server {
  readonly port: number;
  readonly child: ChildProcess;
}

/**
 * A master, an asynchronous replica and three sentinels, all real, behind one address that follows the sentinels' word. `crash` kills the
 * master while its replica lags, waits until the sentinels made that the master, and brings the dead one back as its replica.
 */
export async function startSentinelRedis(): Promise<SentinelRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-sentinel-'));
  const children = new Set<ChildProcess>();
  const start = async (args: readonly string[]): Promise<ChildProcess> => {
    const child = spawn('redis-server', [...args], { cwd: folder, env: { PATH: process.env['PATH'] }, stdio: ['ignore', 'pipe', 'pipe'] });
    children.add(child);
    child.once('close', () => children.delete(child));
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (said: Buffer) => {
        if (/Ready to accept connections|Sentinel ID is/.test(said.toString())) resolve();
      });
      child.once('close', () => reject(new Error(`redis-server ${args.join(' ')} did not start`)));
    });
    return child;
  };
  const endAll = (): void => {
    for (const child of children) child.kill('SIGKILL');
  };
  process.once('exit', endAll);
  const startServer = async (port: number, masterPort?: number): Promise<Server> => {
    const common = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--maxmemory-policy',
      'noeviction',
      '--repl-diskless-sync-delay',
      '0',
    ];
    return { port, child: await start(masterPort === undefined ? common : [...common, '--replicaof', '127.0.0.1', String(masterPort)]) };
  };
  const [masterPort, replicaPort] = [await freePort(), await freePort()];
  let master = await startServer(masterPort);
  let replica = await startServer(replicaPort, masterPort);
  await untilLinked(replica.port);
  const sentinels: number[] = [];
  for (let number = 0; number < 3; number += 1) {
    const port = await freePort();
    const file = join(folder, `sentinel-${String(number)}.conf`);
    writeFileSync(
      file,
      [
        `port ${String(port)}`,
        'bind 127.0.0.1',
        `dir ${folder}`,
        `sentinel monitor ${MASTER} 127.0.0.1 ${String(masterPort)} 2`,
        `sentinel down-after-milliseconds ${MASTER} 1500`,
        `sentinel failover-timeout ${MASTER} 5000`,
      ].join('\n'),
    );
    await start([file, '--sentinel']);
    sentinels.push(port);
  }
  const door = await startConnectionSwitch(masterPort);
  let failovers = 0;

  const crash = async (): Promise<void> => {
    const [dead, heir] = [master, replica];
    await untilKnown(sentinels, heir.port);
    // Stopping the replica would not do: what its socket holds it reads when it wakes.
    await askRedis(dead.port, 'ACL SETUSER default -sync -psync');
    await askRedis(dead.port, 'CLIENT KILL TYPE replica');
    await delay(LAG_MS);
    const gone = new Promise<void>((resolve) => dead.child.once('close', () => resolve()));
    dead.child.kill('SIGKILL');
    await gone;
    while ((await masterOf(sentinels)) !== heir.port) await delay(100);
    door.to(heir.port);
    failovers += 1;
    master = heir;
    replica = await startServer(dead.port, heir.port);
    await untilLinked(replica.port);
  };
  return {
    port: door.port,
    get pid() {
      return master.child.pid ?? 0;
    },
    url: `redis://127.0.0.1:${String(door.port)}`,
    failovers: () => failovers,
    crash,
    stop: async () => {
      process.off('exit', endAll);
      await door.stop();
      const gone = [...children].map((child) => new Promise<void>((resolve) => child.once('close', () => resolve())));
      endAll();
      await Promise.all(gone);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilLinked(port: number): Promise<void> {
  while (!(await askRedis(port, 'INFO replication').catch(() => '')).includes('master_link_status:up')) await delay(50);
}

/** All sentinels know the replica that shall be promoted, and hold it for healthy; else there would be nobody to promote. */
async function untilKnown(sentinels: readonly number[], port: number): Promise<void> {
  for (const sentinel of sentinels) {
    for (;;) {
      const known = await askRedis(sentinel, `SENTINEL REPLICAS ${MASTER}`).catch(() => '');
      if (known.includes(`127.0.0.1:${String(port)}`) && !/s_down|disconnected|master_link_down/.test(known)) break;
      await delay(100);
    }
  }
}

/** The port that most sentinels name. */
async function masterOf(sentinels: readonly number[]): Promise<number> {
  const named = await Promise.all(
    sentinels.map(
      async (port) =>
        /\$\d+\r\n127\.0\.0\.1\r\n\$\d+\r\n(\d+)/.exec(await askRedis(port, `SENTINEL GET-MASTER-ADDR-BY-NAME ${MASTER}`).catch(() => ''))?.[1] ?? '0',
    ),
  );
  return Number([...named].sort()[1] ?? 0);
}
