import type { UndeterminedReason } from '@vitrine/contracts';
import type { Facts } from './define-rule.js';

/** One item of a rule's reader and what the rule must say about it, at 2026-11-22T00:00:00Z. */
export interface RuleCase<Item> {
  /** The behaviour and its reason: `attached volume passes`. */
  readonly title: string;
  readonly item: Item;
  /** Items of the look-ups' readers, by the rule's own look-up names; a name left out read an empty estate. */
  readonly lookups?: Readonly<Record<string, readonly unknown[]>>;
  /** One full series per metric name, from these values in turn; `[]` was read and had no datapoint, a name left out was never read. */
  readonly metrics?: Readonly<Record<string, readonly number[]>>;
  readonly settings?: Readonly<Record<string, number>>;
}

export interface FailCase<Item> extends RuleCase<Item> {
  /** Facts that the evidence must hold at least. */
  readonly facts?: Facts;
  /** Canonical ids whose bills are claimed, where that is not the resource's own. */
  readonly claims?: readonly string[];
  /** The verdict follows without the look-ups, so a denied look-up must not hide it. */
  readonly withoutLookups?: true;
}

/** What a rule file's fixture holds: its faults, and each trap that looks like one. */
export interface RuleFixture<Item> {
  readonly fail: readonly [FailCase<Item>, ...FailCase<Item>[]];
  readonly pass: readonly [RuleCase<Item>, ...RuleCase<Item>[]];
  readonly notApplicable: readonly (RuleCase<Item> & { readonly because: RegExp })[];
  readonly undetermined: readonly (RuleCase<Item> & { readonly reason: UndeterminedReason })[];
}
