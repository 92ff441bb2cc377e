import type { spoolBill } from '@vitrine/billing';
import type { BillingPins, ConnectionValidation, OpenSession, PriceReader, ValidationInput } from '@vitrine/cloud-readers';
import type { Cloud } from '@vitrine/contracts';
import type { Pool } from 'pg';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import type { Lease } from '../jobs/lease.js';
import type { CallCounts } from '../jobs/page-record.js';
import type { WebhookSender } from '../webhooks/deliver-webhooks.js';
import type { AuditCatalogue } from './audit-catalogue.js';
import type { BillSource } from './bill-source.js';

/** A session lent for one job: the gate, the fleet's limiter and the count of calls are inside `call`. */
export interface LentSession {
  readonly session: OpenSession;
  /** What the session's gate compares every call with; read once, so that what is asked for and what is let through are of one bill. */
  readonly pins: BillingPins;
  /** Calls since the last time, for the page that they belong to. */
  takeCalls(): CallCounts;
}

/** Opens the connection's credential under the job's lease, trades it for a session and lends that; the worker keeps no credential. */
export interface SessionLender {
  withSession<T>(job: ClaimedJob, lease: Lease, operations: readonly string[], use: (lent: LentSession) => Promise<T>): Promise<T>;
}

export type ConnectionValidator = (input: ValidationInput) => Promise<ConnectionValidation>;

/** All that the audit's use cases need from outside; a spec hands in stand-ins, `main.ts` the real ones. */
export interface AuditContext {
  /** Of `vitrine_worker`. */
  readonly pool: Pool;
  readonly catalogue: AuditCatalogue;
  readonly lender: SessionLender;
  readonly validate: ConnectionValidator;
  /** Operations that every validation of a cloud calls beside the readers' own. */
  readonly validationOperations: Readonly<Record<Cloud, readonly string[]>>;
  readonly priceReaders: Readonly<Partial<Record<Cloud, PriceReader>>>;
  readonly billSources: readonly BillSource[];
  /** True once this process drains: work stops at the next page border. */
  draining(): boolean;
  /** Told after each page how long each rule took for its items, in seconds. */
  readonly onJudged?: (seconds: ReadonlyMap<string, number>) => void;
  /** Candidates per metrics job; default per cloud (`metrics-batch.ts`). */
  readonly metricsBatch?: number;
  /** Keeps files of an export until their month is whole; default: the system's own folder for what is temporary. */
  readonly spool?: (file: AsyncIterable<Buffer>) => ReturnType<typeof spoolBill>;
  /** Signs and sends to customers' receivers; without it this worker delivers nothing. */
  readonly webhooks?: WebhookSender;
}

/** What is read and judged, apart from how; `audit/production-parts.ts` in a real worker. */
export type AuditParts = Pick<AuditContext, 'catalogue' | 'validate' | 'validationOperations' | 'priceReaders' | 'billSources'>;
