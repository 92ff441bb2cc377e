import { Injectable } from '@nestjs/common';
import { organizationIdSchema, type OrganizationId, type VitrineError } from '@vitrine/contracts';
import type { FastifyRequest } from 'fastify';
import type { Presented } from '../auth/presented.js';
import { Database } from '../database/database.js';
import { contextOf, type RequestContext } from '../http/request-context.js';
import { record, type TrailEvent } from './record.js';

/** The operator's own trail: what names no organization that is known. No organization has this id. */
export const PLATFORM_TRAIL: OrganizationId = organizationIdSchema.parse('00000000-0000-7000-8000-000000000001');

/**
 * Every refusal is an entry: of a caller in his organization's trail, of a sign-in in that of the organization that an OIDC token names once it is
 * verified, or that an API token's key belongs to, whatever its secret is; else in the operator's. How many there can be is bounded by the limits that come first: requests per principal, refused sign-ins per
 * address. What those limits turn away (429) is counted in the metrics and is no entry. The id that was asked for is not written down: it may be the
 * neighbour's, and the trail is shown to members.
 */
@Injectable()
export class Denials {
  constructor(private readonly database: Database) {}

  /** Writes the entry, if the problem is a denial. @throws whatever keeps the entry from being written: the refusal stands all the same */
  async note(error: VitrineError, request: FastifyRequest & { readonly user?: Presented }): Promise<void> {
    const context = contextOf(request.raw);
    if (context === 'none' || !isDenial(error, context)) return;
    const { caller } = context;
    const asked = { code: error.code, method: request.method, route: request.routeOptions.url ?? 'unknown' };
    if (caller !== 'unknown') {
      await this.write(caller.organizationId, { type: 'access.denied', outcome: 'denied', payload: asked });
      return;
    }
    const { organizationId, identity } = await this.presentedBy(request.user);
    await this.write(organizationId, { type: 'sign-in.failed', outcome: 'denied', principal: 'unknown', payload: { ...asked, ...identity } });
  }

  private async write(organizationId: OrganizationId, event: TrailEvent): Promise<void> {
    await this.database.noteIn(organizationId, async (tx) => void (await record(tx, event)));
  }

  /**
   * Attack: anybody can write an organization's name into a token; an OIDC token opens its trail to an entry only once it is verified. The key of
   * an API token is no secret, but nobody guesses one (an organization wants to know that its key is tried with a wrong secret): whoever saw it can
   * write such entries, as many as the limit of refused sign-ins lets through.
   */
  private async presentedBy(presented: Presented | undefined): Promise<{ organizationId: OrganizationId; identity: Readonly<Record<string, string>> }> {
    if (presented?.kind === 'oidc') {
      const { issuer, organizationValue, subject } = presented.identity;
      const known =
        organizationValue === 'none' ? 'unknown' : await this.database.organizationOfClaim(issuer.issuer, issuer.organizationClaim, organizationValue);
      return { organizationId: known === 'unknown' ? PLATFORM_TRAIL : known, identity: { issuer: issuer.issuer, subject } };
    }
    if (presented?.kind === 'api-token') {
      const { tokenKey } = presented.token;
      const known = await this.database.organizationOfToken(tokenKey);
      return { organizationId: known === 'unknown' ? PLATFORM_TRAIL : known, identity: { tokenKey } };
    }
    return { organizationId: PLATFORM_TRAIL, identity: {} };
  }
}

/**
 * Refused for who asks: 403, a token that was presented and is not good, and the 404 that a caller gets for what is not his (or is not there:
 * nothing tells the two apart, so both are written down). A request without any token signs nobody in.
 */
function isDenial({ status, code }: VitrineError, { caller }: RequestContext): boolean {
  switch (status) {
    case 401:
      return code !== 'unauthenticated';
    case 403:
      return true;
    case 404:
      return code === 'not-found' && caller !== 'unknown';
    default:
      return false;
  }
}
