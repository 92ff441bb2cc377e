import { parseArgs } from 'node:util';
import { currentRecord, lastRecord, mutate } from './mutate.js';
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
  const only = values.changed ? currentRecord(name)?.changed : values.only;
  const score = only === undefined || only.length > 0 ? await measure(name, only) : undefined;
  // What changed is judged as a part of the whole that the record speaks of, which may be low where nothing changed.
  const whole = values.changed ? lastRecord(name)?.record : undefined;
  if (whole !== undefined) process.stdout.write(`all: ${reportLine(whole)}\n`);
  low ||= (whole?.score ?? score ?? 0) < LEAST;
}
process.exit(low ? 1 : 0);

/** Prints what survived. @returns the score of what was measured */
async function measure(name: TargetName, only: readonly string[] | undefined): Promise<number> {
  const report = await mutate(name, { ...(only === undefined ? {} : { only, changed: values.changed }), ...(sample === undefined ? {} : { sample }) });
  for (const { place, mutator, original, replacement, covered } of report.survivors) {
    process.stdout.write(`${place} ${mutator}${covered ? '' : ' (uncovered)'}\n    ${original}\n  → ${replacement.replaceAll(/\s+/g, ' ').slice(0, 160)}\n`);
  }
  process.stdout.write(`${reportLine(report)} in ${String(report.seconds)} s\n`);
  return report.score;
}
