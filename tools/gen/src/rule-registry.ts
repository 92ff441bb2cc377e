import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { emit, type GeneratedFile } from './emit.js';

const source = 'libs/rules/src';
const families = ['cost', 'identity'];

/** `cost/aws/ec2/volume-unattached.rule.ts` → `awsEc2VolumeUnattachedRule`. */
function exportName(path: string): string {
  const id = path
    .split('/')
    .slice(1)
    .join('.')
    .replace(/\.rule\.ts$/, '');
  return `${id.replace(/[.-](\w)/g, (_all, letter: string) => letter.toUpperCase())}Rule`;
}

/** The registry's text from the rule files' paths below `libs/rules/src`; their order does not matter. */
export function ruleRegistryFile(paths: readonly string[]): GeneratedFile {
  const sorted = [...paths].sort();
  const lines = [
    '/** Written by `npm run gen`; never by hand. Every rule by its file. */',
    "import type { AnyRule } from './engine/define-rule.js';",
    ...sorted.map((path) => `import { ${exportName(path)} } from './${path.replace(/\.ts$/, '.js')}';`),
    '',
    'export const ruleRegistry: readonly AnyRule[] = [',
    ...sorted.map((path) => `  ${exportName(path)},`),
    '];',
    '',
  ];
  return { path: `${source}/registry.generated.ts`, text: lines.join('\n') };
}

/** Finds every `*.rule.ts` of the two families and writes the registry; with `check` only tells whether it differs. */
export async function writeRuleRegistry(options: { readonly root: string; readonly check: boolean }): Promise<string[]> {
  const found = await Promise.all(
    families.map(async (family) => (await readdir(join(options.root, source, family), { recursive: true })).map((path) => `${family}/${path}`)),
  );
  return await emit([ruleRegistryFile(found.flat().filter((path) => path.endsWith('.rule.ts')))], options);
}
