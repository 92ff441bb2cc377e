import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { z } from 'zod';

const readySchema = z.looseObject({ endpoints: z.record(z.string(), z.url()), caCertificatePem: z.string(), labels: z.array(z.looseObject({})).optional() });
const here = dirname(fileURLToPath(import.meta.url));

/** The simulator as its own process, the way the demo and the bench start it. */
describe('the simulator as a process', () => {
  // Inside the package, so that its dependencies are found from there.
  const folder = mkdtempSync(join(here, '..', '.spec-'));
  const program = join(folder, 'main.mjs');
  const children: ChildProcessByStdio<Writable, Readable, null>[] = [];

  beforeAll(async () => {
    await build({
      entryPoints: [join(here, 'main.ts')],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      conditions: ['@vitrine/source'],
      logLevel: 'silent',
    });
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const start = (...args: string[]): { child: ChildProcessByStdio<Writable, Readable, null>; lines: Interface; ended: Promise<number | null> } => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    children.push(child);
    return { child, lines: createInterface({ input: child.stdout }), ended: new Promise((resolve) => child.once('close', resolve)) };
  };
  const nextLine = (lines: Interface): Promise<unknown> => new Promise((resolve) => lines.once('line', (line) => resolve(JSON.parse(line))));

  it('says in one line where it answers and whom to trust, and which faults it holds', async () => {
    const { lines, child, ended } = start('--labels');
    const ready = readySchema.parse(await nextLine(lines));
    expect(ready.endpoints['aws']).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(ready.caCertificatePem).toMatch(/^-----BEGIN CERTIFICATE-----/);
    expect(ready.labels?.length).toBeGreaterThan(40);
    expect(JSON.stringify(ready)).not.toContain('PRIVATE KEY');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('ends when its parent does, told by the end of its stdin', async () => {
    const { lines, child, ended } = start();
    await nextLine(lines);
    child.stdin.end();
    expect(await ended).toBe(0);
  });

  it('tells its parent what was called, and takes permissions away when told', async () => {
    const { lines, child } = start();
    const ready = readySchema.parse(await nextLine(lines));
    const ask = async (command: object): Promise<unknown> => {
      const answer = nextLine(lines);
      child.stdin.write(`${JSON.stringify(command)}\n`);
      return await answer;
    };
    await fetch(ready.endpoints['aws'] ?? '', { method: 'POST', body: 'Action=GetCallerIdentity' });
    expect(await ask({ command: 'log' })).toMatchObject({ requests: 1, operations: { 'sts:GetCallerIdentity': 1 }, writes: [] });
    expect(await ask({ command: 'deny', permissions: ['ec2:DescribeVolumes'] })).toEqual({ denied: ['ec2:DescribeVolumes'] });
    expect(await ask({ command: 'trust-aws-role', roleName: 'VitrineAudit', externalId: 'made-later' })).toEqual({ trusted: 'VitrineAudit' });
    expect(await ask({ command: 'explode' })).toEqual({ error: 'unknown command' });
  });

  it('refuses to start without an estate', async () => {
    const child = spawn(process.execPath, [program, '--estate', join(folder, 'absent.json')], { stdio: 'ignore' });
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1);
  });
});
