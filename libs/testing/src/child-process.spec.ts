import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killRunningProcesses, startProcess } from './child-process.js';

describe('a process under test', () => {
  let folder: string;
  const program = (text: string): string => {
    const file = join(folder, `${Math.random().toString(36).slice(2)}.mjs`);
    writeFileSync(file, text);
    return file;
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vitrine-spec-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is started when its line has come, which may name a port, and ends by the signal it gets', async () => {
    const served = await startProcess(
      program(`process.on('SIGTERM', () => { console.log('drained'); process.exit(3); }); setInterval(() => {}, 1000); console.log('listening on 1234')`),
      {
        readyLine: /listening on (\d+)/,
      },
    );
    expect(served.ready?.[1]).toBe('1234');
    expect(await served.kill()).toEqual({ code: 3, signal: null });
    expect(served.output()).toContain('drained');
    expect(await served.kill()).toEqual({ code: 3, signal: null });
  });

  it('sees the environment it was given and nothing of ours', async () => {
    process.env['SPEC_LEAK'] = 'ours';
    const child = await startProcess(program(`console.log(JSON.stringify(Object.keys(process.env).sort()))`), { env: { GIVEN: 'x' } });
    await child.ended;
    delete process.env['SPEC_LEAK'];
    expect(JSON.parse(child.output())).toEqual(['GIVEN', 'NODE_COMPILE_CACHE', 'PATH']);
  });

  it('that ends before its line fails the start with what it said', async () => {
    await expect(startProcess(program(`console.error('no configuration'); process.exit(1)`), { readyLine: /ready/ })).rejects.toThrow('no configuration');
  });

  it('that a failed spec forgot is ended with the rest', async () => {
    const forgotten = await startProcess(program(`console.log('up'); setInterval(() => {}, 1000)`), { readyLine: /up/ });
    await killRunningProcesses();
    expect(await forgotten.ended).toEqual({ code: null, signal: 'SIGKILL' });
  });
});
