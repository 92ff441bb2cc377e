import { exact, severities, type Finding, type Severity } from '@vitrine/contracts';
import type { AuditAnswer } from '@vitrine/api-client';
import { counts, moneyText, realisableTotals } from '@vitrine/report';
import { exitCodes, type ExitCode } from './exit-codes.js';

export interface GateWish {
  /** Fails at this severity or above. */
  readonly failOn?: Severity;
  /** Fails where realisable savings per month exceed this, in any one currency. */
  readonly maxWaste?: string;
  readonly allowPartial: boolean;
}

export interface GateVerdict {
  readonly exitCode: ExitCode;
  /** Why, each with its number and threshold. */
  readonly reasons: readonly string[];
}

/** What an ended audit means to a pipeline. A failed gate is said before an incomplete look: what was seen is bad enough. */
export function judgeGate(audit: AuditAnswer, findings: readonly Finding[], wish: GateWish): GateVerdict {
  if (audit.state === 'failed' || audit.state === 'cancelled')
    return {
      exitCode: exitCodes.incomplete,
      reasons: [`the audit ${audit.state === 'failed' ? 'failed' : 'was cancelled'}${audit.errorCode === null ? '' : ` (${audit.errorCode})`}`],
    };
  const failures = [...severityFailures(findings, wish.failOn), ...wasteFailures(findings, wish.maxWaste)];
  if (failures.length > 0) return { exitCode: exitCodes.gateFailed, reasons: failures };
  const gaps = incompleteness(audit);
  if (gaps.length > 0 && !wish.allowPartial) return { exitCode: exitCodes.incomplete, reasons: [...gaps, '--allow-partial accepts this'] };
  return { exitCode: exitCodes.ok, reasons: [] };
}

function severityFailures(findings: readonly Finding[], failOn: Severity | undefined): string[] {
  if (failOn === undefined) return [];
  const severe = findings.filter((finding) => counts(finding) && severities.indexOf(finding.severity) >= severities.indexOf(failOn));
  const byRule = Map.groupBy(severe, ({ ruleId }) => ruleId);
  return [...byRule].map(([ruleId, ofRule]) => `${ruleId}: ${String(ofRule.length)} of severity ${failOn} or above, 0 allowed`);
}

function wasteFailures(findings: readonly Finding[], maxWaste: string | undefined): string[] {
  if (maxWaste === undefined) return [];
  return realisableTotals(findings)
    .filter(({ amount }) => exact(amount).greaterThan(exact(maxWaste)))
    .map(({ amount, currency }) => `waste: ${moneyText(amount, currency)} per month, ${moneyText(maxWaste, currency)} allowed`);
}

function incompleteness({ state, blindSpots, errorCode }: AuditAnswer): string[] {
  const spots = blindSpots.map(({ ruleId, permission, reason }) => `${ruleId} could not judge: ${reason}, ${permission}`);
  return [...(state === 'partial' ? [`the audit is partial${errorCode === null ? '' : ` (${errorCode})`}`] : []), ...spots];
}
