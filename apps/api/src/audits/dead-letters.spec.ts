import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SeededOrganization, TestDatabase } from '@vitrine/testing';
import { openApiHouse, type ApiHouse } from '../testing/api-house.js';
import { freshKey, type Received } from '../testing/api-under-test.js';
import { testSealingKeys } from '../testing/sealing-keys.fixture.js';

let house: ApiHouse;
let database: TestDatabase;
let acme: SeededOrganization;
let umbra: SeededOrganization;

beforeAll(async () => {
  house = await openApiHouse({ sealingKeys: await testSealingKeys() });
  ({ database, acme, umbra } = house);
}, 60_000);
afterAll(async () => await house.stop());

const as: ApiHouse['as'] = async (...request) => await house.as(...request);
const outcome = ({ status, body }: Received): [number, unknown] => [status, body['code']];
const root = () => database.poolFor('postgres');
const items = (received: Received): Record<string, unknown>[] => received.body['items'] as Record<string, unknown>[]; // the document's own schema says so

/** An audit that has ended, with cursors that were given up. */
async function endedAudit(organization: SeededOrganization = acme, letters = 1, rules?: readonly string[]) {
  const made = await as(organization, 'admin', 'POST', '/v1/connections', { body: { name: `c ${freshKey()}`, kind: 'aws.role' } });
  const connectionId = String(made.body['id']);
  const credential = { roleArn: 'arn:aws:iam::123456789012:role/VitrineReadOnly' };
  await as(organization, 'admin', 'POST', `/v1/connections/${connectionId}/credentials`, { body: { credential } });
  const audit = await as(organization, 'analyst', 'POST', '/v1/audits', { body: { connectionId, ...(rules === undefined ? {} : { rules }) } });
  const auditId = String(audit.body['id']);
  await end(auditId);
  const jobIds = Array.from({ length: letters }, () => randomUUID()).sort();
  for (const jobId of jobIds)
    await root().query(
      `insert into vitrine.job (organization_id, id, kind, audit_id, connection_id, queue, state, reader, scope, attempt, page_no, error_code, cause, ended_at)
       select organization_id, $2, 'cursor', id, connection_id, 'aws', 'failed', 'aws.ec2.volumes', 'eu-west-1', 3, 7, 'dead-letter', 'cloud-unavailable', now() from vitrine.audit where id = $1`,
      [auditId, jobId],
    );
  return { connectionId, auditId, jobIds, jobId: jobIds[0] ?? '' };
}
const end = async (auditId: string): Promise<void> => {
  await root().query(`update vitrine.job set state = 'done', ended_at = now() where audit_id = $1 and state = 'queued'`, [auditId]);
  await root().query(`update vitrine.audit set state = 'partial', ended_at = now() where id = $1`, [auditId]);
};
const replay = async (jobId: string, organization: SeededOrganization = acme): Promise<Received> =>
  await as(organization, 'analyst', 'POST', `/v1/dead-letters/${jobId}/replay`);

