import { Injectable } from '@nestjs/common';
import { apiTokenIdSchema, type ApiTokenId, type MemberId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import type { CreateApiToken } from './api-token.schemas.js';

const COLUMNS = 'id, token_key, name, scopes, connection_ids, created_by, created_at, expires_at, last_used_at, revoked_at, version';

const rowSchema = z.object({
  id: apiTokenIdSchema,
  token_key: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  connection_ids: z.array(z.string()).nullable(),
  created_by: z.string(),
  created_at: z.date(),
  expires_at: z.date(),
  last_used_at: z.date().nullable(),
  revoked_at: z.date().nullable(),
  version: z.number().int(),
});
export type ApiTokenRow = z.infer<typeof rowSchema>;

export interface NewApiToken {
  readonly id: ApiTokenId;
  readonly tokenKey: string;
  readonly secretHmac: Buffer;
  readonly pepperId: string;
  readonly createdBy: MemberId;
}

@Injectable()
export class ApiTokensRepository {
  /** Those that people made, counted under the organization's lock, so that fifty requests at once cannot each be the fiftieth. */
  async countLive(tx: OrganizationTransaction): Promise<number> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 1))`, [`api-tokens:${tx.organizationId}`]);
    const [row] = await tx.read(
      z.object({ live: z.coerce.number() }),
      `select count(*) as live from vitrine.api_token where organization_id = $1 and trust_rule_id is null and revoked_at is null and expires_at > now()`,
      [tx.organizationId],
    );
    return row?.live ?? 0;
  }

  async connectionsMissing(tx: OrganizationTransaction, ids: readonly string[]): Promise<string[]> {
    const rows = await tx.read(
      z.object({ id: z.string() }),
      `select id from vitrine.connection where organization_id = $1 and id = any($2) and state <> 'purged'`,
      [tx.organizationId, [...ids]],
    );
    const known = new Set(rows.map(({ id }) => id));
    return ids.filter((id) => !known.has(id));
  }

  async insert(tx: OrganizationTransaction, token: NewApiToken, wish: CreateApiToken): Promise<ApiTokenRow> {
    const [row] = await tx.read(
      rowSchema,
      `insert into vitrine.api_token (organization_id, id, token_key, secret_hmac, pepper_id, name, scopes, connection_ids, created_by, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + make_interval(days => $10)) returning ${COLUMNS}`,
      [
        tx.organizationId,
        token.id,
        token.tokenKey,
        token.secretHmac,
        token.pepperId,
        wish.name,
        wish.scopes,
        wish.connectionIds ?? null,
        token.createdBy,
        wish.lifetimeDays,
      ],
    );
    if (row === undefined) throw new TypeError('an insert returned no row');
    return row;
  }

  /** Newest first, before the given id; without those of CI runs, which come and go by themselves. */
  async list(tx: OrganizationTransaction, before: string | null, limit: number): Promise<ApiTokenRow[]> {
    return await tx.read(
      rowSchema,
      `select ${COLUMNS} from vitrine.api_token where organization_id = $1 and trust_rule_id is null and ($2::uuid is null or id < $2) order by id desc limit $3`,
      [tx.organizationId, before, limit],
    );
  }

  async find(tx: OrganizationTransaction, id: ApiTokenId): Promise<ApiTokenRow | 'missing'> {
    const [row] = await tx.read(rowSchema, `select ${COLUMNS} from vitrine.api_token where organization_id = $1 and id = $2`, [tx.organizationId, id]);
    return row ?? 'missing';
  }

  /** Returns whether there was a live one to revoke. */
  async revoke(tx: OrganizationTransaction, id: ApiTokenId): Promise<boolean> {
    const { rowCount } = await tx.query(
      `update vitrine.api_token set revoked_at = now(), version = version + 1 where organization_id = $1 and id = $2 and revoked_at is null`,
      [tx.organizationId, id],
    );
    return rowCount === 1;
  }
}
