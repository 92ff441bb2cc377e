import type { TestDatabase } from '@vitrine/testing';
import { randomUUID } from 'node:crypto';

/** Commits events as a worker does: numbered under the audit's lock, with the notice in the same transaction. */
export async function commitEvents(
  database: TestDatabase,
  auditId: string,
  ...events: readonly { readonly kind: string; readonly ref?: object }[]
): Promise<void> {
  const client = await database.poolFor('postgres').connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<{ organization_id: string; event_seq: string }>(
      `update vitrine.audit set event_seq = event_seq + $2, state = case when state = 'queued' then 'running' else state end where id = $1 returning organization_id, event_seq`,
      [auditId, events.length],
    );
    const [audit] = rows;
    if (audit === undefined) throw new Error('no such audit');
    for (const [index, { kind, ref }] of events.entries()) {
      await client.query('insert into vitrine.audit_event (organization_id, audit_id, seq, kind, ref) values ($1, $2, $3, $4, $5)', [
        audit.organization_id,
        auditId,
        Number(audit.event_seq) - events.length + index + 1,
        kind,
        JSON.stringify(ref ?? {}),
      ]);
    }
    if (events.some(({ kind }) => kind === 'ended'))
      await client.query(`update vitrine.audit set state = 'completed', ended_at = now() where id = $1`, [auditId]);
    await client.query(`select pg_notify('vitrine_audit_event', $1)`, [`${audit.organization_id}/${auditId}`]);
    await client.query('commit');
  } finally {
    client.release();
  }
}

/** One page as a worker stores it. */
export async function commitPage(
  database: TestDatabase,
  auditId: string,
  page: { items?: number; blindSpots?: readonly object[]; standing?: readonly string[] },
): Promise<void> {
  const pool = database.poolFor('postgres');
  const jobId = randomUUID();
  await pool.query(
    `insert into vitrine.job (organization_id, id, kind, audit_id, connection_id, queue, state) select organization_id, $2, 'cursor', id, connection_id, 'aws', 'done' from vitrine.audit where id = $1`,
    [auditId, jobId],
  );
  await pool.query(
    `insert into vitrine.audit_page (organization_id, job_id, page_no, audit_id, items, blind_spots, standing) select organization_id, $2, 0, id, $3, $4, $5::bigint[] from vitrine.audit where id = $1`,
    [auditId, jobId, page.items ?? 0, JSON.stringify(page.blindSpots ?? []), page.standing ?? []],
  );
}
