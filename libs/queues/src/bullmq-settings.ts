/**
 * Queue names in the backend. The braces are a hash tag: on a Redis cluster all keys of a queue must share one slot.
 * On Postgres the schema `bullmq` is the namespace.
 */
export const PREFIX = '{vitrine}';

/**
 * BullMQ's own recovery of stalled jobs: leases in Postgres and the relay do that work, so a job whose worker vanished is
 * only cleared away here, never delivered again. After a lost connection a consumer asks again within half a second
 * (BullMQ's default is fifteen, and its timer outlives the consumer).
 */
export const WORKER_SETTINGS = { lockDuration: 30_000, stalledInterval: 30_000, maxStalledCount: 0, runRetryDelay: 500 } as const;

/** Seconds after which an idle consumer asks without having been called (BullMQ's default is five, and a takeover after a kill -9 was seen to wait for them). */
export const POSTGRES_SETTINGS = { drainDelay: 1 } as const;
