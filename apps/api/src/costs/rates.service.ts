import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { callerText, type Caller } from '../auth/caller.js';
import { Database } from '../database/database.js';
import { Answer } from '../http/answer.js';
import { Mutations } from '../http/mutations.js';
import { record } from '../trail/record.js';
import { exchangeRateSchema, type ExchangeRates, type SetRates } from './rates.schemas.js';

const rowSchema = exchangeRateSchema.extend({ setAt: z.date() });

/** Rates are the organization's word: Vitrine fetches none, so that no sum depends on what a rate service said that hour. */
@Injectable()
export class RatesService {
  constructor(
    private readonly database: Database,
    private readonly mutations: Mutations,
  ) {}

  async list(caller: Caller, query: { readonly limit: number; readonly from?: string | undefined; readonly to?: string | undefined }): Promise<ExchangeRates> {
    const rows = await this.database.inOrganization(
      caller.organizationId,
      async (tx) =>
        await tx.read(
          rowSchema,
          `select from_currency as "from", to_currency as "to", on_date::text as "onDate", trim_scale(rate)::text as rate, source, set_by as "setBy", set_at as "setAt"
           from vitrine.exchange_rate where organization_id = $1 and ($2::text is null or from_currency = $2) and ($3::text is null or to_currency = $3)
           order by on_date desc, from_currency, to_currency limit $4`,
          [tx.organizationId, query.from ?? null, query.to ?? null, query.limit + 1],
        ),
      { mode: 'one-read' },
    );
    return { items: rows.slice(0, query.limit).map((row) => ({ ...row, setAt: row.setAt.toISOString() })), truncated: rows.length > query.limit };
  }

  /** Adds rates, or replaces those of the same pair and day. */
  async set(caller: Caller, { rates }: SetRates): Promise<Answer<ExchangeRates>> {
    // One row per pair and day: the last of the request counts.
    const distinct = [...new Map(rates.map((rate) => [`${rate.from} ${rate.to} ${rate.onDate}`, rate])).values()];
    await this.mutations.run(caller, 'none', async (tx) => {
      await tx.query(
        `insert into vitrine.exchange_rate (organization_id, from_currency, to_currency, on_date, rate, source, set_by)
         select $1, r."from", r."to", r."onDate"::date, r.rate::numeric, r.source, $3 from jsonb_to_recordset($2::jsonb) as r("from" text, "to" text, "onDate" text, rate text, source text)
         on conflict (organization_id, from_currency, to_currency, on_date) do update set rate = excluded.rate, source = excluded.source, set_by = excluded.set_by, set_at = now()`,
        [tx.organizationId, JSON.stringify(distinct), callerText(caller)],
      );
      await record(tx, { type: 'exchange-rates.set', payload: { rates: distinct.length } });
      return { answer: new Answer(200, null) };
    });
    return new Answer(200, await this.list(caller, { limit: 200 }));
  }
}
