import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { OrganizationId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { Database } from '../database/database.js';
import { freshId } from '../database/fresh-id.js';
import type { TrailEvent } from '../trail/record.js';
import { SessionLife } from './session-life.js';

/**
 * Time ends a session by itself: nothing here has to run for that. This only writes the entry, at the time where the process lives that long, else
 * with the next look of the organization's at its list, or the next request there.
 */
@Injectable()
export class SessionExpiry implements OnModuleDestroy {
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly database: Database,
    private readonly life: SessionLife,
  ) {}

  settleAt(organizationId: OrganizationId, at: Date): void {
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        // Away for a moment: whoever looks next writes it.
        void this.settle(organizationId).catch(() => undefined);
      },
      Math.max(0, at.getTime() - Date.now()) + 250,
    );
    timer.unref();
    this.#timers.add(timer);
  }

  async settle(organizationId: OrganizationId): Promise<void> {
    await this.database.inOrganization(organizationId, async (tx) => await this.life.settle(tx, writeWithoutRequest));
  }

  onModuleDestroy(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}

/** There may be no request here, nor is it one's doing. */
async function writeWithoutRequest(tx: OrganizationTransaction, { type, payload }: TrailEvent): Promise<void> {
  await tx.query(`insert into vitrine.trail_event (organization_id, id, type, principal, payload) values ($1, $2, $3, 'system', $4)`, [
    tx.organizationId,
    freshId(z.string()),
    type,
    JSON.stringify(payload),
  ]);
}
