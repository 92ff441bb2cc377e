import { borrowedKinds, newId, type CredentialKind } from '@vitrine/contracts';
import { withOrganization } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { ClaimedJob } from '../jobs/claimed-job.js';

/**
 * A session borrowed from somebody's own login is erased with the audit that it was lent for, and the trail says so. The database allows
 * this delete only to a job that runs on this connection under a live lease, so it comes before the job ends. Safe to repeat.
 */
export async function eraseBorrowed(pool: Pool, job: ClaimedJob, kind: CredentialKind): Promise<void> {
  if (!borrowedKinds.includes(kind)) return;
  await withOrganization(
    pool,
    job.organizationId,
    async (transaction) => {
      const ids = [job.organizationId, job.connectionId];
      const { rowCount } = await transaction.query(`delete from vitrine.credential where organization_id = $1 and connection_id = $2 and version <= $3`, [
        ...ids,
        job.credentialVersion,
      ]);
      if (rowCount === 0) return;
      await transaction.query(
        `update vitrine.connection set state = 'pending', state_code = 'borrowed-session-ended', version = version + 1 where organization_id = $1 and id = $2 and state in ('valid', 'degraded')`,
        ids,
      );
      await transaction.query(
        `insert into vitrine.trail_event (organization_id, id, type, principal, trace_id, payload) values ($1, $2, 'vitrine.credential.erased', 'worker', $3, $4::jsonb)`,
        [
          job.organizationId,
          newId(z.uuid()),
          job.traceId,
          JSON.stringify({ connectionId: job.connectionId, credentialVersion: job.credentialVersion, auditId: job.auditId }),
        ],
      );
    },
    { lease: { jobId: job.id, fence: job.fence } },
  );
}
