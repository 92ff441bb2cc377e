import type { JobReference, QueueName } from '@vitrine/contracts';
import type { JOB_OPTIONS } from './job-data.js';

/** The part of BullMQ's Queue that dispatch needs; its full type differs by backend. */
export interface DispatchQueue {
  on(event: 'error', listener: (error: Error) => void): unknown;
  add(name: string, data: JobReference, options: BullmqJobOptions): Promise<unknown>;
  addBulk(jobs: BullmqJob[]): Promise<unknown>;
  getJobCounts(...states: ('waiting' | 'prioritized' | 'delayed' | 'active')[]): Promise<Record<string, number>>;
  close(): Promise<void>;
}

export interface DispatchWorker {
  on(event: 'error', listener: (error: Error) => void): unknown;
  pause(doNotWaitActive: boolean): Promise<void>;
  resume(): void;
  close(force?: boolean): Promise<void>;
  waitUntilReady(): Promise<unknown>;
}

export interface BullmqJob {
  name: string;
  data: JobReference;
  opts: BullmqJobOptions;
}

type BullmqJobOptions = typeof JOB_OPTIONS & { readonly jobId: string };

/** What differs between Redis and Postgres. */
export interface BullmqBackend {
  queue(name: QueueName): DispatchQueue;
  worker(name: QueueName, process: (data: unknown) => Promise<void>, concurrency: number): DispatchWorker;
  /** false: BullMQ's bulk command is not to be had, and jobs are added one by one. */
  readonly bulk: boolean;
  ping(): Promise<void>;
  /** Rejects while the backend must not be used at all. */
  permitted(): Promise<void>;
  /** Closes connections, after queues and workers. */
  close(): Promise<void>;
}
