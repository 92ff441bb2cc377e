#!/usr/bin/env node
import { createInterface } from 'node:readline/promises';
import { homedir } from 'node:os';
import { text } from 'node:stream/consumers';
import { runCommandLine } from './program.js';
import { toolRunner } from './own-account/run-tool.js';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort(new Error('interrupted')));

process.exitCode = await runCommandLine(process.argv.slice(2), {
  environment: process.env,
  workingFolder: process.cwd(),
  homeFolder: homedir(),
  out: (data) => void process.stdout.write(data),
  err: (said) => void process.stderr.write(said),
  isTTY: process.stderr.isTTY,
  confirm: async (question) => {
    if (!process.stdin.isTTY) return false;
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await lines.question(`${question} [y/N] `, { signal: interrupted.signal });
    lines.close();
    return /^y(es)?$/i.test(answer.trim());
  },
  readInput: () => text(process.stdin),
  runTool: toolRunner(process.env),
  now: () => new Date(),
  signal: interrupted.signal,
});
