import type { OrganizationTransaction } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import { z } from 'zod';

/**
 * The worker is an app and has no front door for parts. Rows that measure one part load it from the built program, by its path, so that
 * what is measured is what ships.
 */
async function workerPart<Part>(path: string, name: string): Promise<Part> {
  const loaded: unknown = await import(new URL(`../../apps/worker/dist/${path}`, import.meta.url).href);
  return z.object({ [name]: z.custom<Part>((value) => typeof value === 'function') }).parse(loaded)[name] as Part; // `name` was just parsed as a member
}

/** `apps/worker/src/jobs/write-findings.ts` */
export type WriteFindings = (transaction: OrganizationTransaction, rows: readonly object[]) => Promise<readonly { readonly id: string }[]>;
export const loadWriteFindings = (): Promise<WriteFindings> => workerPart<WriteFindings>('jobs/write-findings.js', 'writeFindings');

/** `apps/worker/src/jobs/write-resources.ts` */
export type PackResources = (rows: readonly object[]) => readonly object[];
export const loadPackResources = (): Promise<PackResources> => workerPart<PackResources>('jobs/write-resources.js', 'packResources');
export type WriteResources = (transaction: OrganizationTransaction, packed: readonly object[]) => Promise<void>;
export const loadWriteResources = (): Promise<WriteResources> => workerPart<WriteResources>('jobs/write-resources.js', 'writeResources');

/** `apps/worker/src/jobs/commit-page.ts`; the job as it stood, the job as it stands. */
export type CommitPage = <Job extends object>(pool: Pool, job: Job, commit: object) => Promise<{ readonly job: Job }>;
export const loadCommitPage = (): Promise<CommitPage> => workerPart<CommitPage>('jobs/commit-page.js', 'commitPage');

/** `apps/worker/src/jobs/page-record.ts` */
export type InsertPage = (transaction: OrganizationTransaction, key: object, page: object) => Promise<void>;
export const loadInsertPage = (): Promise<InsertPage> => workerPart<InsertPage>('jobs/page-record.js', 'insertPage');

/** `apps/worker/src/trail/sequencer.ts`; one look over all organizations. */
export type SequencingRound = (options: object) => (interrupted: () => boolean) => Promise<'more-left' | 'nothing-left'>;
export const loadSequencingRound = (): Promise<SequencingRound> => workerPart<SequencingRound>('trail/sequencer.js', 'sequencingRound');
