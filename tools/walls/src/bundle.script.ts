import { cp, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { bundleApp, shippedFiles, type App, type BundledApp } from './bundle-app.js';
import { openingNames } from './bundle-gate.js';

/** `node bundle.script.js api|worker|reseal|egress|migrate OUT`: what one image holds, and nothing else. Fails if the API's would hold the opening side. */
const root = resolve(import.meta.dirname, '../../..');
const [image, target] = process.argv.slice(2);
if (image === undefined || target === undefined) usage();
const out = resolve(target);
await mkdir(out, { recursive: true });

switch (image) {
  case 'api':
    // Static files of the docs page; resolved beside the bundle.
    await cp(join(root, 'node_modules/swagger-ui-dist'), join(out, 'node_modules/swagger-ui-dist'), { recursive: true });
    for (const app of ['api', 'admin'] as const) await refuseHoles(await bundle(app, out));
    break;
  case 'worker':
  case 'reseal':
    await bundle(image, out);
    break;
  case 'egress':
    await bundle(image, out);
    break;
  case 'migrate':
    // The program looks for the migrations beside its own folder.
    await cp(join(root, 'libs/database/migrations'), join(out, 'migrations'), { recursive: true });
    await bundle('migrate', join(out, 'dist'));
    break;
  default:
    usage();
}

async function bundle(app: App, folder: string): Promise<BundledApp> {
  const bundled = await bundleApp(root, app, folder);
  process.stdout.write(`${bundled.file}: ${String(Object.keys(bundled.metafile.inputs).length)} files\n`);
  return bundled;
}

async function refuseHoles({ file, metafile }: BundledApp): Promise<void> {
  const holes = [...shippedFiles(metafile, [/libs\/crypto\/open\//, /libs\/(cloud-readers|rules|pricing)\//]), ...(await openingNames(file))];
  if (holes.length === 0) return;
  process.stderr.write(`${file} holds what it must not: ${holes.join(', ')}\n`);
  process.exit(1);
}

function usage(): never {
  process.stderr.write('usage: bundle api|worker|reseal|egress|migrate OUT\n');
  process.exit(2);
}
