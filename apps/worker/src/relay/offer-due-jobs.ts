import type { Pool } from 'pg';
import { jobIdSchema, organizationIdSchema, queueNameSchema, type JobReference, type QueueName } from '@vitrine/contracts';
import { z } from 'zod';

/** The part of a queue that the relay speaks to. */
export interface OfferingQueue {
  offer(queue: QueueName, reference: JobReference, offerNo: number): Promise<void>;
}

export interface AdmissionOptions {
  /** Jobs of one organization that may run or stand offered at once, whatever it has waiting. */
  readonly organizationQuota: number;
  /**
   * Offers of one organization that may stand unclaimed in one queue while others have work too: a queue is served in its order, so these are
   * what another's job waits behind. One that works alone has its whole quota there, so that a fleet finds work at once.
   */
  readonly contendedOffers: number;
  /** At most so many offers in one round. */
  readonly roundLimit: number;
  /** An offer that nobody claimed in so many seconds is made again: the queue was flushed, or its worker died. */
  readonly offerSeconds: number;
}
export const defaultAdmission: AdmissionOptions = { organizationQuota: 16, contendedOffers: 4, roundLimit: 200, offerSeconds: 15 };

export interface Offer {
  readonly organizationId: string;
  readonly jobId: string;
  readonly queue: QueueName;
  readonly offerNo: number;
}

const offerSchema = z.object({ organizationId: organizationIdSchema, jobId: jobIdSchema, queue: queueNameSchema, offerNo: z.number().int() });

/** Due: nobody holds it, nobody was just asked, its time has come and all that it waits for has ended. */
const due = `(j.not_before is null or j.not_before <= now())
  and (j.state = 'queued' or (j.state = 'running' and j.lease_until < now()))
  and (j.offered_at is null or j.offered_at < now() - make_interval(secs => $3) or (j.state = 'running' and j.offered_at < j.lease_until))
  and not exists (select 1 from vitrine.job w where w.organization_id = j.organization_id and w.id = any(j.waits_for) and w.state in ('queued', 'running'))`;

/** In the very words of the index `job_turn`, which is read from its beginning: jobs whose holder died, then those that begin, end or validate. */
const turn = `(j.state <> 'running'), (j.kind not in ('plan', 'finalize', 'validate')), j.created_at, j.id`;

/**
 * Round robin: every organization's first due job before anybody's second, so that an account of a thousand cursors does not stand before
 * an account of three. Within their organization jobs go first whose holder died (they were under way), then those that begin, end or validate.
 * While several have work, each has few offers in a queue at a time (`contendedOffers`). Two relays skip each other's rows. Each organization is
 * looked up by itself and no further than its quota: what one has waiting, another does not wait for.
 */
const admitSql = `
with recursive organizations as (
  (select j.organization_id from vitrine.job j where j.state in ('queued', 'running') order by j.organization_id limit 1)
  union all
  select (select j.organization_id from vitrine.job j where j.state in ('queued', 'running') and j.organization_id > o.organization_id order by j.organization_id limit 1)
  from organizations o where o.organization_id is not null
), standing as (
  select o.organization_id, active.n
  from organizations o
  cross join lateral (
    select count(*) as n from vitrine.job j where j.organization_id = o.organization_id
      and ((j.state = 'running' and j.lease_until >= now()) or (j.state = 'queued' and j.offered_at >= now() - make_interval(secs => $3)))
  ) active
  where o.organization_id is not null
), unclaimed as (
  select j.organization_id, j.queue, count(*) as n from vitrine.job j
  where j.state = 'queued' and j.offered_at is not null and j.offered_at >= now() - make_interval(secs => $3) group by j.organization_id, j.queue
), turns as (
  select next.organization_id, next.id, next.place, row_number() over (partition by next.organization_id, next.queue order by next.place) + coalesce(u.n, 0) as in_queue
  from standing s
  cross join lateral (
    select j.organization_id, j.id, j.queue, row_number() over (order by ${turn}) as place
    from vitrine.job j where j.organization_id = s.organization_id and j.state in ('queued', 'running') and ${due}
    order by ${turn} limit greatest($1 - s.n, 0)
  ) next
  left join unclaimed u on u.organization_id = next.organization_id and u.queue = next.queue
), at_work as (
  select count(*) as n from standing s where s.n > 0 or exists (select 1 from turns t where t.organization_id = s.organization_id)
), admitted as (
  select t.organization_id, t.id, t.place from turns t, at_work where at_work.n < 2 or t.in_queue <= $4
  order by t.place, t.id limit $2
), locked as (
  select j.organization_id, j.id, a.place from vitrine.job j join admitted a on a.organization_id = j.organization_id and a.id = j.id
  where ${due} for no key update of j skip locked
), offered as (
  update vitrine.job j set offered_at = clock_timestamp(), offer_no = j.offer_no + 1
  from locked l where j.organization_id = l.organization_id and j.id = l.id
  returning j.organization_id as "organizationId", j.id as "jobId", j.queue, j.offer_no as "offerNo", l.place
)
select * from offered order by place, "jobId"`;

/** The server keeps it for its connection: to plan it takes twice as long as to run it. */
const ADMIT = 'admit-due-jobs';

/**
 * One round of the relay: marks due jobs as offered under each organization's quota, then hands their references to the queue.
 * When the queue refuses, the marks are taken back, so that the work is offered as soon as the queue is there again.
 * @param pool of `vitrine_relay`, which sees the scheduling columns of `job` and nothing else
 */
export async function offerDueJobs(pool: Pool, queue: OfferingQueue, options: AdmissionOptions = defaultAdmission): Promise<readonly Offer[]> {
  const values = [options.organizationQuota, options.roundLimit, options.offerSeconds, options.contendedOffers];
  const { rows } = await pool.query({ name: ADMIT, text: admitSql, values });
  const offers = rows.map((row) => offerSchema.parse(row));
  const results = await Promise.allSettled(
    offers.map((offer) => queue.offer(offer.queue, { organizationId: offer.organizationId, jobId: offer.jobId }, offer.offerNo)),
  );
  const refused = offers.filter((_, index) => results[index]?.status === 'rejected');
  if (refused.length > 0) await takeBack(pool, refused);
  return offers.filter((offer) => !refused.includes(offer));
}

async function takeBack(pool: Pool, refused: readonly Offer[]): Promise<void> {
  await pool.query(
    `update vitrine.job j set offered_at = null from unnest($1::uuid[], $2::uuid[], $3::int[]) as o (organization_id, id, offer_no)
     where j.organization_id = o.organization_id and j.id = o.id and j.offer_no = o.offer_no`,
    [refused.map((offer) => offer.organizationId), refused.map((offer) => offer.jobId), refused.map((offer) => offer.offerNo)],
  );
}
