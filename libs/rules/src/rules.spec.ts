import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { undeterminedReasons } from '@vitrine/contracts';
import { findOperation } from '@vitrine/cloud-readers';
import { absenceOf } from './engine/absent-means-zero.js';
import type { AnyRule } from './engine/define-rule.js';
import { requiredCoverage } from './engine/judge.js';
import { ruleEntry } from './engine/catalogue.js';
import type { FailCase, RuleCase, RuleFixture } from './engine/rule-fixture.js';
import { ruleRegistry } from './registry.generated.js';
import { fixtureScope, judgeCase } from './testing/judge-case.js';
import { isNoLargerClaim } from './testing/no-larger-claim.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const families = ['cost', 'identity'];
const files = families
  .flatMap((family) => readdirSync(join(here, family), { recursive: true, encoding: 'utf8' }).map((path) => join(family, path)))
  .filter((path) => path.endsWith('.rule.ts'))
  .sort();

interface Loaded {
  readonly id: string;
  readonly path: string;
  readonly source: string;
  readonly exports: readonly string[];
  readonly rule: AnyRule;
  readonly fixture: RuleFixture<unknown>;
}

/** `aws/ec2/volume-unattached` → `awsEc2VolumeUnattached`. */
const camel = (id: string): string => id.replace(/[.-](\w)/g, (_all, letter: string) => letter.toUpperCase());

async function load(path: string): Promise<Loaded> {
  const id = relative('.', path)
    .split('/')
    .slice(1)
    .join('.')
    .replace(/\.rule\.ts$/, '');
  const ruleModule: Record<string, unknown> = await import(join(here, path));
  const fixtureModule: Record<string, unknown> = await import(join(here, path.replace('.rule.ts', '.fixture.ts')));
  return {
    id,
    path,
    source: readFileSync(join(here, path), 'utf8'),
    exports: Object.keys(ruleModule),
    // The item type of a rule found by its file cannot be known here; its own fixture holds items of that type.
    rule: ruleModule[`${camel(id)}Rule`] as AnyRule,
    fixture: fixtureModule[`${camel(id)}Fixture`] as RuleFixture<unknown>,
  };
}

const loaded = await Promise.all(files.map(load));
const withLookups = loaded.filter(({ rule }) => Object.keys(rule.lookups).length > 0);
const withMetrics = loaded.filter(({ rule }) => Object.keys(rule.metrics).length > 0);
const casesOf = (fixture: RuleFixture<unknown>): readonly RuleCase<unknown>[] => [
  ...fixture.fail,
  ...fixture.pass,
  ...fixture.notApplicable,
  ...fixture.undetermined,
];
const denyAll = (rule: AnyRule): Record<string, string> => Object.fromEntries(Object.keys(rule.lookups).map((name) => [name, `may:Read:${name}`]));

describe('the first set of rules', () => {
  it('has at least five cost rules on every cloud, and two identity probes', () => {
    const count = (cloud: string, family: string): number => loaded.filter(({ rule }) => rule.cloud === cloud && rule.family === family).length;
    expect(count('aws', 'cost')).toBeGreaterThanOrEqual(7);
    expect(count('azure', 'cost')).toBeGreaterThanOrEqual(7);
    expect(count('gcp', 'cost')).toBeGreaterThanOrEqual(6);
    expect(loaded.filter(({ rule }) => rule.family === 'identity')).toHaveLength(2);
  });
});

describe('the registry', () => {
  it('holds every rule file exactly once; after adding one, run `npm run gen`', () => {
    expect(ruleRegistry.map((rule) => rule.id).sort()).toEqual(loaded.map(({ id }) => id).sort());
  });
});

