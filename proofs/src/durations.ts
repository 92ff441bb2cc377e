import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ProvenRow } from './run-proof.js';

/** Longest first. */
export const bySeconds = <Row extends { readonly seconds: number }>(rows: readonly Row[]): Row[] => rows.toSorted((one, other) => other.seconds - one.seconds);

const folder = join(import.meta.dirname, '../../reports');
const file = join(folder, 'proofs.json');
const durationsSchema = z.array(z.object({ promise: z.string(), id: z.string(), verdict: z.string(), seconds: z.number() }));
type Durations = z.infer<typeof durationsSchema>;

/** What earlier runs left; a file of another shape is none. */
export const lastDurations = (): Durations => {
  try {
    return durationsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return [];
  }
};

/** Where the time of each proof's last run went, longest first: `reports/proofs.json`, which is ignored, since it differs by machine. */
export function writeDurations(rows: readonly ProvenRow[], earlier: Durations): void {
  mkdirSync(folder, { recursive: true });
  const durations = rows.map(({ promise, id, verdict, seconds }) => ({ promise, id, verdict, seconds }));
  const others = earlier.filter(({ id }) => !rows.some((row) => row.id === id));
  writeFileSync(file, `${JSON.stringify(bySeconds([...durations, ...others]), null, 2)}\n`);
}
