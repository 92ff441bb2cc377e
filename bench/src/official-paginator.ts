import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { peakMegabytesOf } from './process-usage.js';

const roundSchema = z.object({ pages: z.number(), volumes: z.number(), seconds: z.number(), cpuSeconds: z.number() });
export type PaginatorRound = z.infer<typeof roundSchema>;

export interface OfficialPaginator {
  readonly pid: number;
  /** Reads everything once. */
  round(): Promise<PaginatorRound>;
  peakMegabytes(): number;
  stop(): Promise<void>;
}

/** `@aws-sdk/client-ec2`'s paginator in a process of its own. */
export function startOfficialPaginator(awsEndpoint: string): OfficialPaginator {
  const program = fileURLToPath(new URL('./official-paginator.program.js', import.meta.url));
  const child = spawn(process.execPath, [program, awsEndpoint], { env: { PATH: process.env['PATH'], TZ: 'UTC' }, stdio: ['pipe', 'pipe', 'inherit'] });
  const pid = child.pid ?? 0;
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const lines = createInterface({ input: child.stdout });
  return {
    pid,
    round: async () => {
      const line = new Promise<string>((resolve, reject) => {
        lines.once('line', resolve);
        void ended.then(() => reject(new Error('the official paginator ended')));
      });
      child.stdin.write('go\n');
      return roundSchema.parse(JSON.parse(await line));
    },
    peakMegabytes: () => peakMegabytesOf(pid),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
