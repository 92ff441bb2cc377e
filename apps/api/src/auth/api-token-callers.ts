import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { apiTokenIdSchema, memberIdSchema, organizationIdSchema, trustRuleIdSchema, type ApiTokenId, type OrganizationId } from '@vitrine/contracts';
import { z } from 'zod';
import { Database } from '../database/database.js';
import { record } from '../trail/record.js';
import type { ApiTokenText } from './api-token-text.js';
import { organizationSuspended, tokenExpired, tokenInvalid, tokenRevoked } from './auth-errors.js';
import type { Caller } from './caller.js';
import { pepperedHash, pepperOf, type Pepper } from './pepper.js';
import { roleSchema, scopesOfRole } from './scopes.js';

const rowSchema = z.object({
  id: apiTokenIdSchema,
  secret_hmac: z.instanceof(Buffer),
  pepper_id: z.string(),
  scopes: z.array(z.string()),
  connection_ids: z.array(z.string()).nullable(),
  expired: z.boolean(),
  revoked: z.boolean(),
  unused_for_a_minute: z.boolean(),
  trust_rule_id: trustRuleIdSchema.nullable(),
  member_id: memberIdSchema,
  member_state: z.enum(['active', 'removed']),
  role: roleSchema,
  organization_state: z.enum(['active', 'suspended']),
});

/** An organization that does not exist: an unknown token does the same work as a known one with a wrong secret. */
const NOBODY = organizationIdSchema.parse('00000000-0000-7000-8000-000000000000');
const NO_HASH = randomBytes(32);
const REMEMBERED_TOKENS = 10_000;

export class Peppers {
  constructor(readonly list: readonly Pepper[]) {}
}

@Injectable()
export class ApiTokenCallers {
  /** Whose a token is never changes, so it is asked once; whether it is still good is asked as `RecentRows` says. */
  readonly #organizations = new Map<string, OrganizationId>();
  /** By row as it was read, so for as long as `RecentRows` keeps it. */
  readonly #right = new WeakMap<object, Buffer>();

  constructor(
    private readonly database: Database,
    private readonly peppers: Peppers,
  ) {}

  /** @throws VitrineError 401 `token-invalid` | `token-expired` | `token-revoked`, 403 `organization-suspended` */
  async callerOf(token: ApiTokenText): Promise<Caller> {
    const organizationId = await this.organizationOf(token);
    const row = await this.database.recent.get(organizationId, `token ${token.tokenKey}`, () => this.rowOf(organizationId, token));
    if (!this.isRight(row, token.secret) || row === undefined) throw tokenInvalid();
    if (row.revoked || row.member_state === 'removed') throw tokenRevoked();
    if (row.expired) throw tokenExpired();
    if (row.organization_state === 'suspended') throw organizationSuspended();
    if (row.unused_for_a_minute) await this.noteUse(organizationId, row.id);
    return {
      organizationId,
      memberId: row.member_id,
      role: row.role,
      via: row.trust_rule_id === null ? { kind: 'api-token', tokenId: row.id } : { kind: 'ci', tokenId: row.id, trustRuleId: row.trust_rule_id },
      // A creator who lost a right since takes it from the token too.
      scopes: new Set(scopesOfRole[row.role].filter((scope) => row.scopes.includes(scope))),
      connections: row.connection_ids === null ? 'all' : new Set(row.connection_ids),
    };
  }

  /**
   * Every request's secret is compared, in constant time: a byte-wise comparison tells how much of a guess was right. With the stored HMAC the first
   * time that a row is read, later with the digest of what was right then: of 256 random bits a digest gives nothing away, and costs a tenth.
   */
  private isRight(row: z.infer<typeof rowSchema> | undefined, secret: string): boolean {
    const digest = hash('sha256', secret, 'buffer');
    const known = row === undefined ? undefined : this.#right.get(row);
    if (known !== undefined && timingSafeEqual(digest, known)) return true;
    const right = timingSafeEqual(pepperedHash(pepperOf(this.peppers.list, row?.pepper_id ?? 'unknown'), secret), row?.secret_hmac ?? NO_HASH);
    if (row !== undefined && right) this.#right.set(row, digest);
    return right;
  }

  private async rowOf(organizationId: OrganizationId, { tokenKey }: ApiTokenText): Promise<z.infer<typeof rowSchema> | undefined> {
    const [row] = await this.database.inOrganization(
      organizationId,
      async (tx) =>
        await tx.read(
          rowSchema,
          `select t.id, t.secret_hmac, t.pepper_id, t.scopes, t.connection_ids, t.expires_at <= now() as expired, t.revoked_at is not null as revoked,
                  coalesce(t.last_used_at < now() - interval '1 minute', true) as unused_for_a_minute, t.trust_rule_id,
                  m.id as member_id, m.state as member_state, m.role, o.state as organization_state
             from vitrine.api_token t
             join vitrine.member m on m.organization_id = t.organization_id and m.id = t.created_by
             join vitrine.organization o on o.organization_id = t.organization_id
            where t.organization_id = $1 and t.token_key = $2`,
          [organizationId, tokenKey],
          'prepared',
        ),
      { mode: 'one-read' },
    );
    return row;
  }

  private async noteUse(organizationId: OrganizationId, tokenId: ApiTokenId): Promise<void> {
    await this.database.inOrganization(organizationId, async (tx) => {
      await tx.query(`update vitrine.api_token set last_used_at = now() where organization_id = $1 and id = $2`, [organizationId, tokenId]);
    });
  }

  private async organizationOf({ tokenKey }: ApiTokenText): Promise<OrganizationId> {
    const known = this.#organizations.get(tokenKey);
    if (known !== undefined) return known;
    const found = await this.database.organizationOfToken(tokenKey);
    if (found === 'unknown') return NOBODY;
    // Attack: a flood of tokens must not fill memory; starting over costs one look-up per token.
    if (this.#organizations.size >= REMEMBERED_TOKENS) this.#organizations.clear();
    this.#organizations.set(tokenKey, found);
    return found;
  }

  /** For a token that was seen in a URL: whoever holds the whole of it may end it, and nothing is told to anybody else. */
  async revokeLeaked(token: ApiTokenText): Promise<'revoked' | 'unknown'> {
    const caller = await this.callerOf(token).catch(() => 'unknown' as const);
    if (caller === 'unknown' || caller.via.kind === 'oidc' || caller.via.kind === 'operator') return 'unknown';
    const { tokenId } = caller.via;
    await this.database.inOrganization(caller.organizationId, async (tx) => {
      const sql = `update vitrine.api_token set revoked_at = now(), version = version + 1 where organization_id = $1 and id = $2 and revoked_at is null`;
      const { rowCount } = await tx.query(sql, [caller.organizationId, tokenId]);
      if (rowCount !== 0) await record(tx, { type: 'api-token.revoked', principal: `token:${tokenId}`, payload: { tokenId, reason: 'seen-in-a-url' } });
    });
    return 'revoked';
  }
}
