import { type Cloud, clouds, type DeclaredPermission, type RuleEntry } from '@vitrine/contracts';
import { findOperation, manifest, noGrantNeeded, type Operation } from '@vitrine/cloud-readers';
import { notBuilt, ruleCatalogueOf, ruleRegistry } from '@vitrine/rules';
import { emit, type GeneratedFile } from './emit.js';
import { otherToolsPage } from './other-tools/other-tools.js';
import { rulePage, rulesIndex } from './rule-docs.js';

const byHand = '/** Written by `npm run gen` from the rules and the closed lists of operations; never by hand. */';

function catalogueSource(entries: readonly RuleEntry[]): string {
  return `${byHand}\nimport type { RuleEntry } from './rule-catalogue.js';\n\nexport const ruleCatalogue: readonly RuleEntry[] = ${JSON.stringify(entries, null, 2)};\n`;
}

/** Declared and built, but nothing that a worker runs calls them yet; a customer is not asked for what is not used. */
const builtButNotRun: ReadonlySet<string> = new Set([
  // The bill of accounts without resource rows: the worker pulls resource rows only.
  'ce:GetCostAndUsage',
]);

/** Operations that need a grant, as a customer's policy lists them: neither public price lists nor the sign-in itself. */
export function declaredPermissionsOf(operations: readonly Operation[]): DeclaredPermission[] {
  const order = (cloud: Cloud): number => clouds.indexOf(cloud);
  return operations
    .filter(({ permission, list, id }) => permission !== noGrantNeeded && list !== 'sign-in' && !builtButNotRun.has(id))
    .map(({ permission, id, list, why, cloud }) => ({ permission, operation: id, list, why, cloud }))
    .sort((a, b) => order(a.cloud) - order(b.cloud) || (a.operation < b.operation ? -1 : 1));
}

function permissionsSource(permissions: readonly DeclaredPermission[]): string {
  return `${byHand}\nimport type { DeclaredPermission } from './rule-catalogue.js';\n\nexport const declaredPermissions: readonly DeclaredPermission[] = ${JSON.stringify(permissions, null, 2)};\n`;
}

/** The catalogue for the API (which may not import rules), the permissions, and one docs page a rule. Pure and byte-stable. */
export function catalogueFiles(entries: readonly RuleEntry[], operations: readonly Operation[]): GeneratedFile[] {
  return [
    { path: 'libs/contracts/src/rule-catalogue.generated.ts', text: catalogueSource(entries) },
    { path: 'libs/contracts/src/permissions.generated.ts', text: permissionsSource(declaredPermissionsOf(operations)) },
    { path: 'docs/rules.md', text: rulesIndex(entries, notBuilt) },
    { path: 'docs/other-tools.md', text: otherToolsPage() },
    ...entries.map((entry) => ({ path: `docs/rules/${entry.id}.md`, text: rulePage(entry) })),
  ];
}

/** Writes them, or with `check` only tells which differ; returns those paths. */
export async function writeCatalogue(options: { readonly root: string; readonly check: boolean }): Promise<string[]> {
  return await emit(catalogueFiles(ruleCatalogueOf(ruleRegistry, findOperation), manifest), { ...options, owned: ['docs/rules'] });
}
