import { fileURLToPath } from 'node:url';
import { writeCatalogue } from './catalogue.js';
import { writeManifest } from './operation-manifest.js';
import { writeReaderRegistry } from './reader-registry.js';
import { writeRuleRegistry } from './rule-registry.js';

/** `npm run gen` writes every generated file; with `--check` it only names those that differ and exits 1. */
const check = process.argv.includes('--check');
const root = fileURLToPath(new URL('../../../', import.meta.url));

const registry = [...(await writeReaderRegistry({ root, check })), ...(await writeRuleRegistry({ root, check }))];
const changed = [...registry, ...(await writeCatalogue({ root, check })), ...(await writeManifest({ root, check }))];

for (const path of changed) process.stdout.write(`${check ? 'differs' : 'written'}: ${path}\n`);
// The catalogue comes from the rules as they were built, so a new registry must be built before it can be written.
if (!check && registry.length > 0) process.stdout.write('the registry changed: build and run this once more\n');
if (check && changed.length > 0) process.exitCode = 1;
