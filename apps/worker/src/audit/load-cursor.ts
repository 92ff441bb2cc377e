import { VitrineError } from '@vitrine/contracts';
import { parseScope, type AnyReader, type Scope } from '@vitrine/cloud-readers';
import { resolveSettings, type TagRule } from '@vitrine/rules';
import { z } from 'zod';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import type { AuditContext } from './audit-context.js';
import { lookupsOf, readersOf, rulesOf, type ErasedRule, type NamedLookup } from './audit-catalogue.js';
import { tagRules } from './audit-settings.js';
import type { CursorPass } from './plan-cursors.js';
import { loadAudit, type LoadedAudit } from './load-audit.js';
import { lookupStates, type LookupState } from './lookup-readings.js';

/** Everything that stays the same from the first page of a cursor (or metrics job) to its last. */
export interface LoadedCursor {
  readonly audit: LoadedAudit;
  readonly reader: AnyReader;
  readonly scope: Scope;
  readonly pass: CursorPass;
  /** The part of the scope that this cursor walks; null for the whole. */
  readonly partition: string | null;
  /** Rules that judge this reader's items in this pass. */
  readonly rules: readonly ErasedRule[];
  /** Look-ups of the audit's rules that take their keys from this reader in this pass. */
  readonly gives: readonly NamedLookup[];
  readonly settings: ReadonlyMap<string, Readonly<Record<string, number>>>;
  readonly excludeTags: readonly TagRule[];
  readonly lookupStates: ReadonlyMap<string, LookupState>;
}

const detailSchema = z.object({ pass: z.enum(['all', 'keys', 'rules']).default('all'), partition: z.string().nullable().default(null) });

/** @throws VitrineError `reader-unknown` where a job names a reader that this build does not have */
export async function loadCursor(context: AuditContext, job: ClaimedJob): Promise<LoadedCursor> {
  const audit = await loadAudit(context.pool, job);
  const rules = rulesOf(context.catalogue, job.cloud, audit.rules);
  const reader = job.reader === null ? undefined : readersOf(rules).get(job.reader);
  const { pass, partition } = detailSchema.parse(job.detail);
  if (reader === undefined || job.scope === null || (partition !== null && reader.partitions?.includes(partition) !== true)) {
    throw new VitrineError({
      code: 'reader-unknown',
      status: 422,
      publicMessage: 'This version of Vitrine does not know the reader of this job.',
      internal: `reader ${job.reader ?? 'none'}, part ${partition ?? 'none'}`,
    });
  }
  const own = pass === 'keys' ? [] : rules.filter((rule) => rule.needs.item.id === reader.id);
  const gives = pass === 'rules' ? [] : rules.flatMap(lookupsOf).filter((lookup) => lookup.reader.id === reader.id);
  return {
    audit,
    reader,
    scope: parseScope(job.scope),
    pass,
    partition,
    rules: own,
    gives,
    settings: new Map(own.map((rule) => [rule.id, resolveSettings(rule, audit.settings.ruleSettings?.[rule.id])])),
    excludeTags: tagRules(audit.settings),
    lookupStates: await lookupStates(context.pool, job, own.flatMap(lookupsOf)),
  };
}