describe('dead letters of an audit', () => {
  it('are listed page by page with what each failed of, how far it came and who replays it (CS-T15, CS-20)', async () => {
    const { auditId, connectionId, jobIds } = await endedAudit(acme, 3);
    const path = `/v1/dead-letters?auditId=${auditId}`;
    const first = await as(acme, 'viewer', 'GET', `${path}&limit=2`);
    const second = await as(acme, 'viewer', 'GET', `${path}&limit=2&cursor=${String(first.body['nextCursor'])}`);
    expect([...items(first), ...items(second)].map((letter) => letter['id'])).toEqual(jobIds.toReversed());
    expect(second.body['nextCursor']).toBeNull();
    expect(items(first)[0]).toMatchObject({
      auditId,
      connectionId,
      kind: 'cursor',
      reader: 'aws.ec2.volumes',
      scope: 'eu-west-1',
      cause: 'cloud-unavailable',
      attempts: 3,
      lostHolders: 0,
      pages: 7,
      replayedBy: null,
    });
    expect(outcome(await as(acme, 'viewer', 'GET', `${path}&cursor=forged`))).toEqual([400, 'invalid-cursor']);
  });

  it('are replayed by one call, which starts an audit of the same rules and leaves the letter as it was (CS-T15)', async () => {
    const { auditId, jobId, connectionId } = await endedAudit(acme, 1, ['aws.ec2.volume-unattached']);
    const before = (await root().query('select * from vitrine.job where id = $1', [jobId])).rows;
    const offers = house.api.queue.offers.length;
    const replayed = await replay(jobId);
    expect(replayed).toMatchObject({ status: 202, body: { connectionId, state: 'queued', rules: ['aws.ec2.volume-unattached'] } });
    expect(replayed.headers.get('location')).toBe(`/v1/audits/${String(replayed.body['id'])}`);
    expect(house.api.queue.offers.length).toBe(offers + 1);
    expect((await root().query('select * from vitrine.job where id = $1', [jobId])).rows).toEqual(before);
    expect(items(await as(acme, 'viewer', 'GET', `/v1/dead-letters?auditId=${auditId}`))[0]).toMatchObject({ replayedBy: replayed.body['id'] });
  });

  it('are replayed once, also when two ask at the same time: the others are told by which audit (CS-T15, CS-T14)', async () => {
    const { jobId } = await endedAudit();
    const both = await Promise.all([replay(jobId), replay(jobId)]);
    expect(both.map(({ status }) => status).sort()).toEqual([202, 409]);
    const made = both.find(({ status }) => status === 202);
    await end(String(made?.body['id']));
    const late = await replay(jobId);
    expect([...outcome(late), late.headers.get('location')]).toEqual([409, 'already-replayed', `/v1/audits/${String(made?.body['id'])}`]);
    expect((await root().query('select 1 from vitrine.audit where replays_job_id = $1', [jobId])).rows).toHaveLength(1);
    // The guard is the database's too: two audits cannot name one letter, whoever writes them.
    const doubled = root().query(
      `insert into vitrine.audit (organization_id, id, connection_id, credential_version, state, requested_by, replays_job_id)
       select organization_id, $2, connection_id, credential_version, 'completed', requested_by, replays_job_id from vitrine.audit where replays_job_id = $1`,
      [jobId, randomUUID()],
    );
    await expect(doubled).rejects.toMatchObject({ constraint: 'audit_replay' });
  });

  it('a replay is one entry of the trail, written with the rows; a refused one is none of a replay (CS-14, CS-T15)', async () => {
    const { auditId, jobId, connectionId } = await endedAudit();
    const replayed = await replay(jobId);
    await replay(jobId);
    const { rows } = await root().query<{ payload: unknown; outcome: string }>(
      `select payload, outcome from vitrine.trail_event where organization_id = $1 and type = 'job.replayed' and payload->>'jobId' = $2`,
      [acme.organizationId, jobId],
    );
    expect(rows).toEqual([{ outcome: 'succeeded', payload: expect.objectContaining({ jobId, auditId, replayedBy: replayed.body['id'], connectionId }) }]);
  });

  it('409 while an audit of the connection runs, and as for any start where the connection is closed', async () => {
    const { jobId, connectionId } = await endedAudit();
    const running = await as(acme, 'analyst', 'POST', '/v1/audits', { body: { connectionId } });
    expect(outcome(await replay(jobId))).toEqual([409, 'run-active']);
    await end(String(running.body['id']));
    await root().query(`update vitrine.connection set state = 'rejected' where id = $1`, [connectionId]);
    expect(outcome(await replay(jobId))).toEqual([409, 'connection-rejected']);
  });

  it('404 for another organization and a job that is no dead letter; 403 for a viewer; 422 for what is no id (CS-T01)', async () => {
    const { auditId, jobId } = await endedAudit();
    expect(outcome(await replay(jobId, umbra))).toEqual([404, 'not-found']);
    expect(items(await as(umbra, 'viewer', 'GET', `/v1/dead-letters?auditId=${auditId}`))).toEqual([]);
    expect(items(await as(umbra, 'viewer', 'GET', '/v1/dead-letters'))).toEqual([]);
    const { rows } = await root().query<{ id: string }>(`select id from vitrine.job where audit_id = $1 and kind = 'plan'`, [auditId]);
    expect(outcome(await replay(rows[0]?.id ?? ''))).toEqual([404, 'not-found']);
    expect(outcome(await as(acme, 'viewer', 'POST', `/v1/dead-letters/${jobId}/replay`))).toEqual([403, 'insufficient-scope']);
    // Guard before scope: to another organization's viewer it is not there.
    expect(outcome(await as(umbra, 'viewer', 'POST', `/v1/dead-letters/${jobId}/replay`))).toEqual([404, 'not-found']);
    expect((await replay('none')).status).toBe(422);
    expect((await as(acme, 'viewer', 'GET', '/v1/dead-letters?state=open')).status).toBe(422);
  });
});
