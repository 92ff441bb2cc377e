import { promises, type PromiseFolder } from './promises.js';
import type { ProvenRow } from './run-proof.js';

/** `docs/proofs.md`: one table per promise. Free of clock and seed where nothing failed, so that a run that proves the same writes the same. */
export function proofsPage(rows: readonly ProvenRow[]): string {
  const chapters = (Object.keys(promises) as PromiseFolder[]) // keys of a constant object, which TypeScript widens
    .map((promise) => ({ promise, rows: rows.filter((row) => row.promise === promise) }))
    .filter((chapter) => chapter.rows.length > 0)
    .map(
      (chapter) =>
        `## ${promises[chapter.promise]}\n\n| proof | attack | expected | seen | shown able to fail | verdict |\n|---|---|---|---|---|---|\n${chapter.rows.map(lineOf).join('\n')}\n`,
    );
  return `# Proofs\n\nWritten by \`npm run prove\`; do not edit. Each row is an attack that was thrown twice: at the guard, and with the guard taken away.\n\n${chapters.join('\n')}`;
}

const lineOf = (row: ProvenRow): string => `| ${[row.id, row.attack, row.expected, row.seen, row.mutation, row.verdict].map(cell).join(' | ')} |`;
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
