import { lastRecord, leastOfSample, measuredMutants, mutate, reportLine, type MutationRecord, type TargetName } from '@vitrine/mutation';
import type { Proof } from './proof.js';

/** Per cent of all mutants of a target that its specs notice at least. */
const LEAST = 90;
/** Of all mutants, one in eight or so: some 40 to 350. Where a full run was of the very same sources and specs, one in thirty is thrown again. */
const SHARE = { otherwise: 0.12, sameBytes: 0.03 };

/**
 * How many small changes to a target's sources its specs notice. A committed full run counts as long as the sources are those it measured, and a
 * seeded sample shows that the specs still do what they did; without one, that sample alone decides. `--soak` runs them all.
 */
export const mutationScore = (target: TargetName, what: string): Proof => ({
  attack: `every small change to ${what} that a mutation tester knows, one at a time`,
  expected: `specs notice ≥ ${String(LEAST)} % of all in a full run of these sources, and of a seeded ${String(100 * SHARE.otherwise)} % (${String(100 * SHARE.sameBytes)} % where specs are the same too) as many but for chance (once in 100)`,
  pace: 'whole',
  beside: 'computes',
  mutation: { none: 'it measures the specs' },
  async attempt({ seed, pace, say }) {
    if (pace === 'soak') {
      const report = await mutate(target);
      return { held: report.score >= LEAST, seen: `all: ${reportLine(report)}` };
    }
    say(`  a sample; all mutants: npm run mutate -- ${target}`);
    const known = lastRecord(target);
    const share = known !== undefined && known.changed.length === 0 && !known.specsChanged ? SHARE.sameBytes : SHARE.otherwise;
    const sample = await mutate(target, { sample: { seed, share } });
    const bar = leastOfSample(measuredMutants(sample), LEAST);
    const again = `a sample, to be ≥ ${bar.toFixed(1)} %: ${reportLine(sample)}`;
    if (known === undefined || known.changed.length > 0)
      return { held: sample.score >= bar, seen: `${staleness(known)}, so the sample alone decides; ${again}` };
    const { record, specsChanged } = known;
    return {
      held: record.score >= LEAST && sample.score >= bar,
      seen: `all, on ${daysOf(record)}, of these very sources${specsChanged ? ' (specs have changed since)' : ' and specs'}: ${reportLine(record)}; ${again}`,
    };
  },
});

function staleness(known: ReturnType<typeof lastRecord>): string {
  if (known === undefined) return 'no full run is recorded';
  const { record, changed } = known;
  return `the full run of ${daysOf(record)} (${record.score.toFixed(1)} %) was of other sources (${String(changed.length)} of ${String(Object.keys(record.files).length)} files differ)`;
}

/** A record that was brought up to date holds files of more than one day. */
function daysOf({ files }: MutationRecord): string {
  const days = Object.values(files)
    .map(({ date }) => date)
    .sort();
  const [first = '', last = first] = [days[0], days.at(-1)];
  return first === last ? first : `${first} to ${last}`;
}
