import type { FindingStatus } from './verdicts.js';

/** Who may take a step: a person decides, an audit sees (or no longer sees). Nobody else moves a finding. */
export type FindingMover = 'person' | 'audit';

type Steps = Readonly<Record<FindingStatus, Readonly<Partial<Record<FindingStatus, FindingMover>>>>>;

const settledByAudit = { excluded: 'audit', resolved: 'audit' } as const;

/**
 * The finding's life as a closed table: what is not in it is refused. Staying is no step but allowed to a person where it is listed (a waiver
 * that is renewed, a reason that is added). The database refuses the same steps (`vitrine.finding_may`), which a spec compares with this table.
 */
export const findingSteps: Steps = {
  open: { open: 'person', acknowledged: 'person', planned: 'person', waived: 'person', ...settledByAudit },
  acknowledged: { open: 'person', acknowledged: 'person', planned: 'person', waived: 'person', ...settledByAudit },
  planned: { open: 'person', acknowledged: 'person', planned: 'person', waived: 'person', ...settledByAudit },
  // Past its day a waiver reads as open, whoever looks; the next audit writes that down, and announces it.
  waived: { open: 'person', acknowledged: 'person', planned: 'person', waived: 'person', ...settledByAudit },
  /** A tag rule of the organization leaves the resource out. Without the rule the next audit opens it again. */
  excluded: { open: 'audit', resolved: 'audit' },
  /** Only an audit that could see the resource's whole scope resolves. */
  resolved: { realised: 'audit', relapsed: 'audit' },
  /** The bill fell. */
  realised: { relapsed: 'audit' },
  /** Seen again after it was resolved: open in every respect, but never called new. */
  relapsed: { relapsed: 'person', acknowledged: 'person', planned: 'person', waived: 'person', ...settledByAudit },
};

/** Whether `mover` may take a finding from one status to another. An audit may also write down what a clock did to a waiver. */
export function mayStep(from: FindingStatus, to: FindingStatus, mover: FindingMover): boolean {
  if (mover === 'audit' && from === 'waived' && to === 'open') return true;
  return findingSteps[from][to] === mover;
}

/** A fault that stands and counts in sums. */
export const liveStatuses = ['open', 'acknowledged', 'planned', 'relapsed'] as const satisfies readonly FindingStatus[];

/** Over, until an audit sees it again. */
export const settledStatuses = ['resolved', 'realised'] as const satisfies readonly FindingStatus[];

const live: ReadonlySet<FindingStatus> = new Set(liveStatuses);
const settled: ReadonlySet<FindingStatus> = new Set(settledStatuses);

export const isLive = (status: FindingStatus): boolean => live.has(status);
export const isSettled = (status: FindingStatus): boolean => settled.has(status);
