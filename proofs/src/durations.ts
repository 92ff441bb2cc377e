import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProvenRow } from './run-proof.js';

/** Longest first. */
export const bySeconds = (rows: readonly ProvenRow[]): ProvenRow[] => rows.toSorted((one, other) => other.seconds - one.seconds);

/** Where the time of the last run went, longest first: `reports/proofs.json`, which is ignored, since it differs by machine. */
export function writeDurations(rows: readonly ProvenRow[]): void {
  const folder = join(import.meta.dirname, '../../reports');
  mkdirSync(folder, { recursive: true });
  const durations = bySeconds(rows).map(({ promise, id, verdict, seconds }) => ({ promise, id, verdict, seconds }));
  writeFileSync(join(folder, 'proofs.json'), `${JSON.stringify(durations, null, 2)}\n`);
}
