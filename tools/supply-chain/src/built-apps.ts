import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleApp, type App } from '@vitrine/walls';
import { readLockfile } from './lockfile.js';
import { shippedPackages, type ShippedPackage } from './shipped-packages.js';

export interface BuiltApp {
  readonly app: App;
  readonly sha256: string;
  readonly bytes: number;
  readonly packages: readonly ShippedPackage[];
}

export const apps: readonly App[] = ['api', 'admin', 'worker', 'migrate'];

/** Bundles an app as its image holds it, into `folder`, and says what is in it. */
export async function builtApp(root: string, app: App, folder: string): Promise<BuiltApp> {
  const bundled = await bundleApp(root, app, join(folder, app));
  const bytes = await readFile(bundled.file);
  // The docs page's files are copied beside the API, see walls' bundle.script.ts.
  const beside = app === 'api' ? ['node_modules/swagger-ui-dist'] : [];
  return {
    app,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    packages: shippedPackages(root, bundled, readLockfile(root), beside),
  };
}
