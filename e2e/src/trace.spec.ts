import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditStream } from './testing/audit-stream.js';
import { ask, prepareFleet, simulatedAzureCredential, type Fleet } from './testing/fleet.js';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await prepareFleet();
}, 300_000);
afterAll(() => fleet.stop());

describe('one trace id', () => {
  it('runs from the request through its jobs and the worker’s log to every call to the cloud (CS-T13)', async () => {
    const [api, worker] = await Promise.all([fleet.startApi(), fleet.startWorker()]);
    const token = await fleet.issuer.mint({ subject: fleet.acme.members.owner.subject, claims: { org_id: fleet.acme.claim.value } });
    const connection = await ask(api, 'POST', '/v1/connections', { token, body: { name: 'shop', kind: 'azure.secret' } });
    const path = `/v1/connections/${String(connection.body['id'])}`;
    await ask(api, 'POST', `${path}/credentials`, { token, body: { credential: simulatedAzureCredential } });
    await ask(api, 'POST', `${path}/validate`, { token });
    await worker.line(/"outcome":"done"[^\n]*"kind":"validate"/);

    fleet.sim.log.clear();
    // As a caller with a tracer of its own sends it.
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const started = await ask(api, 'POST', '/v1/audits', {
      token,
      body: { connectionId: connection.body['id'] },
      headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
    });
    expect(started.status).toBe(202);
    const auditId = String(started.body['id']);
    for await (const _ of auditStream(api, auditId, token)) if (_.kind === 'ended') break;
    await worker.line(/"kind":"finalize"/);

    const pool = fleet.database.poolFor('postgres');
    const { rows } = await pool.query<{ trace_id: string; jobs: number }>(
      `select trace_id, count(*)::int as jobs from vitrine.job where audit_id = $1 group by trace_id`,
      [auditId],
    );
    expect(rows).toEqual([{ trace_id: traceId, jobs: expect.any(Number) }]);
    expect(rows[0]?.jobs).toBeGreaterThan(3);
    expect((await pool.query(`select trace_id from vitrine.audit where id = $1`, [auditId])).rows).toEqual([{ trace_id: traceId }]);

    const lines = (text: string): string[] => text.split('\n');
    const jobLines = lines(worker.output()).filter((line) => line.includes(auditId));
    expect(jobLines.length).toBeGreaterThan(3);
    expect(jobLines.filter((line) => !line.includes(`"traceId":"${traceId}"`))).toEqual([]);
    expect(
      lines(api.process.output()).filter((line) => line.includes('"method":"POST"') && line.includes('/v1/audits"') && line.includes(traceId)),
    ).toHaveLength(1);

    // Signing in is done by the provider's own library, which sends ids of its own.
    const calls = fleet.sim.log.all().filter(({ access }) => access !== 'sign-in');
    expect(calls.length).toBeGreaterThan(10);
    expect(calls.filter(({ traceparent }) => traceparent?.split('-')[1] !== traceId).map(({ operation, traceparent }) => [operation, traceparent])).toEqual([]);
    // Each call is a span of its own.
    expect(new Set(calls.map(({ traceparent }) => traceparent)).size).toBe(calls.length);
  }, 180_000);
});
