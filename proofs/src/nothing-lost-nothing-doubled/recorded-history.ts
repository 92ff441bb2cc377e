import type { Pool } from 'pg';
import { z } from 'zod';

/**
 * Lets the attempt's own database write down, in order, every change of a job's state or fence: what the workers did, told by nobody who
 * took part. The trigger sees the database's clock alone.
 */
export async function recordHistory(root: Pool): Promise<void> {
  await root.query(`
    create schema proof;
    create table proof.step (
      seq bigserial primary key, at timestamptz not null default clock_timestamp(), job_id uuid not null, audit_id uuid, kind text not null,
      from_state text not null, to_state text not null, from_fence bigint not null, to_fence bigint not null, lease_until timestamptz, offered_at timestamptz
    );
    create function proof.record() returns trigger language plpgsql security definer set search_path = '' as $$
    begin
      insert into proof.step (job_id, audit_id, kind, from_state, to_state, from_fence, to_fence, lease_until, offered_at)
      values (new.id, new.audit_id, new.kind, old.state, new.state, old.fence, new.fence, old.lease_until, old.offered_at);
      return null;
    end $$;
    create trigger proof_record after update on vitrine.job for each row when (old.state <> new.state or old.fence <> new.fence) execute function proof.record();`);
}

/** What a label is for one audit: taken from an audit that nobody disturbed, after its findings were compared with the estate's own answer sheet. */
export interface Undisturbed {
  readonly jobs: number;
  /** `reader scope` → pages and items. */
  readonly pages: Readonly<Record<string, { readonly pages: number; readonly items: number }>>;
  readonly failing: readonly string[];
}

const pageSchema = z.object({ place: z.string(), pages: z.number(), items: z.number() });

async function pagesOf(root: Pool, auditId: string): Promise<Undisturbed['pages']> {
  const { rows } = await root.query(
    `select j.kind || ' ' || coalesce(j.reader, '') || ' ' || coalesce(j.scope, '') as place, count(p.page_no)::int as pages, coalesce(sum(p.items), 0)::int as items
     from vitrine.job j left join vitrine.audit_page p on p.organization_id = j.organization_id and p.job_id = j.id where j.audit_id = $1 group by 1`,
    [auditId],
  );
  return Object.fromEntries(rows.map((row) => pageSchema.parse(row)).map(({ place, pages, items }) => [place, { pages, items }]));
}

async function failingOf(root: Pool, auditId: string): Promise<string[]> {
  const { rows } = await root.query<{ resource: string }>(
    `select f.resource_id as resource from vitrine.finding f join vitrine.audit a on a.organization_id = f.organization_id and a.connection_id = f.connection_id
     where a.id = $1 and f.verdict = 'fail' and f.status = 'open' order by 1`,
    [auditId],
  );
  return rows.map(({ resource }) => resource);
}

export async function undisturbed(root: Pool, auditId: string): Promise<Undisturbed> {
  const { rows } = await root.query<{ n: number }>(`select count(*)::int as n from vitrine.job where audit_id = $1`, [auditId]);
  return { jobs: rows[0]?.n ?? 0, pages: await pagesOf(root, auditId), failing: await failingOf(root, auditId) };
}

/** What the history of some audits shows. All but `jobs`, `claims` and `reexecuted` must be zero. */
export interface History {
  readonly jobs: number;
  readonly claims: number;
  /** Claims of a job that somebody had begun and not given back. */
  readonly reexecuted: number;
  /** Jobs that did not end well, pages and findings that are missing. */
  readonly lost: number;
  /** Jobs that ended twice, pages committed twice, findings announced or stored twice, or that are no finding. */
  readonly doubled: number;
  /** Jobs that moved after their audit's end, or still stand as running. */
  readonly after: number;
  /** Claims of a job whose lease was alive. */
  readonly stolen: number;
  /** Numbers missing from an audit's events. */
  readonly gaps: number;
}

const countsSchema = z.object({
  jobs: z.number(),
  claims: z.number(),
  reexecuted: z.number(),
  unwell: z.number(),
  endedTwice: z.number(),
  after: z.number(),
  stolen: z.number(),
  gaps: z.number(),
});

const countsSql = `
with mine as (select * from vitrine.job where audit_id = any($1)),
steps as (select * from proof.step where audit_id = any($1)),
ends as (select job_id, count(*) as n from steps where to_state in ('done', 'failed', 'cancelled') group by 1),
last_end as (select audit_id, max(seq) as seq from steps where kind = 'finalize' and to_state = 'done' group by 1)
select (select count(*)::int from mine) as jobs,
  (select count(*)::int from steps where to_fence > from_fence and to_state = 'running') as claims,
  (select count(*)::int from steps where to_fence > from_fence and to_state = 'running' and from_state <> 'queued') as reexecuted,
  (select count(*)::int from mine where state <> 'done') as unwell,
  (select coalesce(sum(n - 1), 0)::int from ends) as "endedTwice",
  (select count(*)::int from steps s join last_end e using (audit_id) where s.seq > e.seq)
    + (select count(*)::int from mine where state in ('queued', 'running')) as after,
  (select count(*)::int from steps where to_fence > from_fence and to_state = 'running' and from_state = 'running' and lease_until > at) as stolen,
  (select coalesce(sum(a.event_seq - n), 0)::int from vitrine.audit a
     cross join lateral (select count(*) as n from vitrine.audit_event e where e.organization_id = a.organization_id and e.audit_id = a.id) events where a.id = any($1)) as gaps`;

/** Checks every audit against the undisturbed one. */
export async function checkHistory(root: Pool, auditIds: readonly string[], expected: Undisturbed): Promise<History> {
  const { rows } = await root.query(countsSql, [auditIds]);
  const counts = countsSchema.parse(rows[0]);
  let lost = counts.unwell;
  let doubled = counts.endedTwice;
  for (const auditId of auditIds) {
    const pages = await pagesOf(root, auditId);
    for (const [place, { pages: wanted, items }] of Object.entries(expected.pages)) {
      const seen = pages[place] ?? { pages: 0, items: 0 };
      lost += Math.max(0, wanted - seen.pages) + (seen.pages === wanted && seen.items < items ? 1 : 0);
      doubled += Math.max(0, seen.pages - wanted) + (seen.pages === wanted && seen.items > items ? 1 : 0);
    }
    const found = await failingOf(root, auditId);
    const label = new Set(expected.failing);
    const distinct = new Set(found);
    lost += expected.failing.filter((each) => !distinct.has(each)).length;
    doubled += found.length - distinct.size + [...distinct].filter((each) => !label.has(each)).length;
    doubled += Math.max(0, (await announced(root, auditId)) - expected.failing.length);
  }
  const { jobs, claims, reexecuted, after, stolen, gaps } = counts;
  return { jobs, claims, reexecuted, lost, doubled, after, stolen, gaps };
}

/** Findings as the event stream told them to whoever followed the audit. */
async function announced(root: Pool, auditId: string): Promise<number> {
  const { rows } = await root.query<{ n: number }>(
    `select coalesce(sum((ref->>'count')::int), 0)::int as n from vitrine.audit_event where audit_id = $1 and kind = 'finding'`,
    [auditId],
  );
  return rows[0]?.n ?? 0;
}
