import { Injectable } from '@nestjs/common';
import { emptyAgreement, priceAgreementSchema, type PriceAgreement } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { callerText, type Caller } from '../auth/caller.js';
import { Database } from '../database/database.js';
import { Answer } from '../http/answer.js';
import { etagOf, expectMatch } from '../http/etag.js';
import { Mutations } from '../http/mutations.js';
import { record } from '../trail/record.js';

const rowSchema = z.object({ document: priceAgreementSchema, version: z.number().int() });

/** What the organization negotiated; audits price by it where the bill does not know a resource. */
@Injectable()
export class PriceAgreementService {
  constructor(
    private readonly database: Database,
    private readonly mutations: Mutations,
  ) {}

  async read(caller: Caller): Promise<Answer<PriceAgreement>> {
    const row = await this.database.inOrganization(caller.organizationId, current, { mode: 'read-only' });
    return new Answer(200, row.document, { etag: etagOf(row.version) });
  }

  /** @throws VitrineError 412 `precondition-failed` | 428 `precondition-required` */
  async replace(caller: Caller, ifMatch: string | undefined, document: PriceAgreement): Promise<Answer<PriceAgreement>> {
    return await this.mutations.run(caller, 'none', async (tx) => {
      // The first of two at once has no row to lock yet.
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('price-agreement ' || $1::text, 0))`, [tx.organizationId]);
      const { version } = await current(tx);
      expectMatch(ifMatch, version);
      await tx.query(
        `insert into vitrine.price_agreement (organization_id, document, version, set_by) values ($1, $2, $3, $4)
         on conflict (organization_id) do update set document = excluded.document, version = excluded.version, set_by = excluded.set_by, set_at = now()`,
        [tx.organizationId, JSON.stringify(document), version + 1, callerText(caller)],
      );
      await record(tx, { type: 'price-agreement.replaced', payload: { discounts: document.discounts.length, prices: document.prices.length } });
      return { answer: new Answer(200, document, { etag: etagOf(version + 1) }) };
    });
  }
}

/** Version 0 is the agreement that nobody has written yet. */
async function current(tx: OrganizationTransaction): Promise<z.infer<typeof rowSchema>> {
  const [row] = await tx.read(rowSchema, `select document, version from vitrine.price_agreement where organization_id = $1`, [tx.organizationId]);
  return row ?? { document: emptyAgreement, version: 0 };
}
