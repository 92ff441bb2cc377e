import { Inject, Injectable } from '@nestjs/common';
import { apiTokenIdSchema, trustRuleIdSchema, type OrganizationId, type TrustRuleId } from '@vitrine/contracts';
import { Peppers } from '../auth/api-token-callers.js';
import { makeApiToken } from '../auth/api-token-text.js';
import type { Caller } from '../auth/caller.js';
import { pepperedHash } from '../auth/pepper.js';
import { scopesOfRole } from '../auth/scopes.js';
import type { ApiConfig } from '../config.js';
import { Database } from '../database/database.js';
import { freshId } from '../database/fresh-id.js';
import { Answer } from '../http/answer.js';
import { refusal } from '../http/problem.js';
import { RateLimits } from '../http/rate-limits.js';
import { requestContext } from '../http/request-context.js';
import { API_CONFIG } from '../platform/tokens.js';
import { record } from '../trail/record.js';
import { CiIssuers } from './ci-issuers.js';
import { ExchangeMetrics, scopeRefused, subjectTokenRefused, tooManyExchanged, type ExchangeRefusal } from './exchange-refusals.js';
import { IdTokenVerifier, type IdTokenVerdict } from './id-token-verifier.js';
import { readTokenRequest, type WantedExchange } from './read-token-request.js';
import { TokenExchangeRepository, type RuleAtExchange } from './token-exchange.repository.js';
import { ACCESS_TOKEN_TYPE, LIFETIME_MINUTES, MAX_LIVE_EXCHANGED, type TokenAnswer, type TokenRequest } from './token-exchange.schemas.js';
import { judgeWorkload, runOf } from './workload.js';

type Verified = Extract<IdTokenVerdict, { kind: 'verified' }>;

/** RFC 8693: a CI run's id token for an access token of a quarter of an hour, under a trust rule that the caller names. */
@Injectable()
export class TokenExchangeService {
  constructor(
    @Inject(API_CONFIG) private readonly config: ApiConfig,
    private readonly database: Database,
    private readonly limits: RateLimits,
    private readonly peppers: Peppers,
    private readonly issuers: CiIssuers,
    private readonly verifier: IdTokenVerifier,
    private readonly metrics: ExchangeMetrics,
    private readonly tokens: TokenExchangeRepository,
  ) {}

  /** @throws OAuthRefusal 401 `token-invalid` | 400 `invalid-token-request`, `invalid-scope`, `unsupported-grant-type` | 429; VitrineError 503 */
  async exchange(request: TokenRequest): Promise<Answer<TokenAnswer>> {
    const { peer } = requestContext();
    await this.limits.expectSignInsLeft(peer);
    const wanted = await this.read(request, peer);
    const ruleId = trustRuleIdSchema.safeParse(wanted.audience);
    // CF-18: which organization is asked of the rule alone; what the token says only decides whether the rule means it.
    const organizationId = ruleId.success ? await this.database.organizationOfTrustRule(ruleId.data) : 'unknown';
    if (!ruleId.success || organizationId === 'unknown') return await this.refuse('unknown-rule', peer);
    const known = await this.database.inOrganization(organizationId, async (tx) => await this.tokens.rule(tx, ruleId.data, 'for-reading'), {
      mode: 'read-only',
    });
    if (known === 'missing') return await this.refuse('unknown-rule', peer);
    const verdict = await this.judge(known, wanted.subjectToken);
    if (typeof verdict === 'string') return await this.refuse(verdict, peer, organizationId, ruleId.data);
    const scopes = wanted.scopes === 'all' ? known.scopes : wanted.scopes;
    if (scopes.some((scope) => !known.scopes.includes(scope))) throw scopeRefused();
    const issued = await this.issue(organizationId, ruleId.data, known, verdict, scopes);
    return typeof issued === 'string' ? await this.refuse(issued, peer, organizationId, ruleId.data) : issued;
  }

  /** Attack: guessing at what this endpoint takes costs as much as guessing at a token. @throws OAuthRefusal 400 */
  private async read(request: TokenRequest, peer: string): Promise<WantedExchange> {
    try {
      return readTokenRequest(request, this.issuers.ourUrl);
    } catch (error) {
      await this.limits.countRefusedSignIn(peer);
      throw error;
    }
  }

