import { describe, expect, it } from '@jest/globals';
import type { Reader, ResourceIdentity } from '@vitrine/cloud-readers';
import { z } from 'zod';
import { defineRule, lookup, type Rule } from './define-rule.js';
import { type JudgeContext, judgeItem, screenItem } from './judge.js';

interface Box {
  readonly id: string;
  readonly parent: string | null;
}
const reader = (id: string): Reader<Box> => ({
  id,
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::Test::Box',
  operations: ['ec2:DescribeVolumes'],
  pageSize: 10,
  request: () => ({ operation: 'ec2:DescribeVolumes' }),
  page: () => ({ items: [], next: null }),
  item: z.object({ id: z.string(), parent: z.string().nullable() }),
  identify: (box, scope) => ({ ...identity, resourceId: box.id, accountId: scope.accountId }),
});
const identity: ResourceIdentity = {
  canonicalId: 'arn:aws:test:::box/b-1',
  resourceId: 'b-1',
  name: 'b',
  accountId: '111122223333',
  region: 'eu-central-1',
  tags: {},
};
const base: Omit<Rule<Box>, 'evaluate' | 'candidate'> = {
  id: 'aws.test.box-orphaned',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'Box without a parent',
  why: 'A test.',
  verify: 'aws test describe-boxes',
  remedy: { steps: ['Remove it.'], rollback: 'Make it again.' },
  severity: 'low',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: reader('aws.test.boxes') },
  lookups: {},
  metrics: {},
  defaults: {},
};

/** Fails when the parent of a box is not among the boxes; a box without a parent needs no look-up. */
const orphanRule: Rule<Box> = defineRule<Box>({
  ...base,
  lookups: {
    parents: lookup({ reader: reader('aws.test.parents'), keys: (box) => [{ key: box.id }], ask: (box: Box) => (box.parent === null ? [] : [box.parent]) }),
  },
  evaluate: ({ item, lookups }) =>
    item.parent === null || lookups['parents']?.has(item.parent) === true
      ? { verdict: 'pass' }
      : { verdict: 'fail', basis: 'state', facts: {}, window: null, formula: 'parent gone', assumptions: [], cost: { kind: 'none' } },
});

/** Fails when the busiest value is 0. */
const idleRule = (absentMeansZero: boolean): Rule<Box> =>
  defineRule<Box>({
    ...base,
    metrics: {
      use: {
        spec: { cloud: 'aws', namespace: 'AWS/Test', name: 'Use', statistic: 'Sum', periodSeconds: 3600, windowDays: 1, absentMeansZero },
        dimensions: (box) => ({ BoxId: box.id }),
      },
    },
    candidate: ({ item }) => (item.parent === 'busy' ? { verdict: 'pass' } : 'candidate'),
    evaluate: ({ metrics }) =>
      Math.max(...(metrics['use']?.values ?? [])) > 0
        ? { verdict: 'pass' }
        : { verdict: 'fail', basis: 'metrics', facts: {}, window: null, formula: 'use = 0', assumptions: [], cost: { kind: 'none' } },
  });

const context = (more: Partial<JudgeContext> = {}): JudgeContext => ({ lookups: {}, metrics: {}, at: new Date('2026-11-22T00:00:00Z'), settings: {}, ...more });
const nothingThere = { state: 'read', answer: { has: () => false, get: () => undefined } } as const;
const orphan: Box = { id: 'b-1', parent: 'p-1' };
const answer = (values: readonly number[], coverage: number) =>
  ({ state: 'read', answer: { values, periods: values.map((_value, index) => index), coverage, start: '2026-11-21T00:00:00Z', end: '2026-11-22T00:00:00Z' } }) as const;

describe('judgeItem: look-ups', () => {
  it('fails on what was looked up and is not there', () => {
    expect(judgeItem(orphanRule, orphan, identity, context({ lookups: { parents: nothingThere } }))).toMatchObject({ verdict: 'fail' });
  });

  it('turns a denied look-up into undetermined with the permission; read as an empty answer the same item would fail', () => {
    const denied = context({ lookups: { parents: { state: 'denied', permission: 'ec2:DescribeParents' } } });
    expect(judgeItem(orphanRule, orphan, identity, denied)).toEqual({
      verdict: 'undetermined',
      reason: 'look_up_denied',
      missingPermission: 'ec2:DescribeParents',
      facts: { lookup: 'parents' },
    });
    // The attack that the guard stops: "not allowed to look" taken for "nothing there".
    expect(judgeItem(orphanRule, orphan, identity, context({ lookups: { parents: nothingThere } })).verdict).toBe('fail');
  });

  it('still judges an item that needs no answer, so that one denied permission hides no more than it must', () => {
    expect(judgeItem(orphanRule, { id: 'b-2', parent: null }, identity, context({ lookups: { parents: { state: 'denied', permission: 'x' } } }))).toEqual({
      verdict: 'pass',
    });
  });

  it('takes an unavailable or forgotten look-up for unavailable, never for empty', () => {
    const unavailable = { verdict: 'undetermined', reason: 'unavailable', missingPermission: null };
    expect(judgeItem(orphanRule, orphan, identity, context({ lookups: { parents: { state: 'unavailable', because: 'timeout' } } }))).toMatchObject(unavailable);
    expect(judgeItem(orphanRule, orphan, identity, context())).toMatchObject(unavailable);
  });

  it('lets a rule’s own error through: a fault in a rule is not a blind spot of the customer', () => {
    const broken = defineRule<Box>({
      ...base,
      evaluate: () => {
        throw new RangeError('broken rule');
      },
    });
    expect(() => judgeItem(broken, orphan, identity, context())).toThrow('broken rule');
  });
});

