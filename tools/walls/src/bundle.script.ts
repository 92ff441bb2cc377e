import { cp, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { bundleApp, shippedFiles, type App } from './bundle-app.js';
import { openingNames } from './bundle-gate.js';

/** `node bundle.script.js api|worker|migrate OUT`: what one image holds, and nothing else. Fails if the API's would hold the opening side. */
const root = resolve(import.meta.dirname, '../../..');
const [name, out] = process.argv.slice(2);
const apps: readonly string[] = ['api', 'worker', 'migrate'];
if (name === undefined || out === undefined || !apps.includes(name)) {
  process.stderr.write('usage: bundle api|worker|migrate OUT\n');
  process.exit(2);
}

// The list above is what makes this cast true.
const app = name as App;
await mkdir(out, { recursive: true });
const { file, metafile } = await bundleApp(root, app, resolve(out));
if (app === 'migrate') await cp(join(root, 'libs/database/migrations'), join(out, 'migrations'), { recursive: true });
if (app === 'api') {
  const holes = [...shippedFiles(metafile, [/libs\/crypto\/open\//, /libs\/(cloud-readers|rules|pricing)\//]), ...(await openingNames(file))];
  if (holes.length > 0) {
    process.stderr.write(`the API's bundle holds what it must not: ${holes.join(', ')}\n`);
    process.exit(1);
  }
  // Static files of the docs page; resolved beside the bundle.
  for (const folder of ['swagger-ui-dist']) await cp(join(root, 'node_modules', folder), join(out, 'node_modules', folder), { recursive: true });
}
process.stdout.write(`${file}: ${String(Object.keys(metafile.inputs).length)} files\n`);
