import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { plantedTree, workspaces, type PlantedTree } from './planted-tree.js';
import { shippedFiles } from './bundle-app.js';
import { openingNames } from './bundle-gate.js';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../../..');

/** Runs a program that may fail, and gives what it printed with its exit code. */
async function outcomeOf(file: string, args: readonly string[], cwd: string): Promise<{ code: number; output: string }> {
  try {
    const { stdout, stderr } = await run(file, [...args], {
      cwd,
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, NX_CACHE_DIRECTORY: join(cwd, '.nx/cache'), NX_DAEMON: 'false', FORCE_COLOR: '0' },
    });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    // execFile rejects with the exit code and both streams on the error; that is its documented shape.
    const failed = error as { code?: number; stdout?: string; stderr?: string };
    return { code: failed.code ?? 1, output: `${failed.stdout ?? ''}${failed.stderr ?? ''}` };
  }
}

interface Plant {
  readonly file: string;
  readonly source: string;
  readonly why: string;
}

const opening = "import * as opened from '@vitrine/crypto-open';\nexport const planted = opened;\n";

const lintPlants: readonly Plant[] = [
  { file: 'apps/api/src/planted-direct.ts', source: opening, why: 'the API imports the opening package' },
  {
    file: 'apps/api/src/planted-relative.ts',
    source: "import * as opened from '../../../libs/crypto/open/src/index.js';\nexport const planted = opened;\n",
    why: 'the API imports it by a relative path',
  },
  {
    file: 'apps/api/src/planted-dynamic.ts',
    source: "export const planted = (): Promise<unknown> => import('@vitrine/crypto-open');\n",
    why: 'the API imports it dynamically',
  },
  { file: 'libs/queues/src/planted-shared.ts', source: opening, why: 'a shared library reaches for the opening package' },
  { file: 'apps/api/src/planted-rules.ts', source: "import * as rules from '@vitrine/rules';\nexport const planted = rules;\n", why: 'the API judges' },
  {
    file: 'libs/contracts/src/planted-io.ts',
    source: "import * as database from '@vitrine/database';\nexport const planted = database;\n",
    why: 'the words do I/O',
  },
  {
    file: 'libs/rules/src/planted-sdk.ts',
    source: "import * as sdk from '@azure/identity';\nexport const planted = sdk;\n",
    why: 'a rule imports a cloud SDK',
  },
];

const reachPlants: readonly (Plant & { readonly rule: string })[] = [
  {
    rule: 'api-never-reaches-opening',
    file: 'apps/api/src/planted-transitive.ts',
    source: "export * from '../../../libs/observability/src/planted-chain.js';\n",
    why: 'through an innocent-looking library',
  },
  {
    rule: 'api-never-reaches-clouds-or-rules',
    file: 'apps/api/src/planted-clouds.ts',
    source: "export * as planted from '@vitrine/cloud-readers';\n",
    why: 'the API reads a cloud',
  },
  { rule: 'one-importer-of-opening', file: 'apps/worker/src/audit/planted-opening.ts', source: opening, why: 'a second place opens' },
  { rule: 'two-apps-open', file: 'libs/cloud-readers/src/planted-opening.ts', source: opening, why: 'a reader opens' },
  {
    rule: 'reseal-sees-no-cloud',
    file: 'apps/reseal/src/planted-reader.ts',
    source: "export * as planted from '@vitrine/cloud-readers';\n",
    why: 'the re-sealer uses what it opens',
  },
  {
    rule: 'relay-sees-no-credential',
    file: 'apps/worker/src/relay/planted-reader.ts',
    source: "export * as planted from '@vitrine/cloud-readers';\n",
    why: 'the relay reads a cloud',
  },
  {
    rule: 'only-transports-touch-sdks',
    file: 'libs/cloud-readers/src/aws/planted-sdk.ts',
    source: "export * as planted from '@azure/core-rest-pipeline';\n",
    why: 'a reader has its own client',
  },
  {
    rule: 'rules-and-contracts-are-pure',
    file: 'libs/rules/src/planted-clock.ts',
    source: "export { readFileSync } from 'node:fs';\n",
    why: 'a rule reads a file',
  },
  {
    rule: 'only-specs-import-testing',
    file: 'apps/worker/src/planted-testing.ts',
    source: "export * as planted from '@vitrine/testing';\n",
    why: 'the test house ships',
  },
  { rule: 'no-unresolvable', file: 'libs/queues/src/planted-broken.ts', source: "export * from './nowhere.js';\n", why: 'a broken import' },
];