describe('judgeItem: metrics', () => {
  it('asks for metrics only where the cheap conditions hold', () => {
    expect(screenItem(idleRule(false), orphan, identity, context())).toBe('candidate');
    expect(screenItem(idleRule(false), { id: 'b-1', parent: 'busy' }, identity, context())).toEqual({ verdict: 'pass' });
    expect(screenItem(orphanRule, orphan, identity, context({ lookups: { parents: nothingThere } }))).toMatchObject({ verdict: 'fail' });
  });

  it('needs 90 % of the datapoints', () => {
    const judge = (coverage: number) => judgeItem(idleRule(false), orphan, identity, context({ metrics: { use: answer([0], coverage) } }));
    expect(judge(0.9)).toMatchObject({ verdict: 'fail' });
    expect(judge(0.89)).toMatchObject({ verdict: 'undetermined', reason: 'no_metrics', facts: { metric: 'Use', coverage: 0.89 } });
    expect(judgeItem(idleRule(false), orphan, identity, context())).toMatchObject({ verdict: 'undetermined', reason: 'no_metrics', facts: { coverage: 0 } });
  });

  it('reads absence as zero only where the provider says so, and only where the metric was read', () => {
    expect(judgeItem(idleRule(true), orphan, identity, context({ metrics: { use: answer([], 0) } }))).toMatchObject({ verdict: 'fail' });
    expect(judgeItem(idleRule(true), orphan, identity, context({ metrics: { use: answer([3], 0.1) } }))).toEqual({ verdict: 'pass' });
    expect(judgeItem(idleRule(true), orphan, identity, context())).toMatchObject({ verdict: 'undetermined', reason: 'no_metrics' });
    expect(
      judgeItem(idleRule(true), orphan, identity, context({ metrics: { use: { state: 'denied', permission: 'cloudwatch:GetMetricData' } } })),
    ).toMatchObject({ reason: 'no_permission', missingPermission: 'cloudwatch:GetMetricData' });
    expect(judgeItem(idleRule(true), orphan, identity, context({ metrics: { use: { state: 'unavailable', because: '503' } } }))).toMatchObject({
      reason: 'unavailable',
    });
  });
});

describe('judgeItem: exclusions', () => {
  const seen = (tags: Record<string, string>, more: Partial<ResourceIdentity> = {}) =>
    judgeItem(orphanRule, orphan, { ...identity, tags, ...more }, context({ lookups: { parents: nothingThere } }));

  it.each([
    'kubernetes.io/created-for/pvc/name',
    'kubernetes.io-created-for-pvc-name',
    'ebs.csi.aws.com/cluster',
    'goog-gke-volume',
    'aws:autoscaling:groupName',
    'aws:backup:source-resource',
    'ASR-ReplicaDisk',
    'RSVaultBackup',
  ])('leaves out what is tagged %s, with the reason (cost.md §2.6, 7)', (tag) => {
    expect(seen({ [tag]: 'x' })).toMatchObject({ verdict: 'not_applicable', because: expect.stringContaining(tag) });
  });

  it('judges what merely resembles those', () => {
    expect(seen({ Name: 'kubernetes.io/looks-like', team: 'goog-gke-fans' })).toMatchObject({ verdict: 'fail' });
  });

  it('comes before a denied look-up: an excluded resource needs no permission', () => {
    const denied = context({ lookups: { parents: { state: 'denied', permission: 'x' } } });
    expect(judgeItem(orphanRule, orphan, { ...identity, tags: { 'kubernetes.io/x': '' } }, denied)).toMatchObject({ verdict: 'not_applicable' });
  });

  it('follows an organization’s own tag rules, by key or by key and value', () => {
    const exclude = (tags: Record<string, string>, rules: JudgeContext['organizationExclusions'] & object) =>
      judgeItem(orphanRule, orphan, { ...identity, tags }, context({ lookups: { parents: nothingThere }, organizationExclusions: rules })).verdict;
    expect(exclude({ keep: 'yes' }, [{ key: 'keep', value: null }])).toBe('not_applicable');
    expect(exclude({ keep: 'no' }, [{ key: 'keep', value: 'yes' }])).toBe('fail');
  });

  it('never hides an identity finding: whoever may tag could hide a key', () => {
    const identityRule: Rule<Box> = { ...orphanRule, family: 'identity' };
    expect(judgeItem(identityRule, orphan, { ...identity, tags: { 'kubernetes.io/x': '' } }, context({ lookups: { parents: nothingThere } }))).toMatchObject({
      verdict: 'fail',
    });
  });
});
