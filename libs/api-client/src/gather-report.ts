import { isSettled, VitrineError, type AuditId, type Finding } from '@vitrine/contracts';
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
    const found = (await client.findings([['connectionId', audit.connectionId]])).filter(({ status }) => !isSettled(status) && status !== 'excluded');
    connections.push(await auditedConnection(client, audit, found, wish.narrowing ?? null));
    findings.push(...found);
  }
  return {
    title: wish.title,
    generatedAt: wish.now.toISOString(),
    connections,
    findings,
    rules,
    writes: { count: writes, countedBy: 'gate' },
    requestsSeen: null,
    seconds: wish.seconds,
    comparison: null,
    notes: wish.notes ?? [],
  };
}

async function auditedConnection(client: ApiClient, audit: AuditAnswer, found: readonly Finding[], narrowing: string | null): Promise<AuditedConnection> {
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
    calls: audit.receipt?.operations ?? [],
    blindSpots: blindSpotsOf(audit, found),
    tallies: audit.totals?.rules ?? [],
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

/** What could not be read at all, and beside it the resources that could be read and not judged, by rule and reason. */
function blindSpotsOf({ blindSpots }: AuditAnswer, found: readonly Finding[]): BlindSpot[] {
  const named: BlindSpot[] = blindSpots.map(({ ruleId, operation, permission, reason }) => ({ ruleId, operation, permission, reason, resources: null }));
  const groups = new Map<string, BlindSpot & { resources: number }>();
  for (const { verdict, ruleId, reason, missingPermission } of found) {
    if (verdict !== 'undetermined' || reason === null) continue;
    const key = `${ruleId} ${reason} ${missingPermission ?? ''}`;
    groups.set(key, { ruleId, reason, operation: null, permission: missingPermission, resources: (groups.get(key)?.resources ?? 0) + 1 });
  }
  return [...named, ...groups.values()];
}