describe('the import walls refuse what is planted (CF-13, CF-15, promise 1 and 2)', () => {
  let tree: PlantedTree;

  beforeAll(async () => {
    tree = await plantedTree(root);
    await tree.plant('libs/observability/src/planted-chain.ts', "export * as chained from '@vitrine/crypto-open';\n");
    for (const plant of [...lintPlants, ...reachPlants]) await tree.plant(plant.file, plant.source);
  });
  afterAll(async () => {
    await tree.remove();
  });

  it('wall one, Nx tags: every planted import is an error of its project’s lint', async () => {
    const projects = ['api', 'queues', 'contracts', 'rules'];
    const { code, output } = await outcomeOf(
      process.execPath,
      [join(root, 'node_modules/.bin/nx'), 'run-many', '-t', 'lint', '-p', ...projects, '--skip-nx-cache', '--nxBail=false'],
      tree.root,
    );
    expect(code).not.toBe(0);
    expect(output).not.toContain('The rule will be skipped');
    const unrefused = lintPlants.filter((plant) => !output.includes(plant.file.split('/').at(-1) ?? '?'));
    expect(unrefused.map((plant) => plant.why)).toEqual([]);
  }, 240_000);

  it('wall two, reachability: each planted chain is named by the rule that forbids it', async () => {
    const { output } = await outcomeOf(
      process.execPath,
      [join(root, 'node_modules/.bin/depcruise'), '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'apps', 'libs'],
      tree.root,
    );
    // dependency-cruiser's documented JSON report; only these members are read.
    const report = JSON.parse(output.slice(output.indexOf('{'))) as { summary: { violations: { rule: { name: string }; from: string }[] } };
    const unrefused = reachPlants.filter(
      (plant) => !report.summary.violations.some((violation) => violation.rule.name === plant.rule && violation.from === plant.file),
    );
    expect(unrefused.map((plant) => `${plant.rule}: ${plant.why}`)).toEqual([]);
  }, 120_000);
});

describe('the import walls stand on the tree as it is', () => {
  it('no project is untagged, since an untagged one would escape both walls', async () => {
    const untagged: string[] = [];
    for (const [name, folder] of await workspaces(root)) {
      // Our own manifests; `nx.tags` is where the tags live.
      const manifest = JSON.parse(await (await import('node:fs/promises')).readFile(join(root, folder, 'package.json'), 'utf8')) as {
        nx?: { tags?: string[] };
      };
      const tags = manifest.nx?.tags ?? [];
      if (!tags.some((tag) => tag.startsWith('side:')) || !tags.some((tag) => tag.startsWith('type:'))) untagged.push(name);
    }
    expect(untagged).toEqual([]);
  });

  it('dependency-cruiser finds nothing', async () => {
    const { code, output } = await outcomeOf(
      process.execPath,
      [join(root, 'node_modules/.bin/depcruise'), '--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'apps', 'libs'],
      root,
    );
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
  }, 120_000);
});

describe('wall three, the bundle’s metafile', () => {
  it('sees the opening package when it is planted into an entry point', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-bundle-'));
    try {
      const entry = join(folder, 'entry.mjs');
      await writeFile(entry, `import * as opened from ${JSON.stringify(join(root, 'libs/crypto/open/src/index.ts'))};\nglobalThis.planted = opened;\n`);
      const outfile = join(folder, 'planted.mjs');
      const { metafile } = await build({
        absWorkingDir: root,
        entryPoints: [entry],
        outfile,
        bundle: true,
        platform: 'node',
        format: 'esm',
        metafile: true,
        conditions: ['@vitrine/source'],
        logLevel: 'silent',
      });
      expect(shippedFiles(metafile, [/^libs\/crypto\/open\//])).not.toEqual([]);
      expect(await openingNames(outfile)).not.toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
