import type { MintAssertion } from '@vitrine/cloud-readers';
import { connectionIdSchema, newId, organizationIdSchema } from '@vitrine/contracts';
import { withOrganization } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { JobInterrupted } from '../jobs/job-interrupted.js';
import type { AssertionMint } from './federation-assertion.js';

/**
 * An assertion opens a customer's account, so it is made only while some job of this very connection runs under a live lease: asked at each
 * minting, because a session is shared by the jobs of a connection and may outlive the one that opened it.
 */
export function assertionUnderLease(pool: Pool, mint: AssertionMint, job: Pick<ClaimedJob, 'organizationId' | 'connectionId'>): MintAssertion {
  return async (audience, whose = 'connection') => {
    await expectLiveLease(pool, job);
    const { organizationId, connectionId } = whose === 'connection' ? job : stranger();
    return await mint({ organizationId, connectionId, audience });
  };
}

/** Nobody's: a fresh organization and connection, as a neighbour's would look to the customer's trust. */
const stranger = () => ({ organizationId: newId(organizationIdSchema), connectionId: newId(connectionIdSchema) });

async function expectLiveLease(pool: Pool, job: Pick<ClaimedJob, 'organizationId' | 'connectionId'>): Promise<void> {
  const { rowCount } = await withOrganization(
    pool,
    job.organizationId,
    (transaction) =>
      transaction.query(`select 1 from vitrine.job where organization_id = $1 and connection_id = $2 and state = 'running' and lease_until > now() limit 1`, [
        job.organizationId,
        job.connectionId,
      ]),
    { mode: 'read-only' },
  );
  if (rowCount === 0) throw new JobInterrupted('lease-lost');
}
