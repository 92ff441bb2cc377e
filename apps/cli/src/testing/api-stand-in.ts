import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export const CONNECTION = '019ab000-0000-7000-8000-0000000000c1';
export const AUDIT = '019ab000-0000-7000-8000-0000000000a1';

export interface StandInBehaviour {
  /** State that the audit ends in; `never` leaves it running. */
  readonly ends?: 'completed' | 'partial' | 'failed' | 'cancelled' | 'never';
  readonly blindSpots?: readonly object[];
  readonly findings?: readonly object[];
  /** The first stream breaks after this event. */
  readonly breaksAfter?: number;
  /** Every answer is this refusal. */
  readonly refuses?: { readonly status: number; readonly code: string };
}

export interface ApiStandIn {
  readonly url: string;
  /** `Last-Event-ID` of each stream that was opened; empty text for none. */
  readonly streams: readonly string[];
  stop(): Promise<void>;
}

/** Answers as the API does, so that every end of an audit can be had at will. The real API is met in `own-account.spec.ts` and e2e. */
export async function startApiStandIn(behaviour: StandInBehaviour = {}): Promise<ApiStandIn> {
  const streams: string[] = [];
  const ends = behaviour.ends ?? 'completed';
  const send = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': status >= 400 ? 'application/problem+json' : 'application/json' });
    response.end(JSON.stringify(body));
  };
  const routes: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
    [`GET /v1/connections/${CONNECTION}`]: (_request, response) => send(response, 200, connection),
    'POST /v1/audits': (_request, response) => send(response, 202, { id: AUDIT }),
    [`GET /v1/audits/${AUDIT}`]: (_request, response) =>
      send(response, 200, { ...audit, state: ends, errorCode: ends === 'failed' ? 'dead-letter' : null, blindSpots: behaviour.blindSpots ?? [] }),
    'GET /v1/findings/export': (_request, response) => send(response, 200, { items: behaviour.findings ?? [] }),
    [`GET /v1/audits/${AUDIT}/events`]: (request, response) => {
      const after = Number(request.headers['last-event-id'] ?? '0');
      streams.push(String(request.headers['last-event-id'] ?? ''));
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const event of events.filter(({ seq }) => seq > after)) {
        if (event.kind === 'ended' && ends === 'never') return;
        response.write(`id: ${String(event.seq)}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`);
        if (streams.length === 1 && event.seq === behaviour.breaksAfter) {
          // After the bytes are out, as a killed process would leave it.
          setImmediate(() => response.destroy());
          return;
        }
      }
      response.end();
    },
  };
  const server = createServer((request, response) => {
    if (behaviour.refuses !== undefined)
      return send(response, behaviour.refuses.status, { type: 'x', title: 'x', detail: 'Refused.', instance: 'x', ...behaviour.refuses });
    const route = routes[`${request.method ?? ''} ${(request.url ?? '').split('?')[0] ?? ''}`];
    if (route === undefined) return send(response, 404, { status: 404, code: 'not-found', detail: 'There is no such resource.' });
    route(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${String(address.port)}`,
    streams,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const connection = {
  id: CONNECTION,
  name: 'shop',
  cloud: 'aws',
  kind: 'aws.role',
  state: 'valid',
  stateCode: null,
  externalId: 'x',
  federationSubject: 'x',
  credentialVersion: 1,
  nextCredentialVersion: 2,
  accountPinned: null,
};
const audit = { id: AUDIT, connectionId: CONNECTION, startedAt: null, endedAt: null, totals: null, receipt: null };
const events = [
  { seq: 1, kind: 'started', at: 'x', ref: {} },
  { seq: 2, kind: 'planned', at: 'x', ref: { cursors: 3 } },
  { seq: 3, kind: 'page', at: 'x', ref: { items: 10, findings: 2 } },
  { seq: 4, kind: 'ended', at: 'x', ref: { state: 'completed' } },
];

/** A finding as the API exports it. */
export function exportedFinding(changes: object = {}, saving: object = {}): object {
  return {
    ...{
      id: '019ab000-0000-7000-8000-000000000001',
      auditId: AUDIT,
      connectionId: CONNECTION,
      cloud: 'aws',
      ruleId: 'aws.ec2.volume-unattached',
      ruleVersion: 1,
      title: 'Volume is attached to nothing',
    },
    ...{
      verdict: 'fail',
      reason: null,
      missingPermission: null,
      status: 'open',
      severity: 'high',
      confidence: 'high',
      effort: 'Low',
      actionGroup: 'terminate',
      provisional: false,
      superseded: false,
    },
    ...{ accountId: '111122223333', region: 'eu-west-1', resourceId: 'vol-1', resourceName: null, resourceType: 'AWS::EC2::Volume' },
    saving: {
      method: 'BILLED',
      currency: 'USD',
      costNowMonthly: '600',
      savingGrossMonthly: '600',
      savingRealisableMonthly: '600',
      bound: 'exact',
      price: null,
      ...saving,
    },
    ...{ evidence: { source: [], window: null, facts: {}, formula: '', assumptions: [] }, verify: 'aws …', remedy: { steps: ['x'], rollback: 'y' } },
    ...{ firstSeenAt: '2026-11-22T00:00:00.000Z', lastSeenAt: '2026-11-22T00:00:00.000Z', resolvedAt: null },
    ...changes,
  };
}
