import type { MutantResult } from '@stryker-mutator/api/core';
import { z } from 'zod';

const survivorSchema = z.object({ place: z.string(), mutator: z.string(), original: z.string(), replacement: z.string(), covered: z.boolean() });

/** `invalid` mutants could not be loaded (a module that throws as it is read); they prove nothing either way and are left out of the score. */
export const countsSchema = z.object({
  killed: z.number(),
  timeout: z.number(),
  survived: z.number(),
  uncovered: z.number(),
  ignored: z.number(),
  invalid: z.number(),
});
export type MutantCounts = z.infer<typeof countsSchema>;

export const mutationReportSchema = z.object({
  target: z.string(),
  seconds: z.number(),
  score: z.number(),
  counts: countsSchema,
  /** The same by mutated file. */
  files: z.record(z.string(), countsSchema),
  survivors: z.array(survivorSchema),
});
export type MutationReport = z.infer<typeof mutationReportSchema>;

export function countMutants(
  results: readonly MutantResult[],
  sourceOf: (file: string) => string,
): Pick<MutationReport, 'score' | 'counts' | 'files' | 'survivors'> {
  const names = [...new Set(results.map(({ fileName }) => fileName))];
  const files = Object.fromEntries(names.map((name) => [name, countsOf(results.filter(({ fileName }) => fileName === name))]));
  const counts = countsOf(results);
  const survivors = results
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    .map(({ fileName, location, mutatorName, replacement, status }) => ({
      place: `${fileName}:${String(location.start.line)}`,
      mutator: mutatorName,
      original: textAt(sourceOf(fileName), location),
      replacement: replacement ?? '',
      covered: status === 'Survived',
    }));
  return { score: scoreOf(counts), counts, files, survivors };
}

function countsOf(results: readonly MutantResult[]): MutantCounts {
  const count = (...statuses: MutantResult['status'][]): number => results.filter(({ status }) => statuses.includes(status)).length;
  return {
    killed: count('Killed'),
    timeout: count('Timeout'),
    survived: count('Survived'),
    uncovered: count('NoCoverage'),
    ignored: count('Ignored'),
    invalid: count('RuntimeError', 'CompileError', 'Pending'),
  };
}

/** Per cent of the valid mutants that were noticed, to two places. */
export function scoreOf(counts: MutantCounts): number {
  const valid = measuredMutants({ counts });
  return valid === 0 ? 0 : Math.round((10_000 * (counts.killed + counts.timeout)) / valid) / 100;
}

/** Counts of every file that was mutated, also of one in which there is nothing to change: it was measured too. */
export const filesOf = (mutated: readonly string[], counted: MutationReport['files']): MutationReport['files'] =>
  Object.fromEntries(mutated.map((file) => [file, counted[file] ?? sumOf([])]));

export function sumOf(all: readonly MutantCounts[]): MutantCounts {
  const sum = (member: keyof MutantCounts): number => all.reduce((total, each) => total + each[member], 0);
  return {
    killed: sum('killed'),
    timeout: sum('timeout'),
    survived: sum('survived'),
    uncovered: sum('uncovered'),
    ignored: sum('ignored'),
    invalid: sum('invalid'),
  };
}

/** Those that count: killed, timed out or survived. */
export const measuredMutants = ({ counts }: Pick<MutationReport, 'counts'>): number => counts.killed + counts.timeout + counts.survived + counts.uncovered;

/** One line, as the proofs' table shows it. */
export const reportLine = ({ target, score, counts }: Pick<MutationReport, 'target' | 'score' | 'counts'>): string =>
  `${target}: ${score.toFixed(1)} % (${String(counts.killed)} killed, ${String(counts.timeout)} timed out, ${String(counts.survived + counts.uncovered)} survived, ` +
  `of these ${String(counts.uncovered)} uncovered; ${String(counts.ignored)} ignored with a reason, ${String(counts.invalid)} invalid)`;

function textAt(source: string, { start, end }: MutantResult['location']): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return lines
    .map((line, index) => line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined).trim())
    .join(' ')
    .slice(0, 160);
}
