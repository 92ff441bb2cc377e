import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { VitrineError, type AuditId } from '@vitrine/contracts';
import { callerText, type Caller } from '../auth/caller.js';
import { CallerRecheck } from '../auth/caller-recheck.js';
import { Database } from '../database/database.js';
import { Lifecycle } from '../platform/lifecycle.js';
import { AuditEventListener } from './audit-event-listener.js';
import { AuditEventsRepository, EVENTS_PER_READ } from './audit-events.repository.js';
import { invalidEventId, tooManyStreams } from './audit-errors.js';
import { AuditsService } from './audits.service.js';
import { comment, eventText } from './event-text.js';

const POLL_MS = 2_000;
/** Between two looks of one stream: a fleet commits fifty pages a second, of which nobody sees each for itself. Whoever waited longer is told at once. */
const LOOK_SPACING_MS = 50;
const HEARTBEAT_MS = 15_000;
/** Streams that one principal may hold open on one process: each costs a look at the rows every two seconds. */
const STREAMS_PER_PRINCIPAL = 20;

/** `nothing-left`: the audit is over and this client has all of it, so it should not come back. */
export type AuditEventStream = 'nothing-left' | ((signal: AbortSignal) => AsyncGenerator<string>);

/** Tells an audit's events as they are committed, from any number on, in any process. */
@Injectable()
export class AuditEventsService {
  readonly #open = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly audits: AuditsService,
    private readonly events: AuditEventsRepository,
    private readonly listener: AuditEventListener,
    private readonly recheck: CallerRecheck,
    private readonly lifecycle: Lifecycle,
  ) {}

  /**
   * @param lastEventId the number that the client saw last; events after it are told
   * @throws VitrineError 404 | 422 `invalid-event-id` | 429 `too-many-streams`
   */
  async open(caller: Caller, id: AuditId, lastEventId: number): Promise<AuditEventStream> {
    const first = await this.database.inOrganization(
      caller.organizationId,
      async (tx) => {
        const audit = await this.audits.visible(tx, caller, id);
        // A number that was never given would wait for ever.
        if (lastEventId > audit.event_seq) throw invalidEventId();
        return await this.events.after(tx, id, lastEventId);
      },
      { mode: 'read-only' },
    );
    if (first.over && first.events.length === 0) return 'nothing-left';
    const principal = `${caller.organizationId} ${callerText(caller)}`;
    if ((this.#open.get(principal) ?? 0) >= STREAMS_PER_PRINCIPAL) throw tooManyStreams();
    return (signal) => this.counted(principal, this.tell(caller, id, lastEventId, AbortSignal.any([signal, this.lifecycle.draining])));
  }

  private async *counted(principal: string, told: AsyncGenerator<string>): AsyncGenerator<string> {
    this.#open.set(principal, (this.#open.get(principal) ?? 0) + 1);
    try {
      yield* told;
    } finally {
      const left = (this.#open.get(principal) ?? 1) - 1;
      if (left === 0) this.#open.delete(principal);
      else this.#open.set(principal, left);
    }
  }

  private async *tell(caller: Caller, id: AuditId, from: number, signal: AbortSignal): AsyncGenerator<string> {
    let seq = from;
    let saidAt = Date.now();
    // At once, so that the client has its headers; and how long to wait before it comes back.
    yield 'retry: 1000\n\n';
    while (!signal.aborted) {
      const sleep = this.listener.sleep(caller.organizationId, id, POLL_MS, signal);
      const lookedAt = Date.now();
      try {
        const next = await this.next(caller, id, seq);
        if (typeof next === 'string') {
          yield next;
          return;
        }
        const last = next.events.at(-1);
        if (last !== undefined) {
          // In one piece: a large audit's findings come by the thousand.
          yield next.events.map(eventText).join('');
          seq = last.seq;
          saidAt = Date.now();
        }
        if (next.over) return;
        if (next.events.length === EVENTS_PER_READ) continue;
        if (Date.now() - saidAt >= HEARTBEAT_MS) {
          yield comment('still here');
          saidAt = Date.now();
        }
        await sleep.woken;
        const early = lookedAt + LOOK_SPACING_MS - Date.now();
        // Who leaves meanwhile is not waited for.
        if (early > 0) await pause(early, undefined, { signal }).catch(() => undefined);
      } finally {
        sleep.wake();
      }
    }
  }

  /**
   * Attack: a stream opened before a revocation goes on telling. The caller is looked at again after every read and before anything of it is told:
   * whoever was shut out before an event was committed is seen to be so.
   */
  private async next(caller: Caller, id: AuditId, seq: number): Promise<Awaited<ReturnType<AuditEventsRepository['after']>> | string> {
    try {
      const next = await this.database.inOrganization(caller.organizationId, (tx) => this.events.after(tx, id, seq), { mode: 'read-only' });
      await this.recheck.expectStill(caller, 'vitrine.audits.read');
      return next;
    } catch (error) {
      if (error instanceof VitrineError && (error.status === 401 || error.status === 403)) return eventText({ kind: 'refused', code: error.code });
      // The database is away: say nothing and end, so that the client asks again, here or elsewhere.
      if (error instanceof VitrineError && error.status === 503) return comment('interrupted');
      throw error;
    }
  }
}
