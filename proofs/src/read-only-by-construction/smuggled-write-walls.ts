import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { awsCommandClasses, leanSdk, plantedTree, writeActionLiterals, type PlantedTree } from '@vitrine/walls';
import { build } from 'esbuild';
import { z } from 'zod';
import { projectRoot, readAccessLevels } from './access-levels.js';
import type { SmugglingWay } from './smuggled-write-ways.js';

const run = promisify(execFile);

async function outputOf(file: string, args: readonly string[], cwd: string): Promise<string> {
  try {
    return (await run(file, [...args], { cwd, maxBuffer: 256 * 1024 * 1024, env: { ...process.env, FORCE_COLOR: '0', NX_DAEMON: 'false' } })).stdout;
  } catch (error) {
    // execFile rejects with both streams on the error where a linter found something; that is its documented shape.
    return (error as { stdout?: string }).stdout ?? '';
  }
}

/** What each wall says of each planted file: `eslint RULE`, `depcruise RULE`, `bundle …`. All plants stand in one throw-away copy of the tree. */
export async function wallsAgainst(ways: readonly SmugglingWay[]): Promise<ReadonlyMap<SmugglingWay, readonly string[]>> {
  const tree = await plantedTree(projectRoot);
  try {
    for (const { file, source } of ways) await tree.plant(file, source);
    const [lint, reach] = await Promise.all([lintedBy(tree, ways), reachedBy(tree)]);
    const bundled = await Promise.all(ways.map((way) => bundleFaults(tree, way)));
    return new Map(ways.map((way, at) => [way, [...(lint.get(way.file) ?? []), ...(reach.get(way.file) ?? []), ...(bundled[at] ?? [])]]));
  } finally {
    await tree.remove();
  }
}

const lintSchema = z.array(z.object({ filePath: z.string(), messages: z.array(z.object({ ruleId: z.string().nullable() })) }));

async function lintedBy(tree: PlantedTree, ways: readonly SmugglingWay[]): Promise<Map<string, string[]>> {
  // The wall between projects needs the graph of them all and has its own proof in tools/walls.
  const args = ['--format', 'json', '--rule', '{"@nx/enforce-module-boundaries":"off"}', ...ways.map(({ file }) => file)];
  const output = await outputOf(process.execPath, [join(projectRoot, 'node_modules/eslint/bin/eslint.js'), ...args], tree.root);
  const files = lintSchema.parse(JSON.parse(output.slice(output.indexOf('['))));
  return new Map(
    files.map(({ filePath, messages }) => [filePath.slice(tree.root.length + 1), messages.map(({ ruleId }) => `eslint ${ruleId ?? 'unparsable'}`)]),
  );
}

const reachSchema = z.object({ summary: z.object({ violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })) }) });

async function reachedBy(tree: PlantedTree): Promise<Map<string, string[]>> {
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'libs/cloud-readers/src'];
  const output = await outputOf(process.execPath, [join(projectRoot, 'node_modules/.bin/depcruise'), ...args], tree.root);
  const found = new Map<string, string[]>();
  for (const { from, rule } of reachSchema.parse(JSON.parse(output.slice(output.indexOf('{')))).summary.violations)
    found.set(from, [...(found.get(from) ?? []), `depcruise ${rule.name}`]);
  return found;
}

/** The gate that the shipped worker passes, on a bundle of the planted file: command classes, write literals, clients that may ship at all. */
async function bundleFaults(tree: PlantedTree, { file }: SmugglingWay): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-planted-'));
  const outfile = join(folder, 'planted.mjs');
  try {
    const failed = await build({
      absWorkingDir: tree.root,
      entryPoints: [join(tree.root, file)],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'silent',
      conditions: ['@vitrine/source'],
      plugins: [leanSdk()],
    }).then(
      () => null,
      // esbuild rejects with the list of its errors; that is its documented shape.
      (error: unknown) => (error as { errors: readonly { text: string }[] }).errors.map(({ text }) => text).join('; '),
    );
    if (failed !== null) return [`bundle ${refusalIn(failed)}`];
    const classes = (await awsCommandClasses(outfile)).filter((name) => !declaredCommands.has(name)).map((name) => `bundle class ${name}`);
    return [...classes, ...(await writeActionLiterals(outfile, ec2Writes())).map((name) => `bundle literal ${name}`)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const declaredCommands: ReadonlySet<string> = new Set(['GetCostAndUsageCommand', 'GetCostAndUsageWithResourcesCommand', 'CustomScriptCommand']);

function refusalIn(text: string): string {
  const unknown = /@aws-sdk\/(client-[a-z0-9-]+) is not among the clients/.exec(text)?.[1];
  if (unknown !== undefined) return `${unknown} is not among the clients`;
  const missing = /No matching export .* for import "(\w+)"/.exec(text)?.[1];
  return missing === undefined ? `cannot be made: ${text.slice(0, 200)}` : `${missing} is not exported`;
}

function ec2Writes(): ReadonlySet<string> {
  const names = [...readAccessLevels().awsLevels].filter(([action, level]) => action.startsWith('ec2:') && level !== 'Read' && level !== 'List');
  return new Set(names.map(([action]) => action.slice('ec2:'.length)));
}
