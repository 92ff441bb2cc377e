import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { billOfMaterials } from './bill-of-materials.js';
import { apps, builtApp } from './built-apps.js';
import { licenceProblems } from './licences.js';

/** `npm run sbom`: what each image's program is made of, in dist/sbom, and how much that is. Fails on a licence that nobody allowed. */
const root = resolve(import.meta.dirname, '../../..');
const out = join(root, 'dist/sbom');
const folder = await mkdtemp(join(tmpdir(), 'vitrine-sbom-'));
try {
  const own: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const { version } = z.looseObject({ version: z.string() }).parse(own);
  await mkdir(out, { recursive: true });
  for (const app of apps) {
    const { packages, sha256, bytes } = await builtApp(root, app, folder);
    const file = join(out, `${app}.cdx.json`);
    await writeFile(file, billOfMaterials(`vitrine-${app}`, version, sha256, packages));
    process.stdout.write(`${app}: ${String(packages.length)} packages, ${String(bytes)} bytes, sha256 ${sha256}; ${file}\n`);
    const problems = licenceProblems(packages);
    if (problems.length === 0) continue;
    process.stderr.write(`${app} ships under licences that are not on the list: ${problems.join(', ')}\n`);
    process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
