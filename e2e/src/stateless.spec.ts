import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withinASecond } from '@vitrine/testing';
import { auditStream, type StreamedEvent } from './testing/audit-stream.js';
import { ask, prepareFleet, simulatedAzureCredential, type Answered, type Asked, type Fleet, type FleetApi } from './testing/fleet.js';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await prepareFleet();
}, 300_000);
afterAll(() => fleet.stop());

const SCOPES = ['vitrine.connections.read', 'vitrine.connections.write', 'vitrine.audits.read', 'vitrine.audits.write', 'vitrine.findings.read'];

describe('two API processes behind one address', () => {
  it('carry a caller through connection, credential, audit, stream and list in turns; one is killed midway and nothing is lost', async () => {
    const [doomed, other, worker] = await Promise.all([fleet.startApi(), fleet.startApi(), fleet.startWorker()]);
    const processes: FleetApi[] = [doomed, other];
    let turn = 0;
    /** As a load balancer that knows nothing: the next request goes to the next process that lives. */
    const send = async (method: string, path: string, asked: Asked): Promise<Answered> => {
      const api = processes[turn++ % processes.length];
      if (api === undefined) throw new Error('no process lives');
      return await ask(api, method, path, asked);
    };
    const owner = await fleet.issuer.mint({ subject: fleet.acme.members.owner.subject, claims: { org_id: fleet.acme.claim.value } });
    const made = await send('POST', '/v1/api-tokens', { token: owner, body: { name: 'ci', scopes: SCOPES, lifetimeDays: 1 } });
    const token = String(made.body['token']);

    const connection = await send('POST', '/v1/connections', { token, body: { name: 'shop', kind: 'azure.secret' } });
    const path = `/v1/connections/${String(connection.body['id'])}`;
    expect((await send('POST', `${path}/credentials`, { token, body: { credential: simulatedAzureCredential } })).status).toBe(201);
    expect((await send('POST', `${path}/validate`, { token })).status).toBe(202);
    await worker.line(/"outcome":"done"[^\n]*"kind":"validate"/);
    expect((await send('GET', path, { token })).body['state']).toBe('valid');

    // Slow clouds, so that the kill comes while the audit runs.
    fleet.sim.behaviour.latencyMs = 200;
    const key = { 'idempotency-key': 'the-very-same-audit' };
    const wish = { connectionId: connection.body['id'] };
    const started = await send('POST', '/v1/audits', { token, body: wish, headers: key });
    expect(started.status).toBe(202);
    const auditId = String(started.body['id']);

    const seen: StreamedEvent[] = [];
    const first = auditStream(doomed, auditId, token);
    const opening = await first.next();
    if (opening.done !== true) seen.push(opening.value);
    expect(seen).toEqual([{ id: 1, kind: 'started' }]);
    expect(await doomed.process.kill('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
    processes.splice(0, 1);
    for (let next = await first.next(); ; next = await first.next()) {
      if (next.done === true) break;
      seen.push(next.value);
    }
    expect(seen.some(({ kind }) => kind === 'ended')).toBe(false);

    // A client that does not know whether its request arrived asks again: the answer is the same audit.
    const again = await send('POST', '/v1/audits', { token, body: wish, headers: key });
    expect([again.status, again.body['id'], again.headers.get('idempotency-replayed')]).toEqual([202, auditId, 'true']);
    fleet.sim.behaviour.latencyMs = 0;
    for await (const event of auditStream(other, auditId, token, seen.at(-1)?.id)) seen.push(event);
    expect(seen.map(({ id }) => id)).toEqual(seen.map((_, at) => at + 1));
    expect(seen.at(-1)?.kind).toBe('ended');

    const audit = await send('GET', `/v1/audits/${auditId}`, { token });
    expect(audit.body['state']).toBe('completed');
    const list = await send('GET', '/v1/audits', { token });
    // The list answers items; each is an audit.
    expect((list.body['items'] as { id: string }[]).map(({ id }) => id)).toContain(auditId);
    expect(((await send('GET', '/v1/findings', { token })).body['items'] as unknown[]).length).toBeGreaterThan(0);
    const { rows } = await fleet.database.poolFor('postgres').query(`select count(*)::int as open from vitrine.job where state in ('queued', 'running')`);
    expect(rows).toEqual([{ open: 0 }]);

    // The other organization saw none of it, by either process.
    const stranger = await fleet.issuer.mint({ subject: fleet.umbra.members.owner.subject, claims: { org_id: fleet.umbra.claim.value } });
    expect((await send('GET', `/v1/audits/${auditId}`, { token: stranger })).status).toBe(404);
    expect(await Promise.all([other.process.kill('SIGTERM'), worker.kill('SIGTERM')])).toEqual([
      { code: 0, signal: null },
      { code: 0, signal: null },
    ]);
  }, 180_000);

  it('a token revoked by one is refused by the other within a second', async () => {
    const [one, two] = await Promise.all([fleet.startApi(), fleet.startApi()]);
    const owner = await fleet.issuer.mint({ subject: fleet.acme.members.owner.subject, claims: { org_id: fleet.acme.claim.value } });
    const made = await ask(one, 'POST', '/v1/api-tokens', { token: owner, body: { name: 'short', scopes: SCOPES, lifetimeDays: 1 } });
    const token = String(made.body['token']);
    expect((await ask(two, 'GET', '/v1/audits', { token })).status).toBe(200);
    expect((await ask(one, 'DELETE', `/v1/api-tokens/${String(made.body['id'])}`, { token: owner })).status).toBe(204);
    const refused = await withinASecond(
      () => ask(two, 'GET', '/v1/audits', { token }),
      (answer) => answer.status !== 200,
    );
    expect([refused.status, refused.body['code']]).toEqual([401, 'token-revoked']);
    await Promise.all([one.process.kill(), two.process.kill()]);
  }, 60_000);
});
