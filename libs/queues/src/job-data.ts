import { jobReferenceSchema, type JobReference } from '@vitrine/contracts';
import { queueDataRefused } from './queue-errors.js';

/** The one name that every BullMQ job bears; what it is for stands in the job's row. */
export const JOB_NAME = 'job';

/**
 * The data of a BullMQ job: a fresh object with two ids, whatever else the value carried.
 * Promise 4: a reference that grew a third member would put customers' data into Redis, so it is refused, not trimmed.
 * @throws VitrineError `queue-data-refused`
 */
export function jobData(value: unknown): JobReference {
  const parsed = jobReferenceSchema.safeParse(value);
  if (!parsed.success) throw queueDataRefused();
  return parsed.data;
}

/** BullMQ's own id: one per offer, so that a repeated offer is dropped and a new one is not. It may hold no colon. */
export function bullmqJobId(reference: JobReference, offerNo: number): string {
  if (!Number.isSafeInteger(offerNo) || offerNo < 0) throw queueDataRefused();
  return `${reference.jobId}-${offerNo}`;
}

/** Nothing of a job outlives its delivery, and BullMQ repeats nothing: attempts are counted in Postgres. */
export const JOB_OPTIONS = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const;
