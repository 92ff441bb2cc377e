import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { findOperation, manifest } from '@vitrine/cloud-readers';
import { ruleCatalogueOf, ruleRegistry } from '@vitrine/rules';
import { manifestFile, writeManifest, type ManifestLine } from './operation-manifest.js';

const projectRoot = fileURLToPath(new URL('../../../', import.meta.url));
const entries = ruleCatalogueOf(ruleRegistry, findOperation);
const levels = Object.fromEntries(manifest.map(({ permission }) => [permission, 'Read']));

describe('the manifest of the three closed lists (CF-14)', () => {
  it('is committed as it would be written now; otherwise run `npm run gen`', async () => {
    expect(await writeManifest({ root: projectRoot, check: true })).toEqual([]);
  });

  it('gives the same bytes whatever order rules and operations have', () => {
    expect(manifestFile([...entries].reverse(), [...manifest].reverse(), levels)).toEqual(manifestFile(entries, manifest, levels));
  });

  it('names for each operation who calls it, so that nothing is declared for nobody', () => {
    // Written by the function under test.
    const { operations } = JSON.parse(manifestFile(entries, manifest, levels).text) as { operations: ManifestLine[] };
    expect(operations).toHaveLength(manifest.length);
    expect(operations.filter(({ rules, duties }) => rules.length === 0 && duties.length === 0).map(({ operation }) => operation)).toEqual([]);
  });

  it('refuses to guess a level that AWS’s data does not hold', () => {
    expect(() => manifestFile(entries, manifest, {})).toThrow('the access level of');
  });
});
