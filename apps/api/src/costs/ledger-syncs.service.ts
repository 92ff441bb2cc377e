import { Injectable } from '@nestjs/common';
import { borrowedKinds, jobIdSchema, queueOf, type ConnectionId } from '@vitrine/contracts';
import { z } from 'zod';
import { expectConnection, type Caller } from '../auth/caller.js';
import { ConnectionsRepository } from '../connections/connections.repository.js';
import { freshId } from '../database/fresh-id.js';
import { Answer } from '../http/answer.js';
import type { Idempotency } from '../http/idempotency.js';
import { Mutations } from '../http/mutations.js';
import { notFound, refusal } from '../http/problem.js';
import { requestContext } from '../http/request-context.js';
import { JobOffers } from '../queue/job-offers.js';
import { record } from '../trail/record.js';

export const syncSchema = z.strictObject({ connectionId: z.string(), jobId: z.string(), state: z.literal('queued') }).meta({ id: 'LedgerSync' });
export type LedgerSync = z.infer<typeof syncSchema>;

@Injectable()
export class LedgerSyncsService {
  constructor(
    private readonly mutations: Mutations,
    private readonly connections: ConnectionsRepository,
    private readonly jobOffers: JobOffers,
  ) {}

  /**
   * Asks a worker to pull the connection's bill now, outside any audit.
   * @throws VitrineError 404 | 409 `bill-not-configured`, `credential-missing`, `not-schedulable`, `sync-running`
   */
  async start(caller: Caller, connectionId: ConnectionId, idempotency: Idempotency): Promise<Answer<LedgerSync>> {
    expectConnection(caller, connectionId);
    let offer: (() => Promise<unknown>) | undefined;
    const answer = await this.mutations.run<LedgerSync>(caller, idempotency, async (tx) => {
      const connection = await this.connections.find(tx, connectionId, 'for-change');
      if (connection === 'missing') throw notFound();
      if (connection.bill === null) throw refusal(409, 'bill-not-configured', 'The connection names no bill. Set its `bill` first.');
      if (connection.credential_version === 0) throw refusal(409, 'credential-missing', 'Submit a credential first.');
      if (borrowedKinds.includes(connection.kind))
        throw refusal(409, 'not-schedulable', 'A borrowed login serves the audit that it was lent for, and nothing else.');
      const running = await tx.query(
        `select 1 from vitrine.job where organization_id = $1 and connection_id = $2 and kind = 'bill' and state in ('queued', 'running') limit 1`,
        [tx.organizationId, connectionId],
      );
      if (running.rowCount > 0) throw refusal(409, 'sync-running', 'This bill is being pulled already.');
      const jobId = freshId(jobIdSchema);
      const queue = queueOf('bill', connection.cloud);
      await tx.query(
        `insert into vitrine.job (organization_id, id, kind, connection_id, queue, offered_at, offer_no, trace_id) values ($1, $2, 'bill', $3, $4, now(), 1, $5)`,
        [tx.organizationId, jobId, connectionId, queue, requestContext().trace.traceId],
      );
      await record(tx, { type: 'ledger.sync-requested', payload: { connectionId, jobId } });
      offer = () => this.jobOffers.offer(queue, { organizationId: caller.organizationId, jobId }, 1);
      return { answer: new Answer(202, { connectionId, jobId, state: 'queued' as const }, { location: `/v1/costs/sources?connectionId=${connectionId}` }) };
    });
    await offer?.();
    return answer;
  }
}
