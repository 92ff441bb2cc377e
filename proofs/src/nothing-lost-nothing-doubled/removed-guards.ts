import type { Fault } from './fault.js';

type WithoutGuard = Fault['withoutGuard'];

/** A job whose holder died is never offered again. */
export const noSecondOffer: WithoutGuard = {
  edits: [
    {
      file: 'relay/offer-due-jobs.js',
      from: `and (j.state = 'queued' or (j.state = 'running' and j.lease_until < now()))`,
      to: `and j.state = 'queued'`,
    },
  ],
};

/** An offer that the queue lost is never made again. */
export const noRepeatedOffer: WithoutGuard = {
  edits: [{ file: 'relay/offer-due-jobs.js', from: `j.offered_at < now() - make_interval(secs => $3) or (j.state`, to: `(j.state` }],
};

/** Whoever is handed a job claims it, be it done or in somebody's hands. */
export const claimAnything: WithoutGuard = {
  edits: [
    {
      file: 'jobs/claim-job.js',
      from: `and (j.state = 'queued' or (j.state = 'running' and j.lease_until < now()))`,
      to: `and j.state <> 'cancelled'`,
    },
  ],
};

/** Heartbeat, page and end no longer ask whether the job is still theirs. */
export const noFence: WithoutGuard = {
  edits: [
    { file: 'jobs/commit-page.js', from: `j.fence = $3 and j.page_no = $4 and j.state = 'running'\n`, to: `$3::bigint is not null and $4::int is not null\n` },
    { file: 'jobs/lease.js', from: `j.fence = $3 and j.state = 'running' and`, to: `$3::bigint is not null and` },
    { file: 'jobs/end-job.js', from: `fence = $3 and state = 'running'`, to: `$3::bigint is not null` },
  ],
  // The key of committed pages is the second wall behind the fence.
  sql: `alter table vitrine.audit_page drop constraint audit_page_pkey`,
};
