import { Injectable } from '@nestjs/common';
import { type OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { callerText, type Caller } from '../auth/caller.js';
import { Database } from '../database/database.js';
import { RequestKey } from '../database/request-key.js';
import { expectRecorded } from '../trail/record.js';
import { Answer } from './answer.js';
import { bodyHmac, type Idempotency } from './idempotency.js';
import { refusal } from './problem.js';

/** The answer of a mutation, and what to remember of it. */
export interface Outcome<T> {
  readonly answer: Answer<T>;
  /** Set where the answer holds a secret that is shown once: the replay names this id and shows nothing. */
  readonly oneTimeSecretOf?: string;
}

const rememberedSchema = z.object({
  body_hmac: z.instanceof(Buffer),
  status: z.number().int().nullable(),
  response: z.object({ body: z.string(), headers: z.record(z.string(), z.string()) }).nullable(),
  resource_id: z.string().nullable(),
});

/** Keys are remembered for a day (design §9). */
const EXPIRED = `created_at < now() - interval '24 hours'`;

/** Every mutation runs here: one transaction for its rows, its trail and its idempotency row, so that all stand or none does. */
@Injectable()
export class Mutations {
  readonly #swept = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly requestKey: RequestKey,
  ) {}

  /**
   * @throws VitrineError 422 `idempotency-mismatch` | 409 `in-progress` | 409 `already-created` | 500 `trail-entry-missing`, else what the work throws
   */
  async run<T>(caller: Caller, idempotency: Idempotency, work: (tx: OrganizationTransaction) => Promise<Outcome<T>>): Promise<Answer<T>> {
    return await this.database.inOrganization(caller.organizationId, async (tx) => {
      if (idempotency === 'none') return (await worked(tx, work)).answer;
      const place = [caller.organizationId, callerText(caller), idempotency.route, idempotency.key];
      const hmac = bodyHmac(this.requestKey.bytes, idempotency.body);
      // Only one holder at a time, across all processes, until its transaction ends.
      const [lock] = await tx.read(z.object({ taken: z.boolean() }), `select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as taken`, [
        JSON.stringify(place),
      ]);
      if (lock?.taken !== true)
        throw refusal(409, 'in-progress', 'The first request with this Idempotency-Key is still running.', { headers: { 'retry-after': '1' } });
      await this.sweep(tx, caller.organizationId, place);
      const [remembered] = await tx.read(
        rememberedSchema,
        `select body_hmac, status, response, resource_id from vitrine.idempotency_key where organization_id = $1 and principal = $2 and route = $3 and key = $4`,
        place,
      );
      // The stored answer had this route's shape when it was made; the answer schema checks it again on the way out.
      if (remembered !== undefined) return replay(remembered, hmac) as Answer<T>;
      const { answer, oneTimeSecretOf } = await worked(tx, work);
      const response = oneTimeSecretOf === undefined ? JSON.stringify({ body: JSON.stringify(answer.body ?? null), headers: answer.headers }) : null;
      await tx.query(
        `insert into vitrine.idempotency_key (organization_id, principal, route, key, body_hmac, status, response, resource_id) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [...place, hmac, answer.status, response, oneTimeSecretOf ?? null],
      );
      return answer;
    });
  }

  /** Forgets this key if it is a day old, and once an hour every such key of the organization. */
  private async sweep(tx: OrganizationTransaction, organizationId: string, place: readonly string[]): Promise<void> {
    await tx.query(`delete from vitrine.idempotency_key where organization_id = $1 and principal = $2 and route = $3 and key = $4 and ${EXPIRED}`, place);
    if (Date.now() - (this.#swept.get(organizationId) ?? 0) < 3_600_000) return;
    this.#swept.set(organizationId, Date.now());
    await tx.query(`delete from vitrine.idempotency_key where organization_id = $1 and ${EXPIRED}`, [organizationId]);
  }
}

async function worked<T>(tx: OrganizationTransaction, work: (tx: OrganizationTransaction) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  const outcome = await work(tx);
  expectRecorded(tx);
  return outcome;
}

function replay(remembered: z.infer<typeof rememberedSchema>, hmac: Buffer): Answer<unknown> {
  if (!remembered.body_hmac.equals(hmac)) throw refusal(422, 'idempotency-mismatch', 'This Idempotency-Key was used with another body.');
  if (remembered.response === null || remembered.status === null) {
    throw refusal(409, 'already-created', `The first request made ${remembered.resource_id ?? 'it'}; its secret was shown once and is not kept.`);
  }
  const body: unknown = JSON.parse(remembered.response.body);
  return new Answer(remembered.status, body ?? undefined, { ...remembered.response.headers, 'idempotency-replayed': 'true' });
}