  private async judge(rule: RuleAtExchange, token: WantedExchange['subjectToken']): Promise<Verified | ExchangeRefusal> {
    const standing = standingOf(rule);
    if (standing !== 'stands') return standing;
    // A table entry that the operator took away since.
    if (this.issuers.find(rule.workload.provider, rule.issuer) === 'other') return 'issuer';
    const verdict = await this.verifier.verify(token, { issuer: rule.issuer, audience: this.issuers.audienceOf(rule.workload.provider) });
    if (verdict.kind === 'refused') return verdict.reason;
    const fits = judgeWorkload(rule.workload, verdict.payload);
    return fits === 'fits' ? verdict : fits;
  }

  private async issue(
    organizationId: OrganizationId,
    ruleId: TrustRuleId,
    rule: RuleAtExchange,
    { jti, expiresAt, payload }: Verified,
    scopes: readonly string[],
  ): Promise<Answer<TokenAnswer> | ExchangeRefusal> {
    const [pepper] = this.peppers.list;
    if (pepper === undefined) throw refusal(503, 'tokens-not-configured', 'API tokens are not set up on this service.');
    const { tokenKey, secret, text } = makeApiToken(this.config.tokenEnvironment);
    const id = freshId(apiTokenIdSchema);
    const run = runOf(rule.workload, payload);
    // From here on the run is who asks: the trail's entry is its own.
    requestContext().caller = callerOf(organizationId, { id, ruleId }, rule);
    return await this.database.inOrganization(organizationId, async (tx) => {
      // The keys were fetched meanwhile. Rules never change, but one may have ended, or its maker's membership.
      const current = await this.tokens.rule(tx, ruleId, 'for-issuing');
      const standing = current === 'missing' ? 'unknown-rule' : standingOf(current);
      if (standing !== 'stands') return standing;
      await this.tokens.sweep(tx);
      if (!(await this.tokens.spend(tx, rule.issuer, jti, expiresAt))) return 'replayed';
      if ((await this.tokens.countLive(tx)) >= MAX_LIVE_EXCHANGED) throw tooManyExchanged(MAX_LIVE_EXCHANGED);
      await this.tokens.insert(tx, { id, tokenKey, secretHmac: pepperedHash(pepper, secret), pepperId: pepper.id, ruleId, scopes, run }, rule);
      await record(tx, { type: 'token.exchanged', payload: { trustRuleId: ruleId, tokenId: id, scopes, ...run } });
      return new Answer(200, {
        access_token: text,
        issued_token_type: ACCESS_TOKEN_TYPE,
        token_type: 'Bearer',
        expires_in: LIFETIME_MINUTES * 60,
        scope: scopes.join(' '),
      });
    });
  }

  /** Counts, tells the organization where one is known, and answers all the same. */
  private async refuse(reason: ExchangeRefusal, peer: string, organizationId?: OrganizationId, ruleId?: TrustRuleId): Promise<never> {
    requestContext().caller = 'unknown';
    this.metrics.refused(reason);
    await this.limits.countRefusedSignIn(peer);
    if (organizationId !== undefined && ruleId !== undefined)
      await this.database.noteIn(organizationId, async (tx) => {
        await record(tx, { type: 'token-exchange.refused', outcome: 'denied', principal: `ci:${ruleId}`, payload: { trustRuleId: ruleId, reason } });
      });
    throw subjectTokenRefused();
  }
}

function standingOf(rule: RuleAtExchange): 'stands' | 'maker-gone' | 'suspended' {
  if (rule.member_state === 'removed') return 'maker-gone';
  return rule.organization_state === 'suspended' ? 'suspended' : 'stands';
}

function callerOf(organizationId: OrganizationId, token: { readonly id: string; readonly ruleId: TrustRuleId }, rule: RuleAtExchange): Caller {
  return {
    organizationId,
    memberId: rule.created_by,
    role: rule.role,
    via: { kind: 'ci', tokenId: apiTokenIdSchema.parse(token.id), trustRuleId: token.ruleId },
    scopes: new Set(scopesOfRole[rule.role].filter((scope) => rule.scopes.includes(scope))),
    connections: rule.connection_ids === null ? 'all' : new Set(rule.connection_ids),
  };
}
