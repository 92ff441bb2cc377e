import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { AuditProgress, runAudits } from '@vitrine/api-client';
import { createPool } from '@vitrine/database';
import { startThreeClouds, Undoing } from '@vitrine/demo';
import { z } from 'zod';
import type { BenchOptions, BenchRow } from './bench-row.js';
import { pidOf } from './bench-house.js';
import { cpuSecondsOf, peakMegabytesOf } from './process-usage.js';
import { Undo } from './undo.js';

/**
 * The demo's shop holds some 600 resources. Not a hundred times that: the simulated clouds make each minute of a metric and each day of a bill when
 * asked, and would be what is measured.
 */
const TIMES = 4;
const MOST_OF_THE_WHOLE = 0.05;

const storedSchema = z.object({ resources: z.coerce.number(), findings: z.coerce.number(), rules: z.coerce.number() });

/** The whole catalogue over three clouds: memory, calls, and which rule costs how much. */
export async function run({ say }: BenchOptions): Promise<BenchRow[]> {
  const undo = new Undo();
  try {
    const folder = mkdtempSync(join(tmpdir(), 'vitrine-bench-'));
    chmodSync(folder, 0o711);
    undo.add(async () => {
      rmSync(folder, { recursive: true, force: true });
    });
    const undoing = new Undoing();
    undo.add(() => undoing.run());
    const signal = AbortSignal.timeout(900_000);
    const { clouds, instance, connections } = await startThreeClouds(
      { folder: join(folder, 'instance'), times: TIMES, signal, onStep: () => undefined },
      undoing,
    );
    const pid = pidOf(instance, 'worker');
    const before = { log: await clouds.log(), cpu: cpuSecondsOf(pid) };
    const begun = performance.now();
    await runAudits(instance.client, connections, new AuditProgress({ write: () => undefined, isTTY: false }), signal);
    const seconds = (performance.now() - begun) / 1000;
    const cpu = cpuSecondsOf(pid) - before.cpu;
    const log = await clouds.log();
    const pool = createPool({ url: instance.superuserUrl, applicationName: 'vitrine-bench', max: 1 });
    undo.add(() => pool.end());
    const { rows } = await pool.query(
      `select (select count(*) from vitrine.resource) as resources, count(*) filter (where verdict = 'fail') as findings, count(distinct rule_id) as rules from vitrine.finding`,
    );
    const stored = storedSchema.parse(rows[0]);
    const rules = await secondsByRule(instance.metricsUrls);
    const judging = rules.reduce((sum, [, spent]) => sum + spent, 0);
    const dearest = rules.slice(0, 5).map(([rule, spent]) => `${rule} ${((100 * spent) / cpu).toFixed(2)} %`);
    const calls = log.requests - before.log.requests;
    say(`catalogue: ${JSON.stringify({ stored, seconds, cpu, calls, throttled: log.throttled, writes: log.writes.length })}`);
    for (const [rule, spent] of rules) say(`  ${(spent * 1000).toFixed(1).padStart(9)} ms  ${rule}`);
    return [
      {
        row: 'catalogue',
        figure: 'peak memory',
        measured: { value: peakMegabytesOf(pid), unit: 'MB' },
        baseline: null,
        bar: { atMost: 256 },
        notes: `${stored.resources.toLocaleString('en-US')} resources on three clouds, ${String(stored.rules)} rules found ${stored.findings.toLocaleString('en-US')} things in ${seconds.toFixed(0)} s with ${cpu.toFixed(0)} CPU-s of one worker; ${String(calls)} calls`,
      },
      {
        row: 'catalogue',
        figure: 'calls answered 429',
        measured: { value: (log.throttled - before.log.throttled) / calls, unit: 'of all' },
        baseline: null,
        bar: { atMost: 0.01 },
      },
      {
        row: 'catalogue',
        figure: 'dearest rule',
        measured: { value: rules[0]?.[1] ?? 0, unit: 's' },
        baseline: { value: cpu, unit: 'CPU-s' },
        bar: { atMost: MOST_OF_THE_WHOLE },
        notes: `all judging ${judging.toFixed(1)} s; ${dearest.join(', ')}`,
      },
    ];
  } finally {
    await undo.run();
  }
}

/** `vitrine_rule_seconds_total` of the workers, the dearest first. */
async function secondsByRule(metricsUrls: readonly string[]): Promise<[string, number][]> {
  const spent = new Map<string, number>();
  for (const url of metricsUrls) {
    const text = await (await fetch(url)).text();
    for (const [, rule = '', value = ''] of text.matchAll(/^vitrine_rule_seconds_total\{rule="([^"]+)"\} (\S+)$/gm))
      spent.set(rule, (spent.get(rule) ?? 0) + Number(value));
  }
  return [...spent].sort(([, one], [, other]) => other - one);
}
