import { VitrineError, type AuditId, type Finding } from '@vitrine/contracts';
import type { AuditedConnection, BlindSpot, ReportData } from '@vitrine/report';
import type { ApiClient } from './api-client.js';
import type { AuditAnswer } from './api-schemas.js';

export interface ReportWish {
  readonly title: string;
  readonly now: Date;
  readonly auditIds: readonly AuditId[];
  readonly seconds: number | null;
  readonly notes?: readonly string[];
  /** How a borrowed login was narrowed, for every connection of the report. */
  readonly narrowing?: string | null;
}

/** Everything that a report of finished audits shows, read over the API. */
export async function gatherReport(client: ApiClient, wish: ReportWish): Promise<ReportData> {
  const rules = await client.rules();
  const connections: AuditedConnection[] = [];
  const findings: Finding[] = [];
  let writes = 0;
  for (const id of wish.auditIds) {
    const audit = await client.audit(id);
    writes += audit.receipt?.writes ?? 0;
    connections.push(await auditedConnection(client, audit, wish.narrowing ?? null));
    findings.push(...(await client.findings([['connectionId', audit.connectionId]])).filter(({ status }) => status !== 'resolved'));
  }
  return {
    title: wish.title,
    generatedAt: wish.now.toISOString(),
    connections,
    findings,
    rules,
    writes: { count: writes, countedBy: 'gate' },
    seconds: wish.seconds,
    comparison: null,
    notes: wish.notes ?? [],
  };
}

async function auditedConnection(client: ApiClient, audit: AuditAnswer, narrowing: string | null): Promise<AuditedConnection> {
  const [connection, validation] = [await client.connection(audit.connectionId), await client.validation(audit.connectionId)];
  const permissions = (state: string): string[] => validation.requested.filter((each) => each.state === state).map(({ permission }) => permission);
  return {
    cloud: connection.cloud,
    name: connection.name,
    kind: connection.kind,
    account: connection.accountPinned,
    auditId: audit.id,
    auditState: endedState(audit),
    errorCode: audit.errorCode,
    startedAt: audit.startedAt,
    endedAt: audit.endedAt,
    calls: Object.entries(audit.receipt?.operations ?? {}).map(([operation, counts]) => ({ operation, ...counts })),
    blindSpots: blindSpotsOf(audit),
    tallies: Object.entries(audit.totals?.coverage.rules ?? {}).map(([ruleId, { fail, pass, not_applicable: notApplicable, undetermined }]) => ({ ruleId, fail, pass, notApplicable, undetermined: sum(Object.values(undetermined)) })),
    permissions: { granted: permissions('granted'), denied: permissions('denied'), untestable: [...permissions('untestable'), ...permissions('untested')] },
    narrowing,
  };
}

function endedState({ state }: AuditAnswer): AuditedConnection['auditState'] {
  switch (state) {
    case 'completed':
    case 'partial':
    case 'failed':
    case 'cancelled':
      return state;
    case 'queued':
    case 'running':
      throw new VitrineError({ code: 'audit-not-ended', status: 409, publicMessage: 'The audit has not ended yet.' });
  }
}

/** What could not be read at all, and beside it the resources of a rule that could be read and not judged. */
function blindSpotsOf({ totals }: AuditAnswer): BlindSpot[] {
  if (totals === null) return [];
  const { blindSpots, rules } = totals.coverage;
  const named: BlindSpot[] = blindSpots.map((spot) => ({ ...spot, resources: null }));
  const judged = Object.entries(rules).flatMap(([ruleId, { undetermined }]) =>
    Object.entries(undetermined).flatMap(([reason, resources]): BlindSpot[] => {
      const known = named.find((spot) => spot.ruleId === ruleId && spot.reason === reason);
      // The keys of the parsed record are the reasons; Object.entries widens them to text.
      return known !== undefined || resources === 0 ? [] : [{ ruleId, reason: reason as BlindSpot['reason'], operation: null, permission: null, resources }];
    }),
  );
  return [...named, ...judged];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
