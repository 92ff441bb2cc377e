import { fileURLToPath } from 'node:url';
import { writeCatalogue } from './catalogue.js';

/** `npm run gen` writes every generated file; with `--check` it only names those that differ and exits 1. */
const check = process.argv.includes('--check');
const root = fileURLToPath(new URL('../../../', import.meta.url));

const changed = await writeCatalogue({ root, check });

for (const path of changed) process.stdout.write(`${check ? 'differs' : 'written'}: ${path}\n`);
if (check && changed.length > 0) process.exitCode = 1;
