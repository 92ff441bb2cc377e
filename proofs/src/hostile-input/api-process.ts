import { readFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { apiEnvironment, startProcess, type TestProcess } from '@vitrine/testing';
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

export async function startApiProcess(ground: AttackGround, { program = builtApi, environment = {} }: ApiProcessOptions = {}): Promise<ApiProcess> {
  const started = await startProcess(program, {
    args: ['--exit-with-parent'],
    readyLine: /"ready":true,"port":(\d+)/,
    readyWithin: 60_000,
    env: apiEnvironment(ground.database, ground.issuer, {
      VITRINE_CI_ISSUERS: JSON.stringify([{ provider: 'github', issuer: ground.issuer.issuer }]),
      VITRINE_PUBLIC_URL: publicUrl,
      VITRINE_SEALING_KEYS_FILE: ground.sealingKeysFile,
      // Case 45 has a process with the limits on.
      VITRINE_SIGN_IN_FAILURE_LIMIT: '1000000',
      VITRINE_REQUEST_TIMEOUT_MS: '1500',
      ...environment,
    }),
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
