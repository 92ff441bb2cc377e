import type { Cloud, Finding, RuleEntry, UndeterminedReason } from '@vitrine/contracts';

/** How often one operation of a cloud was called in an audit, and how that went. */
export interface OperationCalls {
  /** The cloud's own name: `ec2:DescribeVolumes`. */
  readonly operation: string;
  readonly calls: number;
  readonly denied: number;
  readonly throttled: number;
}

/** A rule that could not judge, and what would let it. */
export interface BlindSpot {
  readonly ruleId: string;
  readonly reason: UndeterminedReason;
  readonly operation: string | null;
  /** The permission that would show it; null where none is missing (no metrics, say). */
  readonly permission: string | null;
  /** Resources concerned; null where not even their number is known. */
  readonly resources: number | null;
}

/** Verdicts of one rule over one audit: what the audit looked at, so that "nothing found" can be told from "not looked". */
export interface RuleTally {
  readonly ruleId: string;
  readonly fail: number;
  readonly pass: number;
  readonly notApplicable: number;
  readonly undetermined: number;
}

export interface AuditedConnection {
  readonly cloud: Cloud;
  readonly name: string;
  readonly kind: string;
  /** Account, cloud tenant or project. */
  readonly account: string | null;
  readonly auditId: string;
  readonly auditState: 'completed' | 'partial' | 'failed' | 'cancelled';
  readonly errorCode: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly calls: readonly OperationCalls[];
  readonly blindSpots: readonly BlindSpot[];
  readonly tallies: readonly RuleTally[];
  readonly permissions: {
    readonly granted: readonly string[];
    readonly denied: readonly string[];
    readonly untestable: readonly string[];
  };
  /** How the login was narrowed before it was lent, in a sentence; null for a credential that needed none. */
  readonly narrowing: string | null;
}

/** Money that the estate says an audit must find, to be compared with what it found. */
export interface EstateComparison {
  readonly amounts: readonly { readonly currency: string; readonly expected: string; readonly found: string; readonly equal: boolean }[];
  readonly equal: boolean;
}

export interface ReportData {
  readonly title: string;
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
  readonly connections: readonly AuditedConnection[];
  readonly findings: readonly Finding[];
  /** The catalogue's entries of the rules concerned; a rule that is missing is shown by its id. */
  readonly rules: readonly RuleEntry[];
  /** Calls that could change something, and who counted them: the gate of this worker, or the cloud itself. */
  readonly writes: { readonly count: number; readonly countedBy: 'gate' | 'simulated-cloud' };
  /** Every request that reached the clouds, sign-ins included, by the clouds' own count; null where they do not tell. */
  readonly requestsSeen: number | null;
  /** Wall time of all audits together; null where it was not measured. */
  readonly seconds: number | null;
  readonly comparison: EstateComparison | null;
  /** Said at the top, for instance that a bill alone was read. */
  readonly notes: readonly string[];
}
