import { type Effort, exact, type Severity, severities, unreachable } from '@vitrine/contracts';

/** Lowest monthly amount of each severity, in the organization's currency (`reference/cost.md` §2.0); tunable. */
export interface SeverityThresholds {
  readonly critical: string;
  readonly high: string;
  readonly medium: string;
}

export const defaultSeverityThresholds: SeverityThresholds = { critical: '500', high: '100', medium: '20' };

export interface SeverityInput {
  /** Realisable saving a month, decimal text; null where unknown or where money does not decide it. */
  readonly monthly: string | null;
  readonly effort: Effort;
  /** The rule's own word, for findings without a number. */
  readonly ruleSeverity: Severity;
  readonly thresholds?: SeverityThresholds;
}

function byMoney(monthly: string, thresholds: SeverityThresholds): Severity {
  const amount = exact(monthly);
  if (amount.gte(exact(thresholds.critical))) return 'critical';
  if (amount.gte(exact(thresholds.high))) return 'high';
  if (amount.gte(exact(thresholds.medium))) return 'medium';
  return 'low';
}

const lowered = (severity: Severity, steps: number): Severity => severities[Math.max(0, severities.indexOf(severity) - steps)] ?? 'low';

/** How many steps a large effort takes away. */
function effortSteps(effort: Effort): number {
  switch (effort) {
    case 'VeryLow':
    case 'Low':
    case 'Medium':
      return 0;
    case 'High':
      return 1;
    case 'VeryHigh':
      return 2;
    default:
      return unreachable(effort);
  }
}

/**
 * CF-42: a large saving that is easy and safe to take comes first. Money gives the step (≥ 500 critical, ≥ 100 high,
 * ≥ 20 medium, else low); effort High takes one step away and VeryHigh two; easy work never raises it, since a small
 * saving stays small. Without a number the rule's own severity stands as it is.
 */
export function severityOf(input: SeverityInput): Severity {
  if (input.monthly === null) return input.ruleSeverity;
  return lowered(byMoney(input.monthly, input.thresholds ?? defaultSeverityThresholds), effortSteps(input.effort));
}

const dayMs = 86_400_000;

/** Persistence gate (`reference/cost.md` §2.0): seen at least 24 h ago too, else not above medium. */
export function persistentSeverity(severity: Severity, seen: { readonly firstSeenAt: Date; readonly at: Date }): Severity {
  const persisted = seen.at.getTime() - seen.firstSeenAt.getTime() >= dayMs;
  return persisted || severities.indexOf(severity) <= severities.indexOf('medium') ? severity : 'medium';
}
