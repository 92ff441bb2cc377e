import { parseArgs } from 'node:util';
import type { BenchRow, BenchRun } from './bench-row.js';
import { machineName } from './machine-name.js';
import { tableText, verdictOf } from './table.js';
import { Undo } from './undo.js';

/** Each row in a file of its own, loaded when it is its turn: what one row imports is in no other's memory. */
const rows: Readonly<Record<string, () => Promise<{ run: BenchRun }>>> = {
  volumes: () => import('./volumes.bench.js'),
  million: () => import('./million.bench.js'),
  metrics: () => import('./metrics.bench.js'),
  'first-finding': () => import('./first-finding.bench.js'),
  upsert: () => import('./upsert.bench.js'),
  'list-page': () => import('./list-page.bench.js'),
  kill: () => import('./kill.bench.js'),
  fleet: () => import('./fleet.bench.js'),
  flood: () => import('./flood.bench.js'),
  catalogue: () => import('./catalogue.bench.js'),
  unchanged: () => import('./unchanged.bench.js'),
  'azure-disks': () => import('./azure-disks.bench.js'),
  ledger: () => import('./ledger.bench.js'),
  'trail-verify': () => import('./trail-verify.bench.js'),
  trail: () => import('./trail.bench.js'),
  primitives: () => import('./primitives.bench.js'),
};

const USAGE = `npm run bench [-- ROW…] [--million] [--json]
  Measures Vitrine against what people use today, in one run, as ratios.
  rows: ${Object.keys(rows).join(', ')}
  --million  also audits 1,000,000 volumes (minutes)
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { million: { type: 'boolean', default: false }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => rows[name] === undefined);
if (values.help || unknown.length > 0) {
  (values.help ? process.stdout : process.stderr).write(unknown.length > 0 ? `unknown row: ${unknown.join(', ')}\n${USAGE}` : USAGE);
  process.exit(unknown.length > 0 ? 2 : 0);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void Undo.runAll().finally(() => process.exit(130)));

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const measured: BenchRow[] = [];
let failed = false;
for (const [name, load] of Object.entries(rows)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  say(`${name} …`);
  try {
    const { run } = await load();
    measured.push(...(await run({ million: values.million, say })));
  } catch (error) {
    // One row that cannot be measured must not cost the others; the exit status tells of it.
    failed = true;
    say(`${name} could not be measured: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}
process.stdout.write(values.json ? `${JSON.stringify(measured, null, 2)}\n` : `\n${machineName()}\n\n${tableText(measured)}\n`);
if (measured.some((row) => verdictOf(row) === 'missed' || verdictOf(row) === 'unknown')) say('A bar was missed.');
process.exit(failed ? 1 : 0);
