import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { AuditId, OrganizationId } from '@vitrine/contracts';
import { withClient } from '@vitrine/database';
import type { ApiConfig } from '../config.js';
import { databaseAccess } from '../database/database-access.js';
import { API_CONFIG } from '../platform/tokens.js';

const CHANNEL = 'vitrine_audit_event';
const RECONNECT_MS = 1_000;

/**
 * One LISTEN connection per process, opened with the first stream. It only wakes: what a notice says is never told to anybody, so a lost
 * one costs the poll's two seconds and a forged one a look at the rows under the reader's own organization.
 */
@Injectable()
export class AuditEventListener implements OnModuleDestroy {
  readonly #sleepers = new Map<string, Set<() => void>>();
  readonly #closed = new AbortController();
  #started = false;

  constructor(@Inject(API_CONFIG) private readonly config: ApiConfig) {}

  /**
   * Call before reading the rows and await after, so that what is committed in between is not slept through.
   * @returns `woken` settles at the next notice of this audit, after `ms` milliseconds, or at once when `signal` aborts
   */
  sleep(organizationId: OrganizationId, auditId: AuditId, ms: number, signal: AbortSignal): { readonly woken: Promise<void>; wake(): void } {
    this.start();
    const key = `${organizationId}/${auditId}`;
    const sleepers = this.#sleepers.get(key) ?? new Set();
    this.#sleepers.set(key, sleepers);
    let wake = (): void => undefined;
    const woken = new Promise<void>((resolve) => {
      wake = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        sleepers.delete(wake);
        if (sleepers.size === 0 && this.#sleepers.get(key) === sleepers) this.#sleepers.delete(key);
        resolve();
      };
      const timer = setTimeout(() => wake(), ms);
      sleepers.add(wake);
      signal.addEventListener('abort', wake);
      if (signal.aborted) wake();
    });
    return { woken, wake: () => wake() };
  }

  onModuleDestroy(): void {
    this.#closed.abort();
  }

  private start(): void {
    if (this.#started) return;
    this.#started = true;
    void this.listenUntilClosed();
  }

  private async listenUntilClosed(): Promise<void> {
    while (!this.#closed.signal.aborted) {
      // Away for a while: the poll serves every stream meanwhile.
      await this.listen().catch(() => undefined);
      await this.orClosed((resolve) => void setTimeout(resolve, RECONNECT_MS).unref());
    }
  }

  private async listen(): Promise<void> {
    await withClient({ ...databaseAccess(this.config), applicationName: 'vitrine-api-events' }, async (client) => {
      client.on('notification', ({ payload }) => this.wakeAll(payload ?? ''));
      const lost = this.orClosed((resolve) => void client.on('error', () => resolve()).on('end', () => resolve()));
      await client.query(`listen ${CHANNEL}`);
      await lost;
    });
  }

  private wakeAll(key: string): void {
    for (const wake of [...(this.#sleepers.get(key) ?? [])]) wake();
  }

  private async orClosed(other: (resolve: () => void) => void): Promise<void> {
    await new Promise<void>((resolve) => {
      const settle = (): void => {
        this.#closed.signal.removeEventListener('abort', settle);
        resolve();
      };
      this.#closed.signal.addEventListener('abort', settle);
      if (this.#closed.signal.aborted) settle();
      other(settle);
    });
  }
}
