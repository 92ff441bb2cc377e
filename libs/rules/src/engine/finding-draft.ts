import type { ActionGroup, Cloud, Effort, Evidence, Remedy, Severity, UndeterminedReason } from '@vitrine/contracts';
import type { ResourceIdentity } from '@vitrine/cloud-readers';
import type { CostClaim, VerdictBasis } from '@vitrine/pricing';
import type { Facts, Rule } from './define-rule.js';
import type { FinalVerdict } from './judge.js';
import { metricOperation } from './metric-needs.js';
import { verifyCommand } from './verify-command.js';

/** A finding before it has money, an id and a life: what one verdict says about one resource. */
export interface FindingDraft {
  /** 64 hex digits; the same rule, connection and resource always give the same one. */
  readonly fingerprint: string;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly cloud: Cloud;
  readonly title: string;
  readonly verdict: 'fail' | 'undetermined';
  readonly reason: UndeterminedReason | null;
  readonly missingPermission: string | null;
  /** The rule's own; `severityOf` in @vitrine/pricing decides where money is known. */
  readonly severity: Severity;
  readonly effort: Effort;
  readonly actionGroup: ActionGroup;
  readonly accountId: string;
  readonly region: string | null;
  readonly resourceId: string;
  readonly canonicalId: string;
  readonly resourceName: string | null;
  readonly resourceType: string;
  readonly evidence: Evidence;
  readonly verify: string;
  readonly remedy: Remedy;
  /** What to price; `none` for undetermined verdicts. */
  readonly claim: CostClaim;
  readonly basis: VerdictBasis;
  readonly bound: 'upper_bound' | null;
}

export interface DraftInput<Item> {
  readonly rule: Rule<Item>;
  readonly verdict: FinalVerdict;
  readonly identity: ResourceIdentity;
  readonly connectionId: string;
  /** SHA-256 as lower-case hex; handed in, because rules import no `node:` module. */
  readonly hash: (text: string) => string;
}

/** The cloud's own operations that a rule's facts come from: its reader's, its look-ups', its metrics'. */
export function operationsOfRule<Item>(rule: Rule<Item>): string[] {
  const readers = [rule.needs.item.operations, ...Object.values(rule.lookups).map((each) => each.reader.operations)];
  const metrics = Object.keys(rule.metrics).length > 0 ? [metricOperation[rule.cloud]] : [];
  return [...new Set([...readers.flat(), ...metrics])];
}

/** Identity of a finding across audits. `|` occurs in no rule or connection id, so two triples never share a text. */
export function fingerprintOf(
  input: { readonly ruleId: string; readonly connectionId: string; readonly canonicalId: string },
  hash: (text: string) => string,
): string {
  return hash(`${input.ruleId}|${input.connectionId}|${input.canonicalId}`);
}

function evidenceOf(verdict: Extract<FinalVerdict, { verdict: 'fail' | 'undetermined' }>, source: string[]): Evidence {
  const facts: Facts = verdict.facts;
  return verdict.verdict === 'fail'
    ? { source, window: verdict.window, facts: { ...facts }, formula: verdict.formula, assumptions: [...verdict.assumptions] }
    : { source, window: null, facts: { ...facts }, formula: `not judged: ${verdict.reason}`, assumptions: [] };
}

/** The row that a verdict becomes, or null: a pass and a not_applicable are counted, not stored as findings. */
export function draftFinding<Item>(input: DraftInput<Item>): FindingDraft | null {
  const { rule, verdict, identity } = input;
  if (verdict.verdict === 'pass' || verdict.verdict === 'not_applicable') return null;
  const failed = verdict.verdict === 'fail';
  return {
    fingerprint: fingerprintOf({ ruleId: rule.id, connectionId: input.connectionId, canonicalId: identity.canonicalId }, input.hash),
    ruleId: rule.id,
    ruleVersion: rule.version,
    cloud: rule.cloud,
    title: rule.title,
    verdict: verdict.verdict,
    reason: failed ? null : verdict.reason,
    missingPermission: failed ? null : verdict.missingPermission,
    severity: rule.severity,
    effort: rule.effort,
    actionGroup: rule.actionGroup,
    accountId: identity.accountId,
    region: identity.region,
    resourceId: identity.resourceId,
    canonicalId: identity.canonicalId,
    resourceName: identity.name,
    resourceType: rule.needs.item.resourceType,
    evidence: evidenceOf(verdict, operationsOfRule(rule)),
    verify: verifyCommand(rule.verify, identity),
    remedy: rule.remedy,
    claim: failed ? verdict.cost : { kind: 'none' },
    basis: failed ? verdict.basis : 'state',
    bound: failed ? (verdict.bound ?? null) : null,
  };
}
