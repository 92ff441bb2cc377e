import { randomInt } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bySeconds, lastDurations, writeDurations } from './durations.js';
import { loadProofs } from './load-proofs.js';
import type { Pace } from './proof.js';
import { knownBefore, mergedRows, proofsPage, rowsOfPage } from './proofs-page.js';
import type { ProvenRow } from './run-proof.js';
import { throwAll } from './throw-all.js';

const USAGE = `npm run prove [-- ID…] [--quick | --soak | --again] [--seed N] [--write] [--json]
  Attacks the promises and prints what was expected and what was seen; the full run writes docs/proofs.md.
  --quick  only what belongs to npm test      --soak  also the long ones
  --again  only what did not hold in the last full run, into its page
  --write  what the named ones saw into their rows of the page, which loses the rows of proofs that are no more
`;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    soak: { type: 'boolean', default: false },
    again: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
const all = await loadProofs();
const unknown = positionals.filter((id) => !all.some((each) => each.id === id));
const tooMany = [values.quick, values.soak, values.again].filter(Boolean).length > 1 || (values.quick && values.write);
if (values.help || unknown.length > 0 || !Number.isSafeInteger(seed) || tooMany) {
  (values.help ? process.stdout : process.stderr).write(unknown.length > 0 ? `unknown proof: ${unknown.join(', ')}\n${USAGE}` : USAGE);
  process.exit(values.help ? 0 : 2);
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const paces: Pace[] = values.quick ? ['quick'] : values.soak ? ['quick', 'whole', 'soak'] : ['quick', 'whole'];
const pace: Pace = values.quick ? 'quick' : values.soak ? 'soak' : 'whole';
say(`seed ${String(seed)}: replay with --seed ${String(seed)}`);
const pageFile = join(import.meta.dirname, '../../docs/proofs.md');
const onPage = (): ProvenRow[] => rowsOfPage(readFileSync(pageFile, 'utf8'));
const atStart = values.again || values.write ? onPage() : [];
const before = values.again ? atStart : [];
const rows: ProvenRow[] = [];
const told = (known = before): ProvenRow[] =>
  mergedRows(
    all.map(({ id }) => id),
    known,
    rows,
  );
const chosen = all.filter(({ id, proof }) =>
  positionals.length > 0 ? positionals.includes(id) : paces.includes(proof.pace) && !before.some((row) => row.id === id && row.verdict === 'held'),
);
const [begun, earlier] = [performance.now(), lastDurations()];
await throwAll(chosen, { seed, pace, say }, (row) => {
  rows.push(row);
  writeDurations(rows, earlier);
  // A part of the proofs must not look like all of them; a run that is cut off leaves what it saw, and `--again` goes on from there.
  if (positionals.length === 0 ? !values.quick : values.write)
    writeFileSync(pageFile, proofsPage(told(values.write ? knownBefore(atStart, onPage(), rows) : before)));
});
process.stdout.write(values.json ? `${JSON.stringify(rows, null, 2)}\n` : proofsPage(told()));
const longest = bySeconds(rows).slice(0, 10);
say(
  `${((performance.now() - begun) / 60_000).toFixed(1)} min; the longest of ${String(rows.length)}: ${longest.map(({ id, seconds }) => `${id} ${String(seconds)} s`).join(', ')}`,
);
const red = told().filter((row) => row.verdict !== 'held');
if (red.length > 0) say(`NOT PROVEN (seed ${String(seed)}): ${red.map((row) => `${row.id} (${row.verdict})`).join(', ')}`);
process.exit(red.length > 0 || told().length === 0 ? 1 : 0);
