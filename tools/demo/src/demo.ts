import { writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { AuditProgress, gatherReport, runAudits, type ProgressOutput } from '@vitrine/api-client';
import { reportHtml } from '@vitrine/report';
import { type DemoResult } from './demo-summary.js';
import type { EmbeddedInstance } from './embedded-start.js';
import { compareWithLabel } from './estate-comparison.js';
import { startThreeClouds } from './three-clouds.js';
import type { Undoing } from './undoing.js';

export interface DemoOptions {
  readonly folder: string;
  readonly reportFile: string;
  readonly progress: ProgressOutput;
  readonly signal: AbortSignal;
}

/** One permission that the demo's customer did not grant, so that a blind spot can be seen. It costs no money to miss. */
export const WITHHELD_PERMISSION = 'iam:GetCredentialReport';
const WITHHELD_FAULT = 'aws-iam-access-key-unused';

/** Starts everything, audits three clouds, writes the report. What was started is in `undoing`, also when this throws. */
export async function runDemo(
  { folder, reportFile, progress, signal }: DemoOptions,
  undoing: Undoing,
): Promise<{ readonly instance: EmbeddedInstance; readonly result: DemoResult; readonly pids: readonly number[] }> {
  const begun = performance.now();
  const { clouds, instance, connections } = await startThreeClouds(
    { folder, withheld: [WITHHELD_PERMISSION], signal, onStep: (step) => progress.write(`Starting: ${step}\n`) },
    undoing,
  );
  const auditIds = await runAudits(instance.client, connections, new AuditProgress(progress), signal);
  const gathered = await gatherReport(instance.client, {
    title: 'Vitrine: audit of the demo shop',
    now: new Date(),
    auditIds,
    seconds: (performance.now() - begun) / 1000,
    notes: ['The clouds of this report are simulated on this machine. Every number is computed from what they answered.'],
  });
  const log = await clouds.log();
  const comparison = compareWithLabel(clouds.labels, gathered.findings, new Set([WITHHELD_FAULT]));
  const report = { ...gathered, comparison, writes: { count: log.writes.length, countedBy: 'simulated-cloud' as const }, requestsSeen: log.requests };
  writeFileSync(reportFile, reportHtml(report), { mode: 0o600 });
  const result = { report, comparison, log, seconds: (performance.now() - begun) / 1000, firstStart: instance.firstStart };
  return { instance, result, pids: [clouds.pid, ...instance.processes.map(({ pid }) => pid)] };
}
