import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { countsSchema, scoreOf, sumOf, type MutationReport } from './mutation-report.js';
import { digestsOf, type Digests } from './source-files.js';
import type { Target } from './targets.js';

/**
 * A full run's result, committed (`tools/mutation/records/NAME.json`): it speaks of exactly the sources whose digests it holds,
 * so that nobody has to believe a figure of other code.
 */
export const mutationRecordSchema = z.object({
  target: z.string(),
  score: z.number(),
  counts: countsSchema,
  /** By mutated file: its SHA-256 as it was measured, that of all specs together, when, and what came of its mutants. */
  files: z.record(z.string(), z.object({ sha256: z.hex(), specs: z.hex(), date: z.iso.date(), ...countsSchema.shape })),
});
export type MutationRecord = z.infer<typeof mutationRecordSchema>;

export interface Recorded {
  readonly record: MutationRecord;
  /** Mutated files that are not those it measured: changed, new or gone since. */
  readonly changed: readonly string[];
  /** Whether a spec is another one than it was for some file; then a sample has to show that they are not worse. */
  readonly specsChanged: boolean;
}

const fileOf = (project: string, name: string): string => join(project, 'tools/mutation/records', `${name}.json`);

/**
 * Writes and returns what a run measured; of the files that it left out, what an earlier run of the very same bytes did.
 * @param measured digests as they were when the run began
 */
export function writeRecord(
  project: string,
  { target, files }: Pick<MutationReport, 'target' | 'files'>,
  measured: Digests,
  earlier: MutationRecord | undefined,
  on: Date,
): MutationRecord {
  const date = on.toISOString().slice(0, 10);
  const kept = Object.entries(earlier?.files ?? {}).filter(([file, { sha256 }]) => files[file] === undefined && measured.sources[file] === sha256);
  const fresh = Object.entries(files).map(
    ([file, counts]) => [file, { sha256: measured.sources[file] ?? '', specs: measured.specs, date, ...counts }] as const,
  );
  const all = Object.fromEntries([...kept, ...fresh].sort(([one], [other]) => (one < other ? -1 : 1)));
  const counts = sumOf(Object.values(all));
  const record: MutationRecord = { target, score: scoreOf(counts), counts, files: all };
  writeFileSync(fileOf(project, target), `${JSON.stringify(record, null, 2)}\n`);
  return record;
}

/** The last full run without the files that are no more, which it then no longer counts: nothing is left of them to measure. */
export function recordWithoutGone(project: string, name: string, target: Target, on: Date): Recorded | undefined {
  const known = recordOf(project, name, target);
  const now = digestsOf(project, target);
  if (known === undefined || Object.keys(known.record.files).every((file) => now.sources[file] !== undefined)) return known;
  const standing = Object.fromEntries(Object.entries(known.record.files).filter(([file]) => now.sources[file] !== undefined));
  const sources = Object.fromEntries(Object.entries(standing).map(([file, { sha256 }]) => [file, sha256]));
  writeRecord(project, { target: name, files: {} }, { ...now, sources }, known.record, on);
  return recordOf(project, name, target);
}

/** The last full run and what has changed since, or undefined where there is none that can be read. */
export function recordOf(project: string, name: string, target: Target): Recorded | undefined {
  let text: string;
  try {
    text = readFileSync(fileOf(project, name), 'utf8');
  } catch {
    return undefined;
  }
  const { data: record } = mutationRecordSchema.safeParse(JSON.parse(text));
  if (record === undefined) return undefined;
  const now = digestsOf(project, target);
  const files = new Set([...Object.keys(record.files), ...Object.keys(now.sources)]);
  return {
    record,
    changed: [...files].filter((file) => record.files[file]?.sha256 !== now.sources[file]).sort(),
    specsChanged: Object.values(record.files).some(({ specs }) => specs !== now.specs),
  };
}
