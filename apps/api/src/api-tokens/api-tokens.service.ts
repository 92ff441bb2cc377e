import { Inject, Injectable } from '@nestjs/common';
import { apiTokenIdSchema, VitrineError, type ApiTokenId } from '@vitrine/contracts';
import { makeApiToken } from '../auth/api-token-text.js';
import { Peppers } from '../auth/api-token-callers.js';
import { memberOf, type Caller } from '../auth/caller.js';
import { pepperedHash } from '../auth/pepper.js';
import { expectWithinCreator } from '../auth/within-creator.js';
import type { ApiConfig } from '../config.js';
import { Database } from '../database/database.js';
import { freshId } from '../database/fresh-id.js';
import { Answer } from '../http/answer.js';
import { etagOf } from '../http/etag.js';
import type { Idempotency } from '../http/idempotency.js';
import { Mutations } from '../http/mutations.js';
import { Cursors, type Page } from '../http/pagination.js';
import { notFound, refusal } from '../http/problem.js';
import { API_CONFIG } from '../platform/tokens.js';
import { record } from '../trail/record.js';
import { MAX_LIVE_TOKENS, type ApiToken, type CreateApiToken, type CreatedApiToken, type ListApiTokens } from './api-token.schemas.js';
import { ApiTokensRepository, type ApiTokenRow } from './api-tokens.repository.js';

@Injectable()
export class ApiTokensService {
  constructor(
    @Inject(API_CONFIG) private readonly config: ApiConfig,
    private readonly database: Database,
    private readonly mutations: Mutations,
    private readonly cursors: Cursors,
    private readonly peppers: Peppers,
    private readonly tokens: ApiTokensRepository,
  ) {}

  /** @throws VitrineError 403 `scope-exceeds-creator` | 409 `too-many-tokens` | 404 for a connection that is not there */
  async create(caller: Caller, idempotency: Idempotency, wish: CreateApiToken): Promise<Answer<CreatedApiToken>> {
    return await this.mutations.run(caller, idempotency, async (tx) => {
      expectWithinCreator(caller, wish, 'A token');
      if (wish.connectionIds !== undefined && (await this.tokens.connectionsMissing(tx, wish.connectionIds)).length > 0) throw notFound();
      if ((await this.tokens.countLive(tx)) >= MAX_LIVE_TOKENS)
        throw refusal(409, 'too-many-tokens', `An organization has at most ${String(MAX_LIVE_TOKENS)} live tokens. Revoke one first.`);
      const [pepper] = this.peppers.list;
      if (pepper === undefined) throw noPepper();
      const { tokenKey, secret, text } = makeApiToken(this.config.tokenEnvironment);
      const id = freshId(apiTokenIdSchema);
      const row = await this.tokens.insert(
        tx,
        { id, tokenKey, secretHmac: pepperedHash(pepper, secret), pepperId: pepper.id, createdBy: memberOf(caller) },
        wish,
      );
      await record(tx, { type: 'api-token.created', payload: { tokenId: id, scopes: wish.scopes, lifetimeDays: wish.lifetimeDays } });
      const answer = new Answer(201, { ...apiTokenOf(row), token: text }, { location: `/v1/api-tokens/${id}`, etag: etagOf(row.version) });
      return { answer, oneTimeSecretOf: id };
    });
  }

  async list(caller: Caller, { limit, cursor }: ListApiTokens): Promise<Page<ApiToken>> {
    const binding = { organizationId: caller.organizationId, list: 'GET /v1/api-tokens', filters: {} };
    const position = this.cursors.read(binding, cursor);
    const before = position === 'start' ? null : String(position[0]);
    const rows = await this.database.inOrganization(caller.organizationId, async (tx) => await this.tokens.list(tx, before, limit + 1), { mode: 'read-only' });
    return this.cursors.page(binding, limit, rows, (row) => [row.id], apiTokenOf);
  }

  async read(caller: Caller, id: ApiTokenId): Promise<Answer<ApiToken>> {
    const row = await this.database.inOrganization(caller.organizationId, async (tx) => await this.tokens.find(tx, id), { mode: 'read-only' });
    if (row === 'missing') throw notFound();
    return new Answer(200, apiTokenOf(row), { etag: etagOf(row.version) });
  }

  /** Ends the token everywhere: every process reads its row in each request. The second time it is not found (case 42). */
  async revoke(caller: Caller, id: ApiTokenId): Promise<Answer<undefined>> {
    return await this.mutations.run(caller, 'none', async (tx) => {
      if (!(await this.tokens.revoke(tx, id))) throw notFound();
      await record(tx, { type: 'api-token.revoked', payload: { tokenId: id } });
      return { answer: new Answer(204, undefined) };
    });
  }
}

function noPepper(): VitrineError {
  return new VitrineError({
    code: 'tokens-not-configured',
    status: 503,
    publicMessage: 'API tokens are not set up on this service.',
    internal: 'VITRINE_TOKEN_PEPPERS is empty',
  });
}

function apiTokenOf(row: ApiTokenRow): ApiToken {
  const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
  return {
    id: row.id,
    key: row.token_key,
    name: row.name,
    scopes: row.scopes,
    connectionIds: row.connection_ids,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    lastUsedAt: iso(row.last_used_at),
    revokedAt: iso(row.revoked_at),
  };
}
