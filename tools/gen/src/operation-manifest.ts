import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clouds, type RuleEntry } from '@vitrine/contracts';
import {
  billReaderRegistry,
  exportReaderRegistry,
  findOperation,
  hostPatternOf,
  manifest,
  metricReaderRegistry,
  noGrantNeeded,
  priceReaderRegistry,
  readerRegistry,
  validationOperations,
  type Operation,
} from '@vitrine/cloud-readers';
import { ruleCatalogueOf, ruleRegistry } from '@vitrine/rules';
import { readAwsLevels, type AccessLevels } from './access-levels.js';
import { emit, type GeneratedFile } from './emit.js';

const path = 'libs/cloud-readers/manifest.generated.json';

/** What beside a rule may call an operation. A reader that no rule asks yet is a use too: it is built, so it is shown. */
export type Duty = 'validation' | 'metrics' | 'bill' | 'prices' | 'sign-in' | 'reader';

/** One line of the manifest: what a security reviewer reads instead of the code. */
export interface ManifestLine {
  readonly operation: string;
  readonly provider: Operation['cloud'];
  readonly list: Operation['list'];
  readonly permission: string;
  /** In the provider's words: AWS's own level after corrections; else what the permission's name says. */
  readonly level: string;
  readonly pinnedTo: string | null;
  readonly why: string;
  readonly rules: readonly string[];
  readonly duties: readonly Duty[];
  readonly wire: Operation['wire'];
}

/** The three closed lists with who uses what. Pure and byte-stable. @throws Error where AWS's level of an action is not known */
export function manifestFile(entries: readonly RuleEntry[], operations: readonly Operation[], levels: AccessLevels): GeneratedFile {
  const lines = operations
    .map((operation) => lineOf(operation, entries, levels))
    .sort((a, b) => clouds.indexOf(a.provider) - clouds.indexOf(b.provider) || compare(a.list, b.list) || compare(a.operation, b.operation));
  return { path, text: `${JSON.stringify({ writtenBy: 'npm run gen', operations: lines }, null, 2)}\n` };
}

/** The only hosts that the egress proxy opens a tunnel to, as anchored patterns. */
export function allowedHostsFile(operations: readonly Operation[]): GeneratedFile {
  const patterns = [...new Set(operations.map((operation) => hostPatternOf(operation).replaceAll(/\((?!\?)/g, '(?:')))].sort();
  const text = `/** Written by \`npm run gen\` from the closed lists of operations; never by hand. */\nexport const allowedHosts: readonly string[] = ${JSON.stringify(patterns, null, 2)};\n`;
  return { path: 'apps/egress/src/allowed-hosts.generated.ts', text };
}

function lineOf(operation: Operation, entries: readonly RuleEntry[], levels: AccessLevels): ManifestLine {
  const rules = entries.filter(({ permissions }) => permissions.some((each) => each.operation === operation.id)).map(({ id }) => id);
  return {
    operation: operation.id,
    provider: operation.cloud,
    list: operation.list,
    permission: operation.permission,
    level: levelOf(operation, levels),
    pinnedTo: operation.pinnedTo ?? null,
    why: operation.why,
    rules: [...new Set(rules)].sort(),
    duties: dutiesOf(operation),
    wire: operation.wire,
  };
}

function levelOf({ cloud, permission }: Operation, levels: AccessLevels): string {
  if (permission === noGrantNeeded) return 'none';
  const last = permission.split(/[/.:]/).at(-1) ?? '';
  switch (cloud) {
    case 'aws': {
      const level = levels[permission];
      if (level === undefined) throw new Error(`the access level of ${permission} is not known: set VITRINE_SHARED to the reference data, and run this again`);
      return level;
    }
    case 'azure':
      // Microsoft Graph's application permissions end in their level: User.ReadBasic.All, and Directory.ReadWrite.All is no read.
      return permission.includes('/') ? titled(last) : /\.Read(?:Basic)?\.All$/.test(permission) ? 'Read' : 'Write';
    case 'gcp':
      return /^(?:list|search)/.test(last) ? 'List' : /^get/.test(last) ? 'Read' : titled(last);
  }
}

const titled = (word: string): string => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function dutiesOf({ id, cloud, list }: Operation): Duty[] {
  const uses: [Duty, boolean][] = [
    ['bill', [...billReaderRegistry, ...exportReaderRegistry].some(({ operations }) => operations.includes(id))],
    ['metrics', metricReaderRegistry.some(({ operations }) => operations.includes(id))],
    ['prices', priceReaderRegistry.some(({ operations }) => operations.includes(id))],
    ['reader', readerRegistry.some(({ operations }) => operations.includes(id))],
    ['sign-in', list === 'sign-in'],
    ['validation', validationOperations[cloud].includes(id)],
  ];
  return uses.flatMap(([duty, used]) => (used ? [duty] : []));
}

/** Writes it, or with `check` only tells whether it differs. Levels come from the reference data, and without those from the committed file. */
export async function writeManifest(options: { readonly root: string; readonly check: boolean }): Promise<string[]> {
  const committed = await readFile(join(options.root, path), 'utf8').catch(() => null);
  const levels = await readAwsLevels(options.root, committed);
  return await emit([manifestFile(ruleCatalogueOf(ruleRegistry, findOperation), manifest, levels), allowedHostsFile(manifest)], options);
}
