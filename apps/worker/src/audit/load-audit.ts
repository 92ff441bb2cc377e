import { cloudSchema, credentialKindSchema, VitrineError } from '@vitrine/contracts';
import { withOrganization } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { auditSettingsSchema, chosenRules } from './audit-settings.js';

const rowSchema = z.object({
  cloud: cloudSchema,
  kind: credentialKindSchema,
  externalId: z.string(),
  connectionState: z.string(),
  accountPinned: z.string().nullable(),
  rules: z.array(z.string()).nullable(),
  /** Rules have no clock of their own: all pages of an audit are judged at the instant at which it began. */
  at: z.date(),
  settings: auditSettingsSchema,
  bill: z.unknown(),
  /** The organization's tag rules for this connection, as `Key` or `Key==Value`. */
  excludedTags: z.array(z.string()),
});

/** What every job of an audit knows of its connection. */
export type LoadedAudit = Omit<z.infer<typeof rowSchema>, 'rules'> & { readonly rules: readonly string[] | null };

export async function loadAudit(pool: Pool, job: ClaimedJob): Promise<LoadedAudit> {
  return await withOrganization(
    pool,
    job.organizationId,
    async (transaction) => {
      const [row] = await transaction.read(
        rowSchema,
        `select c.cloud, c.kind, c.external_id as "externalId", c.state as "connectionState", c.account_pinned as "accountPinned", c.settings, c.bill,
           coalesce((select array_agg(e.tag_key || coalesce('==' || e.tag_value, '')) from vitrine.exclusion e where e.organization_id = $1
             and (e.connection_id is null or e.connection_id = c.id) and (e.expires_at is null or e.expires_at > now())), '{}') as "excludedTags",
           a.rules, coalesce(a.started_at, a.created_at, now()) as at
         from vitrine.connection c left join vitrine.audit a on a.organization_id = c.organization_id and a.id = $3
         where c.organization_id = $1 and c.id = $2`,
        [job.organizationId, job.connectionId, job.auditId],
        'prepared',
      );
      if (row === undefined) throw new VitrineError({ code: 'connection-missing', status: 404, publicMessage: 'The connection no longer exists.' });
      const settings = { ...row.settings, excludeTags: [...(row.settings.excludeTags ?? []), ...row.excludedTags] };
      return { ...row, settings, rules: chosenRules(row.rules, settings) };
    },
    { mode: 'one-read' },
  );
}
