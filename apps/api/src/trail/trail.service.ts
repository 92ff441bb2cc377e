import { Injectable } from '@nestjs/common';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { consistencyProof, inclusionProof, stateAt } from '@vitrine/trail';
import { expectWhole, type Caller } from '../auth/caller.js';
import { Database } from '../database/database.js';
import { Answer } from '../http/answer.js';
import { Cursors, type Page } from '../http/pagination.js';
import { notFound, refusal } from '../http/problem.js';
import { timeRange } from '../http/time-range.js';
import { exportLines, type ExportPlan } from './trail-export.js';
import { TrailKeys } from './trail-keys.js';
import type {
  ConsistencyProof,
  ConsistencyQuery,
  ExportQuery,
  InclusionProof,
  InclusionQuery,
  ListTrail,
  TrailCheckpoint,
  TrailItem,
} from './trail.schemas.js';
import { TrailRepository, type CheckpointRow, type TrailItemRow } from './trail.repository.js';

/** What an organization's members may see of its trail, and the proofs that it is the one that was signed. */
@Injectable()
export class TrailService {
  constructor(
    private readonly database: Database,
    private readonly cursors: Cursors,
    private readonly keys: TrailKeys,
    private readonly trail: TrailRepository,
  ) {}

  async list(caller: Caller, { limit, cursor, type, principal, from, to }: ListTrail): Promise<Page<TrailItem>> {
    const filters = { type: type ?? null, principal: principal ?? null, from: from ?? null, to: to ?? null };
    const binding = { organizationId: caller.organizationId, list: 'GET /v1/trail', filters };
    const position = this.cursors.read(binding, cursor);
    const before = position === 'start' ? null : String(position[0]);
    const range = timeRange({ from, to });
    const rows = await this.read(caller, (tx) => this.trail.list(tx, { type: filters.type, principal: filters.principal, ...range }, before, limit + 1));
    return this.cursors.page(binding, limit, rows, (row) => [row.id], itemOf);
  }

  async checkpoints(caller: Caller, { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<TrailCheckpoint>> {
    const binding = { organizationId: caller.organizationId, list: 'GET /v1/trail/checkpoints', filters: {} };
    const position = this.cursors.read(binding, cursor);
    const before = position === 'start' ? null : ([Number(position[0]), Number(position[1])] as const);
    const rows = await this.read(caller, (tx) => this.trail.checkpoints(tx, before, limit + 1));
    return this.cursors.page(binding, limit, rows, (row) => [row.epoch, row.size], checkpointOf);
  }

  /** @throws VitrineError 404 while nothing was signed */
  async latest(caller: Caller): Promise<Answer<string>> {
    const [row] = await this.read(caller, (tx) => this.trail.checkpoints(tx, null, 1));
    if (row === undefined) throw notFound();
    return new Answer(200, row.note, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  }

  /** @throws VitrineError 404 | 422 `invalid-range` */
  async inclusion(caller: Caller, { epoch, index, size }: InclusionQuery): Promise<InclusionProof> {
    return await this.read(caller, async (tx) => {
      const head = await this.grown(tx, epoch);
      if (index >= size || size > head.size) throw outOfTree('size');
      const read = this.trail.hashes(tx, head.epoch);
      const [leaf] = await read(0, index, 1);
      if (leaf === undefined) throw notFound();
      return { epoch: head.epoch, index, size, leafHash: leaf.toString('base64'), proof: texts(await inclusionProof(read, index, size)) };
    });
  }

  /** @throws VitrineError 404 | 422 `invalid-range` */
  async consistency(caller: Caller, { epoch, from, to }: ConsistencyQuery): Promise<ConsistencyProof> {
    return await this.read(caller, async (tx) => {
      const head = await this.grown(tx, epoch);
      if (from > to || to > head.size) throw outOfTree('to');
      return { epoch: head.epoch, from, to, proof: texts(await consistencyProof(this.trail.hashes(tx, head.epoch), from, to)) };
    });
  }

  /** What was signed, as a file that anybody verifies without us. @throws VitrineError 404 for an epoch that is none | 422 `invalid-range` */
  async export(caller: Caller, query: ExportQuery): Promise<(signal: AbortSignal) => AsyncGenerator<string>> {
    const plan = await this.read(caller, (tx) => this.plan(tx, query));
    return (signal) => exportLines(plan, this.keys.published(), this.trail, (work) => this.read(caller, work), signal);
  }

  private async plan(tx: OrganizationTransaction, { epoch, from = 0, to }: ExportQuery): Promise<ExportPlan> {
    const { organizationId } = tx;
    const head = await this.trail.head(tx, epoch ?? null);
    if (head === 'none') {
      if (epoch !== undefined && epoch !== 1) throw notFound();
      if (from > 0) throw outOfTree('from');
      return { organizationId, epoch: 1, from: 0, to: 0, head: null, state: Buffer.alloc(0) };
    }
    if (from > head.size || (to !== undefined && to < from)) throw outOfTree('from');
    const last = await this.trail.checkpointFor(tx, head.epoch, to === undefined ? head.size : Math.max(to, from));
    if (last === 'none') throw notFound();
    return { organizationId, epoch: head.epoch, from, to: last.size, head: last.note, state: await stateAt(this.trail.hashes(tx, head.epoch), from) };
  }

  private async grown(tx: OrganizationTransaction, epoch: number | undefined): Promise<{ epoch: number; size: number }> {
    const head = await this.trail.head(tx, epoch ?? null);
    if (head === 'none') throw notFound();
    return head;
  }

  private async read<T>(caller: Caller, work: (tx: OrganizationTransaction) => Promise<T>): Promise<T> {
    expectWhole(caller);
    return await this.database.inOrganization(caller.organizationId, work, { mode: 'read-only' });
  }
}

const outOfTree = (member: string): Error =>
  refusal(422, 'invalid-range', 'There is no such place in the signed tree.', { errors: [{ pointer: `/${member}`, code: 'invalid-range' }] });

const texts = (hashes: readonly Buffer[]): string[] => hashes.map((hash) => hash.toString('base64'));

function itemOf(row: TrailItemRow): TrailItem {
  return {
    eventId: row.id,
    index: row.index,
    epoch: row.epoch,
    type: row.type,
    principal: row.principal,
    traceId: row.trace_id,
    correlationId: row.request_id,
    causationId: row.causation_id,
    occurredAt: row.at.toISOString(),
    outcome: row.outcome,
    decision: row.decision,
    payload: row.payload ?? 'dropped',
  };
}

const checkpointOf = ({ epoch, size, root, note, at }: CheckpointRow): TrailCheckpoint => ({
  epoch,
  size,
  root: root.toString('base64'),
  note,
  at: at.toISOString(),
});