describe.each(loaded)('$id: the file', ({ id, path, source, exports, rule }) => {
  it('exports one rule whose id, cloud and family are its path', () => {
    expect(exports).toEqual([`${camel(id)}Rule`]);
    expect(rule.id).toBe(id);
    expect([rule.family, rule.cloud]).toEqual(path.split('/').slice(0, 2));
    expect(rule.needs.item.cloud).toBe(rule.cloud);
  });

  it('is pure: no clock, no chance, no input or output, no node: module', () => {
    expect(source).not.toMatch(/Date\.now|new Date\(\)|Math\.random|performance\.|from 'node:|process\.|fetch\(|setTimeout|await |async /);
  });

  it('carries a read-only command by which a person convinces himself', () => {
    expect(rule.verify).toMatch(
      /^(aws [a-z0-9-]+ (describe|get|list)-[a-z-]+|az (?:[a-z-]+ )+(show|list|query|get-instance-view)|gcloud (?:[a-z-]+ )+(describe|list)) /,
    );
    // Nothing may follow that runs something else; `date` computes the window of a metric.
    expect(rule.verify.replaceAll(/\$\(date -u (-d '\d+ days ago' )?\+%FT%TZ\)/g, '')).not.toMatch(/[;&|<>`]|\$\(/);
    // A hole is one shell word of its own, since its value is quoted as one when filled in.
    expect(rule.verify.replaceAll(/(^|[ =])\{(resourceId|region|accountId|name)\}(?= |$)/g, '')).not.toMatch(/[{}]/);
  });

  it('says what to do, and how to undo it', () => {
    expect(rule.remedy.steps.length).toBeGreaterThan(0);
    expect(rule.remedy.rollback).not.toBe('');
    expect(rule.title.length).toBeLessThanOrEqual(90);
    expect(rule.why).toMatch(/\.$/);
  });

  it('asks only for operations of the closed lists, and its catalogue entry follows from them', () => {
    const entry = ruleEntry(rule, findOperation);
    expect(entry.permissions.length).toBeGreaterThan(0);
    expect(entry.permissions.every((permission) => permission.list === 'inventory')).toBe(true);
  });
});

describe.each(loaded)('$id: the fixture', ({ source, fixture }) => {
  it('shows every kind of verdict that the rule can give, each reason at least once', () => {
    expect(fixture.fail.length).toBeGreaterThan(0);
    expect(fixture.pass.length).toBeGreaterThan(0);
    if (source.includes("verdict: 'not_applicable'")) expect(fixture.notApplicable.length).toBeGreaterThan(0);
    for (const reason of undeterminedReasons) {
      if (source.includes(`reason: '${reason}'`)) expect(fixture.undetermined.map((each) => each.reason)).toContain(reason);
    }
  });

  it('tells its cases apart by title', () => {
    const titles = casesOf(fixture).map((each) => each.title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe.each(loaded)('$id: verdicts', ({ rule, fixture }) => {
  it.each(fixture.fail)('fails: $title', (each: FailCase<unknown>) => {
    const { verdict, identity } = judgeCase(rule, each);
    expect(verdict).toMatchObject({ verdict: 'fail', facts: each.facts ?? {} });
    if (verdict.verdict !== 'fail') return;
    expect(verdict.formula).not.toBe('');
    expect(verdict.basis).toBe(Object.keys(rule.metrics).length > 0 ? 'metrics' : 'state');
    // CF-45: an identity finding has no money; a cost finding always says what part of the bill it claims.
    expect(verdict.cost.kind === 'none').toBe(rule.family === 'identity');
    const claimed = verdict.cost.kind === 'whole' ? verdict.cost.resources : undefined;
    expect(claimed).toEqual(each.claims);
    expect(identity.canonicalId).not.toBe('');
  });

  it.each(fixture.pass)('passes: $title', (each) => {
    expect(judgeCase(rule, each).verdict).toEqual({ verdict: 'pass' });
  });

  if (fixture.notApplicable.length > 0) {
    it.each(fixture.notApplicable)('is not applicable: $title (cost.md §2.6, 7)', (each) => {
      expect(judgeCase(rule, each).verdict).toEqual({ verdict: 'not_applicable', because: expect.stringMatching(each.because) });
    });
  }

  if (fixture.undetermined.length > 0) {
    it.each(fixture.undetermined)('is undetermined: $title', (each) => {
      expect(judgeCase(rule, each).verdict).toMatchObject({ verdict: 'undetermined', reason: each.reason });
    });
  }

  it('judges alike in any order and does not change its input', () => {
    const cases = casesOf(fixture);
    const before = JSON.stringify(cases);
    const first = cases.map((each) => judgeCase(rule, each).verdict);
    const last = [...cases].reverse().map((each) => judgeCase(rule, each).verdict);
    expect(last.reverse()).toEqual(first);
    expect(JSON.stringify(cases)).toBe(before);
  });

  it('says the same of an item that went through JSON, as a stored candidate does', () => {
    for (const each of casesOf(fixture)) {
      const copy = { ...each, item: JSON.parse(JSON.stringify(each.item)) as unknown };
      expect(judgeCase(rule, copy).verdict).toEqual(judgeCase(rule, each).verdict);
    }
  });
});

describe.each(withLookups)('$id: look-ups', ({ rule, fixture }) => {
  it('is undetermined and names the permission when its look-ups are denied (cost.md §2.6, 8)', () => {
    const dependent = fixture.fail.filter((each) => each.withoutLookups !== true);
    expect(dependent.length).toBeGreaterThan(0);
    for (const each of dependent) {
      const { verdict } = judgeCase(rule, each, { denied: denyAll(rule) });
      expect(verdict).toMatchObject({ verdict: 'undetermined', reason: 'look_up_denied', missingPermission: expect.stringMatching(/^may:Read:/) });
    }
  });

  it('never fails on what it could not look up: one denied look-up of several is enough, if the item asks it', () => {
    for (const each of fixture.fail) {
      const { item } = each;
      for (const [name, lookup] of Object.entries(rule.lookups)) {
        const { verdict } = judgeCase(rule, each, { denied: { [name]: `may:Read:${name}` } });
        const asked = lookup.ask(item).length > 0 && each.withoutLookups !== true;
        expect(verdict).toMatchObject(asked ? { verdict: 'undetermined', missingPermission: `may:Read:${name}` } : { verdict: 'fail' });
      }
    }
  });

  it('asks only for keys that it declared, because only those are loaded for a page', () => {
    for (const each of casesOf(fixture)) {
      const { item } = each;
      const { lookups } = judgeCase(rule, each);
      for (const [name, stored] of Object.entries(lookups)) {
        const declared = rule.lookups[name]?.ask(item) ?? [];
        expect([...stored.asked].filter((key) => !declared.includes(key))).toEqual([]);
      }
    }
  });

  it('does not care for resources that have nothing to do with the item', () => {
    // Whatever the other cases look up, without what this case itself is about.
    for (const each of casesOf(fixture).filter((one) => one.lookups === undefined)) {
      const { item } = each;
      const unrelated = Object.fromEntries(
        Object.entries(rule.lookups).map(([name, lookup]) => {
          const asked = new Set(lookup.ask(item));
          const others = casesOf(fixture).flatMap((other) => [...(other.lookups?.[name] ?? [])]);
          return [name, others.filter((other) => lookup.keys(other).every(({ key }) => !asked.has(key)))];
        }),
      );
      expect(judgeCase(rule, each, { more: unrelated }).verdict).toEqual(judgeCase(rule, each).verdict);
    }
  });
});

describe.each(withMetrics)('$id: metrics', ({ rule, fixture }) => {
  const [idle] = fixture.fail;

  it('is undetermined, never failing, without a datapoint (cost.md §2.6, 2; custodian#4320)', () => {
    for (const each of fixture.fail)
      expect(judgeCase(rule, each, { metrics: 'none' }).verdict).toMatchObject({ verdict: 'undetermined', reason: 'no_metrics' });
  });

  it('is undetermined below 90 % of the expected datapoints, and not at 90 %, unless no datapoint is zero by the provider’s word', () => {
    const thin = judgeCase(rule, idle, { coverage: 0.85 }).verdict;
    const allSilent = Object.values(rule.metrics).every(({ spec }) => spec.absentMeansZero);
    expect(thin).toMatchObject(allSilent ? { verdict: 'fail' } : { verdict: 'undetermined', reason: 'no_metrics', facts: { requiredCoverage } });
    expect(judgeCase(rule, idle, { coverage: 0.94 }).verdict).toMatchObject({ verdict: 'fail' });
  });

  it('names the permission when metrics are denied', () => {
    expect(judgeCase(rule, idle, { metrics: { denied: 'may:Read:metrics' } }).verdict).toMatchObject({
      verdict: 'undetermined',
      reason: 'no_permission',
      missingPermission: 'may:Read:metrics',
    });
  });

  it('never finds more waste where there is more usage', () => {
    const cases = casesOf(fixture).filter((each) => each.metrics !== undefined);
    fc.assert(
      fc.property(
        fc.constantFrom(...cases),
        fc.constantFrom(...Object.keys(rule.metrics)),
        fc.double({ min: 0, max: 100, noNaN: true }),
        fc.double({ min: 0, max: 2e9, noNaN: true }),
        (each, name, factor, more) => {
          const before = judgeCase(rule, each).verdict;
          const busier = (value: number): number => (rule.metrics[name]?.higherMeans === 'spare' ? value / (1 + factor) : value * (1 + factor) + more);
          const raised = { ...each, metrics: { ...each.metrics, [name]: (each.metrics?.[name] ?? []).map(busier) } };
          const after = judgeCase(rule, raised).verdict;
          if (before.verdict === 'pass') expect(after.verdict).toBe('pass');
          if (before.verdict === 'fail' && after.verdict === 'fail') expect(isNoLargerClaim(before.cost, after.cost)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('asks for one series per need, each of its own key and of the resource’s own dimension', () => {
    const { item } = idle;
    const identity = rule.needs.item.identify(item, fixtureScope(rule));
    for (const need of Object.values(rule.metrics)) {
      expect(Object.values(need.dimensions(item, identity)).every((value) => value.length > 0)).toBe(true);
      expect(need.spec.cloud).toBe(rule.cloud);
      // True only where the one table says so (cost.md §2.4); what practice alone shows, only beside a metric that never falls silent.
      expect(need.spec.absentMeansZero).toBe(absenceOf(need.spec) !== undefined);
      if (absenceOf(need.spec) === 'beside-a-pulse') expect(Object.values(rule.metrics).some(({ spec }) => !spec.absentMeansZero)).toBe(true);
    }
  });
});

describe('rules, prices and contracts', () => {
  it.each(['rules', 'pricing', 'contracts'])('libs/%s imports no node: module, so that it can never open a file or a socket', (library) => {
    const root = join(here, '../..', library, 'src');
    const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'));
    expect(sources.length).toBeGreaterThan(5);
    for (const path of sources)
      expect({ path, node: /from 'node:|import\('node:|require\(/.test(readFileSync(join(root, path), 'utf8')) }).toEqual({ path, node: false });
  });
});

it('rule files have guessable names: {family}/{cloud}/{service}/{resource}-{fault}.rule.ts', () => {
  for (const path of files) expect(path).toMatch(/^(cost|identity)\/(aws|azure|gcp)\/[a-z0-9]+\/[a-z0-9]+(-[a-z0-9]+)+\.rule\.ts$/);
  expect(files.map((path) => basename(path)).length).toBeGreaterThan(20);
});
