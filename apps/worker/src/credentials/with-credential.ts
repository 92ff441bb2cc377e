import { borrowedKinds, credentialKindSchema, VitrineError } from '@vitrine/contracts';
import { parseCredential, type Credential } from '@vitrine/crypto-envelope';
import { openCredential, OpenError, type Unwrapper } from '@vitrine/crypto-open';
import { withOrganization, type OrganizationTransaction } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { JobInterrupted, JobPostponed } from '../jobs/job-interrupted.js';
import { sameCredential } from '../jobs/same-credential.js';
import { recordWork } from '../trail/record-work.js';

const sealedSchema = z.object({
  version: z.number().int(),
  kind: credentialKindSchema,
  sealed: z.instanceof(Buffer),
  expired: z.boolean(),
  externalId: z.string(),
});

/** The public ids that a keyless connection signs in as; there is nothing to open. */
const keylessSchema = z.object({ kind: credentialKindSchema, identity: z.record(z.string(), z.string()) });

/** Long enough not to besiege a key service that comes back, short enough that nobody notices it came back late. */
const keyServicePauseMs = 15_000;

export interface Vault {
  /** Of `vitrine_worker`; the database shows it ciphertext only under the live lease that the transaction names. */
  readonly pool: Pool;
  readonly unwrapper: Unwrapper;
}

/**
 * Opens the credential that this job is bound to and lends it to one callback, which trades it for a provider's session; then its bytes are
 * zero. The one place in the house that opens anything. A keyless connection's ids are lent the same way, under the same lease. The trail says so
 * before: its entry is committed with the reading, so what cannot be written down is not opened.
 * @throws VitrineError `credential-missing`, `credential-expired`, `credential-unreadable` (final)
 * @throws JobPostponed `key-service-unavailable`
 * @throws JobInterrupted `lease-lost` when it is this job's lease that is over
 */
export async function withCredential<T>(vault: Vault, job: ClaimedJob, borrow: (credential: Credential) => Promise<T>): Promise<T> {
  const row = await loadCredential(vault.pool, job);
  if (row === undefined)
    throw new VitrineError({ code: 'credential-missing', status: 410, publicMessage: 'The connection has no credential of this version any more.' });
  if ('identity' in row) return await borrow(parseCredential({ ...row.identity, kind: row.kind }));
  if (row.expired && borrowedKinds.includes(row.kind))
    throw new VitrineError({ code: 'credential-expired', status: 422, publicMessage: 'The borrowed session has ended. Start again from your own login.' });
  try {
    const secret = await openCredential(
      { organizationId: job.organizationId, connectionId: job.connectionId, version: row.version, kind: row.kind, sealed: row.sealed },
      vault.unwrapper,
    );
    return await secret.use(async (_bytes, parse) => {
      const credential = parse();
      // The confused deputy: an envelope that its sender sealed may name an External ID that is another customer's. Only the server's own counts.
      if (credential.kind === 'aws.role' && credential.externalId !== row.externalId) throw unreadable('external-id-foreign');
      return await borrow(credential);
    });
  } catch (error) {
    if (!(error instanceof OpenError)) throw error;
    // A key service that is down says nothing about the credential: the job waits, burns no attempt, and the connection stays as it is (fault 19).
    if (error.fault === 'key-service-unavailable') throw new JobPostponed('key-service-unavailable', keyServicePauseMs);
    throw unreadable(error.fault);
  }
}

function unreadable(internal: string): VitrineError {
  return new VitrineError({ code: 'credential-unreadable', status: 422, publicMessage: 'The stored credential cannot be opened. Submit it again.', internal });
}

async function loadCredential(pool: Pool, job: ClaimedJob): Promise<z.infer<typeof sealedSchema> | z.infer<typeof keylessSchema> | undefined> {
  return await withOrganization(
    pool,
    job.organizationId,
    async (transaction) => {
      const [row] = await transaction.read(
        sealedSchema,
        `select k.version, k.kind, k.sealed, coalesce(k.expires_at <= now(), false) as expired, c.external_id as "externalId"
         from vitrine.credential k join vitrine.connection c on c.organization_id = k.organization_id and c.id = k.connection_id
         where k.organization_id = $1 and k.connection_id = $2 and k.version = case when ${sameCredential('$3')} then c.credential_version else $3 end`,
        [job.organizationId, job.connectionId, job.credentialVersion],
        'prepared',
      );
      const found = row ?? (await loadKeyless(transaction, job));
      if (found === undefined) await expectLease(transaction, job);
      else await recordWork(transaction, job, { type: 'vitrine.credential.opened', payload: { credentialVersion: job.credentialVersion, kind: found.kind } });
      return found;
    },
    { lease: { jobId: job.id, fence: job.fence } },
  );
}

/** Only what this job was bound to, and only while it holds its lease: the ids are no secret, but an assertion made for them opens an account. */
async function loadKeyless(transaction: OrganizationTransaction, job: ClaimedJob): Promise<z.infer<typeof keylessSchema> | undefined> {
  const [row] = await transaction.read(
    keylessSchema,
    `select c.kind, c.keyless_identity as identity from vitrine.connection c
     where c.organization_id = $1 and c.id = $2 and c.keyless_identity is not null and ${sameCredential('$3')} and exists (
       select 1 from vitrine.job j where j.organization_id = c.organization_id and j.connection_id = c.id
         and j.id = $4 and j.fence = $5 and j.state = 'running' and j.lease_until > now())`,
    [job.organizationId, job.connectionId, job.credentialVersion, job.id, job.fence],
    'prepared',
  );
  return row;
}

/**
 * Without a live lease the database shows no envelope at all, which says nothing about the credential: a worker that stood still for longer
 * than its lease would otherwise end its job, and all that wait for the same opening, as if the connection were gone (fault 18).
 */
async function expectLease(transaction: OrganizationTransaction, job: ClaimedJob): Promise<void> {
  const [row] = await transaction.read(
    z.object({ held: z.boolean() }),
    `select fence = $3 and state = 'running' and coalesce(lease_until > now(), false) as held from vitrine.job where organization_id = $1 and id = $2`,
    [job.organizationId, job.id, job.fence],
  );
  if (row?.held === false) throw new JobInterrupted('lease-lost');
}
