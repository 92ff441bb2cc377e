import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { leanSdk } from './lean-sdk.js';
import { leftOut } from './left-out.js';

export type App = 'api' | 'admin' | 'worker' | 'reseal' | 'egress' | 'migrate';

const entryPoints: Readonly<Record<App, string>> = {
  api: 'apps/api/dist/main.js',
  /** The operator's command, in the API's image: the same role, the same files. */
  admin: 'apps/api/dist/admin/main.js',
  worker: 'apps/worker/dist/main.js',
  reseal: 'apps/reseal/dist/main.js',
  egress: 'apps/egress/dist/main.js',
  migrate: 'libs/database/dist/main.js',
};

/** Nest's optional companions and drivers that we do not install: left unresolved on purpose. */
const notInstalled = [
  '@nestjs/platform-express',
  '@nestjs/microservices',
  '@nestjs/microservices/*',
  '@nestjs/websockets',
  '@nestjs/websockets/*',
  '@fastify/view',
  '@fastify/multipart',
  '@fastify/static',
  'class-transformer',
  'class-transformer/*',
  'class-validator',
  'pg-native',
];

const cedar = 'node_modules/@cedar-policy/cedar-wasm/nodejs/cedar_wasm.js';

export interface BundledApp {
  readonly file: string;
  readonly metafile: Metafile;
}

/**
 * One ESM file per app from the JavaScript that `tsc -b` emitted (decorator metadata is already in it).
 * The metafile lists every file that ships; it is the third wall.
 */
export async function bundleApp(root: string, app: App, outDir: string): Promise<BundledApp> {
  await mkdir(outDir, { recursive: true });
  const file = join(outDir, `${app}.mjs`);
  const result = await build({
    absWorkingDir: root,
    entryPoints: [join(root, entryPoints[app])],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    metafile: true,
    logLevel: 'error',
    legalComments: 'linked',
    plugins: [leanSdk(), leftOut()],
    // Static files and their folder are shipped beside the bundle, not inside it.
    external: [...notInstalled, 'swagger-ui-dist'],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; import { dirname as __dirnameOf } from 'node:path'; import { fileURLToPath as __fileURLToPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __fileURLToPath(import.meta.url); const __dirname = __dirnameOf(__filename);",
    },
  });
  await writeFile(file, asciiText(await readFile(file, 'utf8')), 'ascii');
  // The policies' engine reads its machine code from beside the file it is in.
  if (Object.keys(result.metafile.inputs).some((input) => input.endsWith(cedar))) {
    await copyFile(join(root, cedar.replace('cedar_wasm.js', 'cedar_wasm_bg.wasm')), join(outDir, 'cedar_wasm_bg.wasm'));
  }
  await writeFile(join(outDir, `${app}.meta.json`), JSON.stringify(result.metafile));
  return { file, metafile: result.metafile };
}

/**
 * A program keeps its source in memory: one byte a character, or two where a single one is beyond Latin-1, as a dash in a comment is. Code itself is
 * ASCII already (esbuild escapes texts and names), so what is left stands in comments.
 */
export function asciiText(source: string): string {
  return source.replace(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Files of the metafile that match one of the patterns: each is a hole in the wall. */
export function shippedFiles(metafile: Metafile, patterns: readonly RegExp[]): string[] {
  return Object.keys(metafile.inputs)
    .filter((input) => patterns.some((pattern) => pattern.test(input)))
    .sort();
}
