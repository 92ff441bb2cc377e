import { Injectable } from '@nestjs/common';
import { trustRuleIdSchema, type TrustRuleId } from '@vitrine/contracts';
import { memberOf, type Caller } from '../auth/caller.js';
import { expectWithinCreator } from '../auth/within-creator.js';
import { Database } from '../database/database.js';
import { freshId } from '../database/fresh-id.js';
import { Answer } from '../http/answer.js';
import { etagOf } from '../http/etag.js';
import type { Idempotency } from '../http/idempotency.js';
import { Mutations } from '../http/mutations.js';
import { Cursors, type Page } from '../http/pagination.js';
import { notFound, refusal } from '../http/problem.js';
import { record } from '../trail/record.js';
import { CiIssuers } from './ci-issuers.js';
import { MAX_TRUST_RULES, type CreateTrustRule, type ListTrustRules, type TrustRule } from './trust-rule.schemas.js';
import { TrustRulesRepository, type TrustRuleRow } from './trust-rules.repository.js';

@Injectable()
export class TrustRulesService {
  constructor(
    private readonly database: Database,
    private readonly mutations: Mutations,
    private readonly cursors: Cursors,
    private readonly issuers: CiIssuers,
    private readonly rules: TrustRulesRepository,
  ) {}

  /** @throws VitrineError 422 `unknown-issuer` | 403 `scope-exceeds-creator` | 409 `too-many-trust-rules` | 404 for a connection that is not there */
  async create(caller: Caller, idempotency: Idempotency, wish: CreateTrustRule): Promise<Answer<TrustRule>> {
    return await this.mutations.run(caller, idempotency, async (tx) => {
      const issuer = this.issuerOf(wish);
      expectWithinCreator(caller, wish, 'A trust rule');
      if (wish.connectionIds !== undefined && (await this.rules.connectionsMissing(tx, wish.connectionIds))) throw notFound();
      if ((await this.rules.count(tx)) >= MAX_TRUST_RULES)
        throw refusal(409, 'too-many-trust-rules', `An organization has at most ${String(MAX_TRUST_RULES)} trust rules. Delete one first.`);
      const id = freshId(trustRuleIdSchema);
      const row = await this.rules.insert(tx, id, issuer, memberOf(caller), wish);
      await record(tx, { type: 'trust-rule.created', payload: { trustRuleId: id, issuer, workload: JSON.stringify(wish.workload), scopes: wish.scopes } });
      return { answer: new Answer(201, this.shown(row), { location: `/v1/trust-rules/${id}`, etag: etagOf(row.version) }) };
    });
  }

  async list(caller: Caller, { limit, cursor }: ListTrustRules): Promise<Page<TrustRule>> {
    const binding = { organizationId: caller.organizationId, list: 'GET /v1/trust-rules', filters: {} };
    const position = this.cursors.read(binding, cursor);
    const before = position === 'start' ? null : String(position[0]);
    const rows = await this.database.inOrganization(caller.organizationId, async (tx) => await this.rules.list(tx, before, limit + 1), { mode: 'read-only' });
    return this.cursors.page(
      binding,
      limit,
      rows,
      (row) => [row.id],
      (row) => this.shown(row),
    );
  }

  async read(caller: Caller, id: TrustRuleId): Promise<Answer<TrustRule>> {
    const row = await this.database.inOrganization(caller.organizationId, async (tx) => await this.rules.find(tx, id), { mode: 'read-only' });
    if (row === 'missing') throw notFound();
    return new Answer(200, this.shown(row), { etag: etagOf(row.version) });
  }

  /** Ends the rule and, by its foreign key, every token that was exchanged under it. */
  async remove(caller: Caller, id: TrustRuleId): Promise<Answer<undefined>> {
    return await this.mutations.run(caller, 'none', async (tx) => {
      if (!(await this.rules.remove(tx, id))) throw notFound();
      await record(tx, { type: 'trust-rule.deleted', payload: { trustRuleId: id } });
      return { answer: new Answer(204, undefined) };
    });
  }

  /** Attack: an issuer of the attacker's own, or an Azure DevOps organization other than the rule says. */
  private issuerOf({ workload, issuer: named }: CreateTrustRule): string {
    const issuer = named ?? this.issuers.usual(workload);
    const found = this.issuers.find(workload.provider, issuer);
    const differs = found !== 'other' && workload.provider === 'azure-devops' && found.value !== '' && found.value !== workload.organizationId;
    if (found === 'other' || differs)
      throw refusal(422, 'unknown-issuer', 'This is no issuer of that service here.', { errors: [{ pointer: '/issuer', code: 'unknown-issuer' }] });
    return issuer;
  }

  private shown(row: TrustRuleRow): TrustRule {
    return {
      id: row.id,
      name: row.name,
      issuer: row.issuer,
      audience: this.issuers.audienceOf(row.workload.provider),
      workload: row.workload,
      scopes: row.scopes,
      connectionIds: row.connection_ids,
      createdBy: row.created_by,
      createdAt: row.created_at.toISOString(),
      lastUsedAt: row.last_used_at?.toISOString() ?? null,
    };
  }
}
