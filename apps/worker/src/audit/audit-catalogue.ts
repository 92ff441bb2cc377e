import type { Cloud } from '@vitrine/contracts';
import type { AnyReader, MetricReader } from '@vitrine/cloud-readers';
import type { Rule } from '@vitrine/rules';

/** A rule whose item type only its own reader knows. */
export type ErasedRule = Rule<unknown>;

/** Everything that can be judged and read; generated registries in production, a handful of stand-ins in a spec. */
export interface AuditCatalogue {
  readonly rules: readonly ErasedRule[];
  readonly metricReaders: Readonly<Partial<Record<Cloud, MetricReader>>>;
  /** The permission a customer grants for a declared operation. */
  permissionOf(operation: string): string;
}

export function eraseRule<Item>(rule: Rule<Item>): ErasedRule {
  // The worker only ever hands a rule items that the rule's own reader parsed, so hiding the item type is sound.
  return rule as unknown as ErasedRule;
}

/** Widened in the same sense: `keys` only sees items of this very reader. */
export interface NamedLookup {
  /** Unique within an audit: `{ruleId}/{name}`. */
  readonly id: string;
  readonly ruleId: string;
  readonly name: string;
  readonly reader: AnyReader;
  keys(other: unknown): readonly { readonly key: string; readonly value?: unknown }[];
  ask(item: unknown): readonly string[];
}

export function lookupsOf(rule: ErasedRule): NamedLookup[] {
  return Object.entries(rule.lookups).map(([name, lookup]) => ({
    id: `${rule.id}/${name}`,
    ruleId: rule.id,
    name,
    reader: lookup.reader,
    keys: (other) => lookup.keys(other),
    ask: (item) => lookup.ask(item),
  }));
}

/** The rules that an audit runs: those it names, else all of its cloud. */
export function rulesOf(catalogue: AuditCatalogue, cloud: Cloud, chosen: readonly string[] | null): ErasedRule[] {
  return catalogue.rules.filter((rule) => rule.cloud === cloud && (chosen === null || chosen.includes(rule.id)));
}

/** Every reader that these rules need, by id. */
export function readersOf(rules: readonly ErasedRule[]): Map<string, AnyReader> {
  const readers = rules.flatMap((rule) => [rule.needs.item, ...lookupsOf(rule).map((lookup) => lookup.reader)]);
  return new Map(readers.map((reader) => [reader.id, reader]));
}
