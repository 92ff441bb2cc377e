import { mutate, presentReport, reportLine, type TargetName } from '@vitrine/mutation';
import type { Proof } from './proof.js';

/** Per cent of all mutants of a target that its specs notice at least. */
const LEAST = 90;
/** Of all mutants: some 80 to 200. From a true 90 % chance alone takes a sample of them below `LEAST_OF_SAMPLE` less than once in a hundred times. */
const SHARE = 0.12;
const LEAST_OF_SAMPLE = 82;

/**
 * How many small changes to a target's sources its specs notice. A full run's report counts as long as sources and specs are those it measured;
 * without one, `npm run prove` takes a seeded sample and `--soak` runs them all.
 */
export const mutationScore = (target: TargetName, what: string): Proof => ({
  attack: `every small change to ${what} that a mutation tester knows, one at a time`,
  expected: `specs notice ≥ ${String(LEAST)} % of all, or of a seeded ${String(100 * SHARE)} % of them ≥ ${String(LEAST_OF_SAMPLE)} %`,
  pace: 'whole',
  mutation: { none: 'it measures the specs' },
  async attempt({ seed, pace, say }) {
    const known = presentReport(target);
    if (known !== undefined && pace !== 'soak') return { held: known.score >= LEAST, seen: `all, measured before on these very files: ${reportLine(known)}` };
    if (pace === 'soak') {
      const report = await mutate(target);
      return { held: report.score >= LEAST, seen: reportLine(report) };
    }
    say(`  a sample; all mutants: npm run mutate -- ${target}`);
    const report = await mutate(target, { sample: { seed, share: SHARE } });
    return { held: report.score >= LEAST_OF_SAMPLE, seen: `a sample: ${reportLine(report)}` };
  },
});
