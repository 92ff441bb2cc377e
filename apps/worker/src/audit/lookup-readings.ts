import { VitrineError, type AuditId } from '@vitrine/contracts';
import type { Json } from '@vitrine/cloud-readers';
import type { LookupAnswer, Reading } from '@vitrine/rules';
import { withOrganization, type OrganizationTransaction } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import type { NamedLookup } from './audit-catalogue.js';

/** Whether what a look-up needs was read before: "not allowed" and "failed" are answers of their own, never an empty set of keys. */
export type LookupState =
  | { readonly state: 'read' }
  | { readonly state: 'denied'; readonly operation: string; readonly permission: string }
  | { readonly state: 'unavailable'; readonly because: string };

const deniedSchema = z.object({ operation: z.string(), permission: z.string() });
const jobSchema = z.object({ reader: z.string(), state: z.string(), denied: deniedSchema.nullable(), rejected: z.number() });

/**
 * One look at the jobs that this job waited for. A reader whose jobs were denied or failed in any of these scopes, or met an item it could
 * not parse, cannot say that a key is absent.
 */
export async function lookupStates(pool: Pool, job: ClaimedJob, lookups: readonly NamedLookup[]): Promise<ReadonlyMap<string, LookupState>> {
  if (lookups.length === 0) return new Map();
  const jobs = await withOrganization(
    pool,
    job.organizationId,
    async (transaction) =>
      await transaction.read(
        jobSchema,
        `select w.reader, w.state, w.detail->'denied' as denied, coalesce((w.detail->>'rejected')::int, 0) as rejected
         from vitrine.job j join vitrine.job w on w.organization_id = j.organization_id and w.id = any(j.waits_for)
         where j.organization_id = $1 and j.id = $2 and w.reader is not null`,
        [job.organizationId, job.id],
        'prepared',
      ),
    { mode: 'one-read' },
  );
  return new Map(lookups.map((lookup) => [lookup.id, stateOf(jobs.filter((each) => each.reader === lookup.reader.id))]));
}

function stateOf(jobs: readonly z.infer<typeof jobSchema>[]): LookupState {
  const denied = jobs.find((each) => each.denied !== null)?.denied ?? null;
  if (denied !== null) return { state: 'denied', ...denied };
  if (jobs.length === 0) return { state: 'unavailable', because: 'not-read' };
  if (jobs.some((each) => each.state !== 'done')) return { state: 'unavailable', because: 'job-failed' };
  return jobs.some((each) => each.rejected > 0) ? { state: 'unavailable', because: 'unparsable' } : { state: 'read' };
}

const keySchema = z.object({ lookup: z.string(), key: z.string(), value: z.json().nullable() });

/** The stored keys that these items ask for: O(page), however many keys the audit has. */
export async function loadKeys(
  transaction: OrganizationTransaction,
  auditId: AuditId,
  asked: ReadonlyMap<string, readonly string[]>,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Json | null>>> {
  const found = new Map<string, Map<string, Json | null>>([...asked.keys()].map((lookup) => [lookup, new Map()]));
  const pairs = [...asked].flatMap(([lookup, keys]) => [...new Set(keys)].map((key) => ({ lookup, key })));
  if (pairs.length === 0) return found;
  const rows = await transaction.read(
    keySchema,
    `select k.lookup, k.key, k.value from vitrine.lookup_key k join unnest($3::text[], $4::text[]) as asked (lookup, key) on k.lookup = asked.lookup and k.key = asked.key
     where k.organization_id = $1 and k.audit_id = $2`,
    [transaction.organizationId, auditId, pairs.map((pair) => pair.lookup), pairs.map((pair) => pair.key)],
  );
  for (const row of rows) found.get(row.lookup)?.set(row.key, row.value);
  return found;
}

/** The answer that a rule sees. */
export function answerOf(keys: ReadonlyMap<string, Json | null>): LookupAnswer {
  return { has: (key) => keys.has(key), get: (key) => keys.get(key) ?? undefined };
}

/** A reading as JSON, kept beside a candidate so that its metrics job sees what its page saw. */
export const storedReadingSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('read'), keys: z.record(z.string(), z.json().nullable()) }),
  z.object({ state: z.literal('denied'), permission: z.string() }),
  z.object({ state: z.literal('unavailable'), because: z.string() }),
]);
export type StoredReading = z.infer<typeof storedReadingSchema>;

export function readingOf(stored: StoredReading): Reading<LookupAnswer> {
  switch (stored.state) {
    case 'read':
      return { state: 'read', answer: answerOf(new Map(Object.entries(stored.keys))) };
    case 'denied':
    case 'unavailable':
      return stored;
    default:
      throw new VitrineError({ code: 'unreachable', status: 500, publicMessage: 'An internal error occurred.' });
  }
}
