import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { readComposeFile, type ComposeFile } from '@vitrine/walls';
import { projectRoot } from './project-root.js';

const run = promisify(execFile);

/** What `docker compose up --build` would have on disk: the secrets, and per image the files that it holds. */
export interface ComposedFolder {
  readonly path: string;
  readonly compose: ComposeFile;
  /** The bundles, as the Dockerfiles put them at /app. */
  readonly images: Readonly<Record<'api' | 'worker' | 'reseal' | 'migrate', string>>;
  /** Where a secret of the file lies here. */
  secretFile(name: string): string;
  secret(name: string): string;
  /** Writes one anew, as an operator fills in a file. */
  fillIn(name: string, text: string): void;
  remove(): void;
}

/** Runs deploy/make-secrets.sh and builds the bundles into a folder of its own. Builds the workspace first. */
export async function composeFolder(): Promise<ComposedFolder> {
  const path = mkdtempSync(join(tmpdir(), 'vitrine-compose-'));
  try {
    // The database server is another user: he passes through, and reads what is open to him.
    chmodSync(path, 0o711);
    const compose = readComposeFile(projectRoot);
    const images = { api: join(path, 'api'), worker: join(path, 'worker'), reseal: join(path, 'reseal'), migrate: join(path, 'migrate') };
    await run(join(projectRoot, 'node_modules/.bin/tsc'), ['-b'], { cwd: projectRoot });
    await run('bash', [join(projectRoot, 'deploy/make-secrets.sh'), join(path, 'secrets')]);
    for (const [app, out] of Object.entries(images)) await run(process.execPath, [join(projectRoot, 'tools/walls/dist/bundle.script.js'), app, out]);
    const secretFile = (name: string): string => {
      const declared = compose.secrets[name];
      if (declared === undefined) throw new Error(`docker-compose.yml declares no secret ${name}`);
      return join(path, 'secrets', basename(declared.file));
    };
    return {
      path,
      compose,
      images,
      secretFile,
      secret: (name) => readFileSync(secretFile(name), 'utf8'),
      fillIn: (name, text) => {
        chmodSync(secretFile(name), 0o640);
        writeFileSync(secretFile(name), text);
        chmodSync(secretFile(name), 0o440);
      },
      remove: () => rmSync(path, { recursive: true, force: true }),
    };
  } catch (error) {
    rmSync(path, { recursive: true, force: true });
    throw error;
  }
}
