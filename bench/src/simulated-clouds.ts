import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { EstateDeclaration } from '@vitrine/cloud-sim';
import { z } from 'zod';

const readySchema = z.object({ endpoints: z.object({ aws: z.string() }) });
const logSchema = z.object({ requests: z.number(), operations: z.record(z.string(), z.number()), writes: z.array(z.unknown()), throttled: z.number() });
export type SimulatedCalls = z.infer<typeof logSchema>;

export interface SimulatedClouds {
  readonly pid: number;
  readonly awsEndpoint: string;
  behave(change: { readonly latencyMs: number }): Promise<void>;
  /** Forgets the calls so far. */
  clear(): Promise<void>;
  calls(): Promise<SimulatedCalls>;
  stop(): Promise<void>;
}

/** The simulated clouds in a process of their own, so that what they cost is on nobody's account. */
export async function startSimulatedClouds(folder: string, estate: EstateDeclaration): Promise<SimulatedClouds> {
  const file = join(folder, 'estate.json');
  writeFileSync(file, JSON.stringify(estate));
  const program = fileURLToPath(new URL('../../tools/cloud-sim/dist/main.js', import.meta.url));
  const child = spawn(process.execPath, [program, '--estate', file], { env: { PATH: process.env['PATH'], TZ: 'UTC' }, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const waiting: ((line: string) => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(line));
  const answer = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      waiting.push((line) => resolve(JSON.parse(line)));
      void ended.then(() => reject(new Error('the simulated clouds ended')));
    });
  const ask = async (command: object): Promise<unknown> => {
    const answered = answer();
    child.stdin.write(`${JSON.stringify(command)}\n`);
    return await answered;
  };
  const { endpoints } = readySchema.parse(await answer());
  return {
    pid: child.pid ?? 0,
    awsEndpoint: endpoints.aws,
    behave: async (change) => void (await ask({ command: 'behave', ...change })),
    clear: async () => void (await ask({ command: 'clear-log' })),
    calls: async () => logSchema.parse(await ask({ command: 'log' })),
    stop: async () => {
      child.kill('SIGTERM');
      child.stdin.end();
      await ended;
    },
  };
}
