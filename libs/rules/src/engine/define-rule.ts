import type { ActionGroup, Cloud, Effort, Remedy, Severity, UndeterminedReason } from '@vitrine/contracts';
import type { AnyReader, Json, MetricSpec, Reader, ResourceIdentity } from '@vitrine/cloud-readers';
import type { CostClaim, VerdictBasis } from '@vitrine/pricing';

export type Facts = Readonly<Record<string, string | number | boolean | null>>;

export type Verdict =
  | { readonly verdict: 'pass' }
  | { readonly verdict: 'not_applicable'; readonly because: string }
  | { readonly verdict: 'undetermined'; readonly reason: UndeterminedReason; readonly facts: Facts }
  | {
      readonly verdict: 'fail';
      readonly basis: VerdictBasis;
      readonly facts: Facts;
      readonly window: { readonly start: string; readonly end: string } | null;
      readonly formula: string;
      readonly assumptions: readonly string[];
      readonly cost: CostClaim;
      /** Some prices are only an upper bound (full snapshot size). */
      readonly bound?: 'upper_bound';
    };

/** Keys that an earlier job of the same audit stored from another reader. */
export interface LookupAnswer {
  has(key: string): boolean;
  get(key: string): Json | undefined;
}

/** What a rule looks up elsewhere: which keys the other reader's items give, and which keys this item asks for. */
export interface Lookup<Item> {
  readonly reader: AnyReader;
  /** Keys (with an optional small value) that each item of `reader` stores. `other` is an item that this very reader parsed. */
  keys(other: unknown): readonly { readonly key: string; readonly value?: Json }[];
  ask(item: Item): readonly string[];
}

/** A metric series with what is needed to trust it: `coverage` is the share of expected datapoints, 0 to 1. */
export interface MetricAnswer {
  readonly values: readonly number[];
  readonly coverage: number;
  readonly start: string;
  readonly end: string;
  /** Of each value, the number of its period in the window: gaps show, so that hours of a day can be told apart. */
  readonly periods: readonly number[];
}

export interface MetricNeed<Item> {
  readonly spec: MetricSpec;
  /** What a higher value says: more use (left out), or more that lies spare (free memory). */
  readonly higherMeans?: 'spare';
  dimensions(item: Item, identity: ResourceIdentity): Readonly<Record<string, string>>;
}

export interface JudgeInput<Item> {
  readonly item: Item;
  readonly identity: ResourceIdentity;
  readonly lookups: Readonly<Record<string, LookupAnswer>>;
  /** The audit's clock: rules have none of their own. */
  readonly at: Date;
  readonly settings: Readonly<Record<string, number>>;
}

export interface Rule<Item> {
  /** `{cloud}.{service}.{resource}-{fault}`, the same as the path. */
  readonly id: string;
  readonly version: number;
  readonly cloud: Cloud;
  readonly family: 'cost' | 'identity';
  readonly title: string;
  readonly why: string;
  /** A read-only command by which a person convinces himself; `{resourceId}`, `{region}`, `{accountId}`, `{name}` are filled in. */
  readonly verify: string;
  readonly remedy: Remedy;
  /** Where money does not decide it. */
  readonly severity: Severity;
  readonly effort: Effort;
  readonly actionGroup: ActionGroup;
  readonly needs: { readonly item: Reader<Item> };
  readonly lookups: Readonly<Record<string, Lookup<Item>>>;
  /** Empty for rules that judge by state alone. */
  readonly metrics: Readonly<Record<string, MetricNeed<Item>>>;
  /** Numbers an organization may change, unit last in the name (`graceDays`). */
  readonly defaults: Readonly<Record<string, number>>;
  /** Rules with metrics: the cheap conditions; 'candidate' asks for the metrics. */
  candidate?(input: JudgeInput<Item>): Verdict | 'candidate';
  /** One verdict for one item. Pure. The engine has already turned missing or thin metrics and denied look-ups into `undetermined`. */
  evaluate(input: JudgeInput<Item> & { readonly metrics: Readonly<Record<string, MetricAnswer>> }): Verdict;
}

/** A rule whose item type the caller does not need. Feed it only items that its own `needs.item` reader parsed. */
export type AnyRule = Rule<unknown>;

/** A look-up with its types tied together, so that `keys` sees the other reader's item. */
export function lookup<Item, Other>(definition: {
  readonly reader: Reader<Other>;
  readonly keys: (other: Other) => readonly { readonly key: string; readonly value?: Json }[];
  readonly ask: (item: Item) => readonly string[];
}): Lookup<Item> {
  // Methods take a narrower parameter here: sound, because the engine only ever feeds `keys` with items of this very `reader`.
  return { reader: definition.reader, keys: (other) => definition.keys(other as Other), ask: definition.ask };
}

export function defineRule<Item>(rule: Rule<Item>): Rule<Item> {
  return rule;
}
