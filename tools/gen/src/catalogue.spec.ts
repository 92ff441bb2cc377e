import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ruleEntrySchema } from '@vitrine/contracts';
import { findOperation, manifest } from '@vitrine/cloud-readers';
import { ruleCatalogueOf, ruleRegistry } from '@vitrine/rules';
import { catalogueFiles, declaredPermissionsOf, writeCatalogue } from './catalogue.js';
import { ruleRegistryFile, writeRuleRegistry } from './rule-registry.js';

const projectRoot = fileURLToPath(new URL('../../../', import.meta.url));
const entries = ruleCatalogueOf(ruleRegistry, findOperation);

describe('the generated catalogue', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'vitrine-gen-'));
  });
  afterEach(async () => {
    await rm(root, { recursive: true, force: true });
  });

  it('is committed as it would be written now; otherwise run `npm run gen`', async () => {
    expect(await writeCatalogue({ root: projectRoot, check: true })).toEqual([]);
  });

  it('holds every rule once, in the contract’s own shape', () => {
    expect(entries.map((entry) => ruleEntrySchema.parse(entry))).toHaveLength(ruleRegistry.length);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(ruleRegistry.length);
  });

  it('gives the same bytes whatever order the registry has', () => {
    expect(catalogueFiles(ruleCatalogueOf([...ruleRegistry].reverse(), findOperation), [...manifest].reverse())).toEqual(catalogueFiles(entries, manifest));
  });

  it('writes what is missing, then finds nothing to do, and only tells when it checks', async () => {
    expect((await writeCatalogue({ root, check: true })).length).toBeGreaterThan(ruleRegistry.length);
    await expect(readFile(join(root, 'docs/rules.md'))).rejects.toThrow('ENOENT');
    await writeCatalogue({ root, check: false });
    expect(await writeCatalogue({ root, check: true })).toEqual([]);
  });

  it('removes the page of a rule that is no more', async () => {
    await writeCatalogue({ root, check: false });
    await writeFile(join(root, 'docs/rules/aws.ec2.gone.md'), 'old');
    expect(await writeCatalogue({ root, check: true })).toEqual(['docs/rules/aws.ec2.gone.md']);
    await writeCatalogue({ root, check: false });
    expect(await writeCatalogue({ root, check: true })).toEqual([]);
  });

  it('lists no permission for what needs no grant, and none of the sign-in', () => {
    const permissions = declaredPermissionsOf(manifest);
    expect(permissions.length).toBeGreaterThan(20);
    expect(permissions.every(({ permission, list }) => permission !== 'none' && list !== 'sign-in')).toBe(true);
    for (const entry of entries) for (const { permission } of entry.permissions) expect(permissions.map((each) => each.permission)).toContain(permission);
  });
});

describe('the registry of rules', () => {
  it('is committed as it would be written now; otherwise run `npm run gen`', async () => {
    expect(await writeRuleRegistry({ root: projectRoot, check: true })).toEqual([]);
  });

  it('names each rule by its path, in one order', () => {
    const paths = ['identity/aws/iam/access-key-unused.rule.ts', 'cost/aws/ec2/volume-unattached.rule.ts'];
    const { text } = ruleRegistryFile(paths);
    expect(text).toContain("import { awsEc2VolumeUnattachedRule } from './cost/aws/ec2/volume-unattached.rule.js';");
    expect(ruleRegistryFile([...paths].reverse()).text).toBe(text);
  });
});
