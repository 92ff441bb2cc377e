import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadProofs } from './load-proofs.js';
import type { Pace } from './proof.js';
import { mergedRows, proofsPage, rowsOfPage } from './proofs-page.js';
import { runProof, type ProvenRow } from './run-proof.js';

const USAGE = `npm run prove [-- ID…] [--quick | --soak | --again] [--seed N] [--json]
  Attacks the promises and prints what was expected and what was seen; the full run writes docs/proofs.md.
  --quick  only what belongs to npm test      --soak  also the long ones
  --again  only what did not hold in the last full run, into its page
`;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    soak: { type: 'boolean', default: false },
    again: { type: 'boolean', default: false },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
const all = await loadProofs();
const unknown = positionals.filter((id) => !all.some((each) => each.id === id));
if (values.help || unknown.length > 0 || !Number.isSafeInteger(seed) || [values.quick, values.soak, values.again].filter(Boolean).length > 1) {
  (values.help ? process.stdout : process.stderr).write(unknown.length > 0 ? `unknown proof: ${unknown.join(', ')}\n${USAGE}` : USAGE);
  process.exit(values.help ? 0 : 2);
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const paces: Pace[] = values.quick ? ['quick'] : values.soak ? ['quick', 'whole', 'soak'] : ['quick', 'whole'];
const pace: Pace = values.quick ? 'quick' : values.soak ? 'soak' : 'whole';
say(`seed ${String(seed)}: replay with --seed ${String(seed)}`);
const pageFile = join(import.meta.dirname, '../../docs/proofs.md');
const before = values.again ? rowsOfPage(await readFile(pageFile, 'utf8')) : [];
const rows: ProvenRow[] = [];
const told = (): ProvenRow[] =>
  mergedRows(
    all.map(({ id }) => id),
    before,
    rows,
  );
for (const each of all) {
  if (
    positionals.length > 0
      ? !positionals.includes(each.id)
      : !paces.includes(each.proof.pace) || before.some((row) => row.id === each.id && row.verdict === 'held')
  )
    continue;
  say(`${each.promise} / ${each.id} …`);
  const row = await runProof(each, { seed, pace, say });
  say(`  ${row.verdict} in ${String(row.seconds)} s: ${row.seen}${row.mutation === '' ? '' : `\n  ${row.mutation}`}`);
  rows.push(row);
  // A part of the proofs must not look like all of them; a run that is cut off leaves what it saw, and `--again` goes on from there.
  if (positionals.length === 0 && !values.quick) await writeFile(pageFile, proofsPage(told()));
}
process.stdout.write(values.json ? `${JSON.stringify(rows, null, 2)}\n` : proofsPage(told()));
const red = told().filter((row) => row.verdict !== 'held');
if (red.length > 0) say(`NOT PROVEN (seed ${String(seed)}): ${red.map((row) => `${row.id} (${row.verdict})`).join(', ')}`);
process.exit(red.length > 0 || told().length === 0 ? 1 : 0);
