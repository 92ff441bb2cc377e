import { readFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { startProcess, type TestProcess } from '@vitrine/testing';
import type { AttackGround } from './attack-ground.js';
import { publicUrl } from './ci-run.js';
import { sendShot, type Seen, type Shot } from './shot.js';

export const projectRoot = join(import.meta.dirname, '../../..');
export const builtApi = join(projectRoot, 'apps/api/dist/main.js');

/** One API process, as it is started in production: `node main.js` and nothing but variables. */
export interface ApiProcess {
  readonly process: TestProcess;
  readonly port: number;
  send(shot: Shot): Promise<Seen>;
  /** Resident memory in MiB: now, and the most that it ever was. */
  memory(): Promise<{ readonly now: number; readonly peak: number }>;
  stop(): Promise<void>;
}

export interface ApiProcessOptions {
  /** Default: the API as built. Another is a copy with a guard taken out. */
  readonly program?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The key by which these processes sign cursors, for the attack that has got hold of an old one. */
export const requestKey = Buffer.alloc(32, 9);

export async function startApiProcess(ground: AttackGround, { program = builtApi, environment = {} }: ApiProcessOptions = {}): Promise<ApiProcess> {
  const queue = 'VITRINE_REDIS_URL' in environment ? {} : { VITRINE_QUEUE_DATABASE_URL: ground.database.url('vitrine_queue') };
  const started = await startProcess(program, {
    readyLine: /"ready":true,"port":(\d+)/,
    readyWithin: 60_000,
    env: {
      VITRINE_PORT: '0',
      VITRINE_DATABASE_URL: ground.database.url('vitrine_api'),
      ...queue,
      VITRINE_OIDC_ISSUERS: JSON.stringify([{ issuer: ground.issuer.issuer, audience: 'vitrine' }]),
      VITRINE_CI_ISSUERS: JSON.stringify([{ provider: 'github', issuer: ground.issuer.issuer }]),
      VITRINE_PUBLIC_URL: publicUrl,
      VITRINE_ALLOW_LOOPBACK_ISSUER: 'true',
      VITRINE_TOKEN_PEPPERS: JSON.stringify([{ id: 'p1', key: Buffer.alloc(32, 7).toString('base64') }]),
      VITRINE_REQUEST_KEY: requestKey.toString('base64'),
      VITRINE_SEALING_KEYS_FILE: ground.sealingKeysFile,
      // The attacks are many and of few callers; case 45 has a process with the limit on.
      VITRINE_RATE_LIMIT: '1000000',
      VITRINE_SIGN_IN_FAILURE_LIMIT: '1000000',
      VITRINE_REQUEST_TIMEOUT_MS: '1500',
      VITRINE_DRAIN_TIMEOUT_MS: '500',
      ...environment,
    },
  });
  const port = Number(started.ready?.[1]);
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  return {
    process: started,
    port,
    send: async (shot) => await sendShot(port, agent, shot),
    memory: async () => {
      const status = await readFile(`/proc/${String(started.pid)}/status`, 'utf8');
      const mebibytes = (field: string): number => Math.round(Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? NaN) / 1024);
      return { now: mebibytes('VmRSS'), peak: mebibytes('VmHWM') };
    },
    stop: async () => {
      agent.destroy();
      await started.kill('SIGTERM');
    },
  };
}
