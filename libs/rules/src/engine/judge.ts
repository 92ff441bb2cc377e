import type { UndeterminedReason } from '@vitrine/contracts';
import type { ResourceIdentity } from '@vitrine/cloud-readers';
import type { Facts, JudgeInput, LookupAnswer, MetricAnswer, Rule, Verdict } from './define-rule.js';
import { globalExclusion, type TagRule } from './exclusions.js';

/** A look-up or metric as the engine got it. "Not allowed" and "not there" are members, never an empty answer. */
export type Reading<Answer> =
  | { readonly state: 'read'; readonly answer: Answer }
  | { readonly state: 'denied'; readonly permission: string }
  | { readonly state: 'unavailable'; readonly because: string };

export interface JudgeContext {
  /** By the rule's own look-up names. A name that is missing counts as unavailable. */
  readonly lookups: Readonly<Record<string, Reading<LookupAnswer>>>;
  /** By the rule's own metric names; only `judgeItem` reads it. */
  readonly metrics: Readonly<Record<string, Reading<MetricAnswer>>>;
  /** The audit's clock. */
  readonly at: Date;
  /** Resolved by `resolveSettings`. */
  readonly settings: Readonly<Record<string, number>>;
  readonly organizationExclusions?: readonly TagRule[];
}

type Fail = Extract<Verdict, { readonly verdict: 'fail' }>;
export interface Undetermined {
  readonly verdict: 'undetermined';
  readonly reason: UndeterminedReason;
  /** The permission that would let the rule judge; null where none is missing. */
  readonly missingPermission: string | null;
  readonly facts: Facts;
}
export type FinalVerdict = { readonly verdict: 'pass' } | { readonly verdict: 'not_applicable'; readonly because: string } | Undetermined | Fail;

/** Below this share of expected datapoints a metric is no evidence (`reference/cost.md` §2.0). */
export const requiredCoverage = 0.9;

/** Leaves `evaluate` at the first question that cannot be answered, so that an item which needs no answer is still judged. */
class NotRead extends Error {
  constructor(readonly outcome: Undetermined) {
    super('look-up not read');
  }
}

function undetermined(reason: UndeterminedReason, facts: Facts, missingPermission: string | null = null): Undetermined {
  return { verdict: 'undetermined', reason, missingPermission, facts };
}

function lookupAnswer(name: string, reading: Reading<LookupAnswer> | undefined): LookupAnswer {
  const state = reading?.state ?? 'unavailable';
  if (reading?.state === 'read') return reading.answer;
  const refuse = (): never => {
    if (reading?.state === 'denied') throw new NotRead(undetermined('look_up_denied', { lookup: name }, reading.permission));
    throw new NotRead(undetermined('unavailable', { lookup: name, state }));
  };
  return { has: refuse, get: refuse };
}

function finalOf(verdict: Verdict): FinalVerdict {
  return verdict.verdict === 'undetermined' ? { ...verdict, missingPermission: null } : verdict;
}

type Metrics =
  { readonly state: 'read'; readonly metrics: Readonly<Record<string, MetricAnswer>> } | { readonly state: 'not-read'; readonly outcome: Undetermined };

/** Denied, absent or thin metrics end here: an idle verdict from half a history has shut down live machines (custodian#4320). */
function metricsOf<Item>(rule: Rule<Item>, context: JudgeContext): Metrics {
  const metrics: Record<string, MetricAnswer> = {};
  for (const [name, { spec }] of Object.entries(rule.metrics)) {
    const reading = context.metrics[name];
    if (reading?.state === 'denied') return { state: 'not-read', outcome: undetermined('no_permission', { metric: spec.name }, reading.permission) };
    if (reading?.state === 'unavailable') return { state: 'not-read', outcome: undetermined('unavailable', { metric: spec.name }) };
    const answer = reading?.answer;
    if (spec.absentMeansZero && answer !== undefined) {
      metrics[name] = answer.coverage < 1 ? { ...answer, values: [...answer.values, 0] } : answer;
    } else if (answer === undefined || answer.values.length === 0 || answer.coverage < requiredCoverage) {
      return { state: 'not-read', outcome: undetermined('no_metrics', { metric: spec.name, coverage: answer?.coverage ?? 0, requiredCoverage }) };
    } else {
      metrics[name] = answer;
    }
  }
  return { state: 'read', metrics };
}

function judged(verdict: () => FinalVerdict | 'candidate'): FinalVerdict | 'candidate' {
  try {
    return verdict();
  } catch (error) {
    if (error instanceof NotRead) return error.outcome;
    throw error;
  }
}

function inputOf<Item>(rule: Rule<Item>, item: Item, identity: ResourceIdentity, context: Omit<JudgeContext, 'metrics'>): JudgeInput<Item> {
  const names = Object.keys(rule.lookups);
  const lookups = names.length === 0 ? none : Object.fromEntries(names.map((name) => [name, lookupAnswer(name, context.lookups[name])]));
  return { item, identity, lookups, at: context.at, settings: context.settings };
}
const none = Object.freeze({});

/**
 * The page's word on one item: a verdict, or `candidate` where the rule needs metrics and the cheap conditions hold.
 * Exclusions come first, whatever the rule thinks.
 */
export function screenItem<Item>(rule: Rule<Item>, item: Item, identity: ResourceIdentity, context: Omit<JudgeContext, 'metrics'>): FinalVerdict | 'candidate' {
  const because = rule.family === 'cost' ? globalExclusion(identity, context.organizationExclusions) : null;
  if (because !== null) return { verdict: 'not_applicable', because };
  const input = inputOf(rule, item, identity, context);
  return judged(() => {
    if (Object.keys(rule.metrics).length === 0) return finalOf(rule.evaluate({ ...input, metrics: none }));
    const screened = rule.candidate?.(input) ?? 'candidate';
    return screened === 'candidate' ? 'candidate' : finalOf(screened);
  });
}

/** The final verdict of one item. For a rule with metrics, `context.metrics` holds what was read for this candidate. */
export function judgeItem<Item>(rule: Rule<Item>, item: Item, identity: ResourceIdentity, context: JudgeContext): FinalVerdict {
  const screened = screenItem(rule, item, identity, context);
  if (screened !== 'candidate') return screened;
  const read = metricsOf(rule, context);
  if (read.state === 'not-read') return read.outcome;
  const input = inputOf(rule, item, identity, context);
  const verdict = judged(() => finalOf(rule.evaluate({ ...input, metrics: read.metrics })));
  return verdict === 'candidate' ? undetermined('unavailable', {}) : verdict;
}
