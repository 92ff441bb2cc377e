import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { lastRecord, mutate } from './mutate.js';
import { reportLine } from './mutation-report.js';
import { targets, type TargetName } from './targets.js';

const USAGE = `npm run mutate [-- crypto|tenancy|gate…] [--only FILE… | --changed | --share N [--seed N]]
  Breaks the security code one small change at a time and counts which changes the specs notice: reports/mutation/.
  --only  one file (may be repeated) of the one target named: prints its survivors, writes no report
  --changed  the files that the committed record does not speak of, into that record
  --share  a random part of all mutants, as in 0.1; the same for the same seed; no report
`;
const LEAST = 90;
const isTarget = (name: string): name is TargetName => Object.hasOwn(targets, name);
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', multiple: true },
    changed: { type: 'boolean', default: false },
    share: { type: 'string' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});
const names = positionals.length === 0 ? Object.keys(targets) : positionals;
const sample = values.share === undefined ? undefined : { share: Number(values.share), seed: Number(values.seed) };
if (values.help || Number.isNaN(sample?.share) || Number.isNaN(sample?.seed) || !names.every(isTarget) || (values.only !== undefined && names.length !== 1)) {
  (values.help ? process.stdout : process.stderr).write(USAGE);
  process.exit(values.help ? 0 : 2);
}
// An interrupted run leaves no copy behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
let low = false;
for (const name of names) {
  const only = values.changed ? lastRecord(name)?.changed.filter((file) => existsSync(file)) : values.only;
  if (only?.length === 0) continue;
  const report = await mutate(name, { ...(only === undefined ? {} : { only, changed: values.changed }), ...(sample === undefined ? {} : { sample }) });
  for (const { place, mutator, original, replacement, covered } of report.survivors) {
    process.stdout.write(`${place} ${mutator}${covered ? '' : ' (uncovered)'}\n    ${original}\n  → ${replacement.replaceAll(/\s+/g, ' ').slice(0, 160)}\n`);
  }
  process.stdout.write(`${reportLine(report)} in ${String(report.seconds)} s\n`);
  // What changed is judged as a part of the whole that the record speaks of.
  const whole = values.changed ? lastRecord(name)?.record : undefined;
  if (whole !== undefined) process.stdout.write(`all: ${reportLine(whole)}\n`);
  low ||= (whole ?? report).score < LEAST;
}
process.exit(low ? 1 : 0);
