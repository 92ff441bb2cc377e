import type { Json, ResourceIdentity, Scope } from '@vitrine/cloud-readers';
import { type FinalVerdict, judgeItem, type Reading } from '../engine/judge.js';
import { metricAnswer, metricWindow } from '../engine/metric-needs.js';
import type { RuleCase } from '../engine/rule-fixture.js';
import { resolveSettings } from '../engine/settings.js';
import type { AnyRule, LookupAnswer, MetricAnswer } from '../engine/define-rule.js';

/** The clock of every fixture. */
export const fixtureClock = new Date('2026-11-22T00:00:00.000Z');

/** Where every fixture's items live. */
export function fixtureScope(rule: { readonly cloud: Scope['cloud'] }): Scope {
  switch (rule.cloud) {
    case 'aws':
      return { cloud: 'aws', accountId: '111122223333', region: 'eu-central-1' };
    case 'azure':
      return { cloud: 'azure', accountId: '11111111-2222-4333-8444-555555555555', region: null };
    case 'gcp':
      return { cloud: 'gcp', accountId: 'acme-prod', region: null };
  }
}

/** A look-up as an audit stores it: the keys of the other reader's items. Remembers what was asked. */
export class StoredLookup implements LookupAnswer {
  readonly asked = new Set<string>();
  readonly #stored: ReadonlyMap<string, Json>;

  constructor(entries: readonly { readonly key: string; readonly value?: Json }[]) {
    this.#stored = new Map(entries.map(({ key, value }) => [key, value ?? true]));
  }

  has(key: string): boolean {
    this.asked.add(key);
    return this.#stored.has(key);
  }

  get(key: string): Json | undefined {
    this.asked.add(key);
    return this.#stored.get(key);
  }
}

function storedLookup(lookup: AnyRule['lookups'][string], others: readonly unknown[]): StoredLookup {
  return new StoredLookup(others.flatMap((other) => lookup.keys(other)));
}

/** A full series of `spec`'s window from `values` in turn, thinned to `coverage`; no values is a metric that was read and had no datapoint. */
function fullSeries(rule: AnyRule, name: string, values: readonly number[], coverage: number): MetricAnswer {
  const spec = rule.metrics[name]?.spec;
  if (spec === undefined) throw new Error(`fixture names metric ${name}, which ${rule.id} does not need`);
  const window = metricWindow(spec, fixtureClock);
  const expected = Math.round((spec.windowDays * 86_400) / spec.periodSeconds);
  const points = Array.from({ length: values.length === 0 ? 0 : Math.floor(expected * coverage) }, (_, index) => ({
    // Google names a period by its end.
    at: new Date(window.start.getTime() + (index + (spec.cloud === 'gcp' ? 1 : 0)) * spec.periodSeconds * 1000).toISOString(),
    value: values[index % values.length] ?? 0,
  }));
  return metricAnswer(points, spec, window);
}

export interface JudgeOptions {
  /** Look-ups that answer "denied" with this permission. */
  readonly denied?: Readonly<Record<string, string>>;
  readonly coverage?: number;
  readonly metrics?: 'from-case' | 'none' | { readonly denied: string };
  /** Further items that the look-ups' readers read. */
  readonly more?: Readonly<Record<string, readonly unknown[]>>;
}

export interface Judged {
  readonly verdict: FinalVerdict;
  readonly identity: ResourceIdentity;
  readonly lookups: Readonly<Record<string, StoredLookup>>;
}

/** Runs one fixture case through identity, look-ups, metrics and engine, as an audit does. */
export function judgeCase(rule: AnyRule, each: RuleCase<unknown>, options: JudgeOptions = {}): Judged {
  const { item } = each;
  const identity = rule.needs.item.identify(item, fixtureScope(rule));
  const lookups = Object.fromEntries(
    Object.entries(rule.lookups).map(([name, lookup]) => [name, storedLookup(lookup, [...(each.lookups?.[name] ?? []), ...(options.more?.[name] ?? [])])]),
  );
  const readings = Object.entries(lookups).map(([name, answer]): readonly [string, Reading<LookupAnswer>] => {
    const permission = options.denied?.[name];
    return [name, permission === undefined ? { state: 'read', answer } : { state: 'denied', permission }];
  });
  const metrics = Object.entries(options.metrics === 'none' ? {} : (each.metrics ?? {})).map(([name, values]): readonly [string, Reading<MetricAnswer>] =>
    typeof options.metrics === 'object'
      ? [name, { state: 'denied', permission: options.metrics.denied }]
      : [name, { state: 'read', answer: fullSeries(rule, name, values, options.coverage ?? 1) }],
  );
  const settings = resolveSettings(rule, each.settings ?? {});
  return {
    verdict: judgeItem(rule, item, identity, { lookups: Object.fromEntries(readings), metrics: Object.fromEntries(metrics), at: fixtureClock, settings }),
    identity,
    lookups,
  };
}
