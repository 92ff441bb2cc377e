import { promises, type PromiseFolder } from './promises.js';
import type { ProvenRow } from './run-proof.js';

/** `docs/proofs.md`: one table per promise. Free of clock and seed where nothing failed, so that a run that proves the same writes the same. */
export function proofsPage(rows: readonly ProvenRow[]): string {
  const chapters = (Object.keys(promises) as PromiseFolder[]) // keys of a constant object, which TypeScript widens
    .map((promise) => ({ promise, rows: rows.filter((row) => row.promise === promise) }))
    .filter((chapter) => chapter.rows.length > 0)
    .map(
      (chapter) =>
        `## ${promises[chapter.promise]}\n\n| proof | attack | expected | seen | shown able to fail | verdict |\n|---|---|---|---|---|---|\n${chapter.rows.map(lineOf).join('\n')}\n${jobsInAll(chapter.rows)}`,
    );
  return `# Proofs\n\nWritten by \`npm run prove\`; do not edit. Each row is an attack that was thrown twice: at the guard, and with the guard taken away.\n\n${chapters.join('\n')}`;
}

/** The sum over the rows that count jobs, red ones too; nothing where none does. */
function jobsInAll(rows: readonly ProvenRow[]): string {
  const counts = rows.flatMap(({ seen }) => {
    const [, jobs, lost, doubled] = /^(\d+) jobs, (\d+) lost, (\d+) doubled/.exec(seen) ?? [];
    return jobs === undefined ? [] : [[jobs, lost, doubled].map(Number)];
  });
  const sum = (place: number): string => String(counts.reduce((all, each) => all + (each[place] ?? 0), 0));
  return counts.length === 0 ? '' : `\nIn all ${sum(0)} jobs at the standing guard: ${sum(1)} lost, ${sum(2)} doubled.\n`;
}

/** The rows of a page that `proofsPage` wrote; how long they took is not on it. */
export function rowsOfPage(page: string): ProvenRow[] {
  const rows: ProvenRow[] = [];
  let promise: PromiseFolder | undefined;
  for (const line of page.split('\n')) {
    const title = /^## (.*)$/.exec(line)?.[1];
    if (title !== undefined) promise = (Object.keys(promises) as PromiseFolder[]).find((folder) => promises[folder] === title); // as above
    const cells = line.startsWith('| ') ? line.slice(2, -2).split(' | ') : [];
    const [id, attack, expected, seen, mutation, said] = cells.map((text) => text.replaceAll('\\|', '|'));
    const verdict = verdicts.find((each) => said?.replace(RUN_AGAIN, '') === each);
    if (promise === undefined || verdict === undefined || id === undefined || attack === undefined || expected === undefined) continue;
    rows.push({ promise, id, attack, expected, seen: seen ?? '', mutation: mutation ?? '', verdict, seconds: 0, again: said?.endsWith(RUN_AGAIN) ?? false });
  }
  return rows;
}

/**
 * What is known of each proof that there is, in their order: this run's row where there is one, else the page's. A red row stays until its proof
 * was thrown again, and a row whose proof is gone goes with it.
 */
export function mergedRows(ids: readonly string[], before: readonly ProvenRow[], now: readonly ProvenRow[]): ProvenRow[] {
  return ids.flatMap((id) => {
    const [old, fresh] = [before.find((row) => row.id === id), now.find((row) => row.id === id)];
    if (fresh === undefined) return old ?? [];
    return old === undefined ? fresh : { ...fresh, again: old.verdict !== 'held' || old.again === true };
  });
}

/**
 * What the page said before a run that writes into it: of what this run has thrown, as it stood at the start, since a row that this very run wrote
 * is no earlier try; of the rest, as it stands now, since another run may write its rows meanwhile.
 */
export function knownBefore(atStart: readonly ProvenRow[], now: readonly ProvenRow[], thrown: readonly ProvenRow[]): ProvenRow[] {
  const isThrown = ({ id }: ProvenRow): boolean => thrown.some((row) => row.id === id);
  return [...atStart.filter(isThrown), ...now.filter((row) => !isThrown(row))];
}

const RUN_AGAIN = ', run again';
const verdicts = ['held', 'broken', 'cannot-fail', 'not-run'] as const;
const lineOf = (row: ProvenRow): string =>
  `| ${[row.id, row.attack, row.expected, row.seen, row.mutation, row.again === true ? `${row.verdict}${RUN_AGAIN}` : row.verdict].map(cell).join(' | ')} |`;
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
