import { Inject, Injectable } from '@nestjs/common';
import { VitrineError } from '@vitrine/contracts';
import type { PendingChange } from '../approvals/approval.schemas.js';
import { ApprovalsService, waiting } from '../approvals/approvals.service.js';
import { memberOf, type Caller } from '../auth/caller.js';
import { OidcVerifier, type VerifiedIdentity } from '../auth/oidc-verifier.js';
import { configOfPin, expectPinned, type Pin } from '../auth/pin.js';
import { PinnableIssuers } from '../auth/pinnable-issuers.js';
import { Policies } from '../auth/policy/policies.js';
import type { ApiConfig } from '../config.js';
import { Database } from '../database/database.js';
import { Answer } from '../http/answer.js';
import { etagOf, expectMatch } from '../http/etag.js';
import { Mutations } from '../http/mutations.js';
import { refusal } from '../http/problem.js';
import { API_CONFIG } from '../platform/tokens.js';
import { IdentityProviderRepository, type PinRow } from './identity-provider.repository.js';
import type { IdentityProvider, PinIdentityProvider } from './identity-provider.schemas.js';
import { PinChanges, REPIN } from './pin-changes.js';

/** Which issuer opens the organization (issue 5 §3). */
@Injectable()
export class IdentityProviderService {
  constructor(
    @Inject(API_CONFIG) private readonly config: ApiConfig,
    private readonly database: Database,
    private readonly mutations: Mutations,
    private readonly policies: Policies,
    private readonly approvals: ApprovalsService,
    private readonly pinnable: PinnableIssuers,
    private readonly verifier: OidcVerifier,
    private readonly changes: PinChanges,
    private readonly providers: IdentityProviderRepository,
  ) {}

  async read(caller: Caller): Promise<Answer<IdentityProvider>> {
    const row = await this.database.inOrganization(caller.organizationId, async (tx) => await this.providers.find(tx, 'for-reading'), { mode: 'read-only' });
    return this.answerOf(row);
  }

  /**
   * Pins the issuer whose token the caller shows. At once where he is the only member; else as a change that waits, since it decides who gets in.
   * @throws VitrineError 422 `unknown-issuer` | `invalid-tenant` | `missing-assignment` | `proof-refused`, 409, 412, 428, 503
   */
  async pin(caller: Caller, ifMatch: string | undefined, wish: PinIdentityProvider): Promise<Answer<IdentityProvider | PendingChange>> {
    const pin = this.pinOf(wish);
    const identity = await this.proven(pin, wish.token);
    const proposed = { pin, subject: identity.subject, email: identity.email };
    return await this.mutations.run<IdentityProvider | PendingChange>(caller, 'none', async (tx) => {
      const current = await this.providers.find(tx, 'for-change');
      expectMatch(ifMatch, versionOf(current));
      const by = memberOf(caller);
      if (current === 'open' && !(await this.providers.hasOthers(tx, by))) {
        await this.changes.apply(tx, proposed, by);
        return { answer: this.answerOf(await this.providers.find(tx, 'for-reading')) };
      }
      this.policies.permission(caller, REPIN);
      return { answer: waiting(await this.approvals.propose(tx, caller, REPIN, proposed)) };
    });
  }

  /** Back to every issuer that the operator lists; a change that waits. 204 where nothing is pinned. */
  async unpin(caller: Caller): Promise<Answer<PendingChange | undefined>> {
    const current = await this.database.inOrganization(caller.organizationId, async (tx) => await this.providers.find(tx, 'for-reading'), {
      mode: 'read-only',
    });
    if (current === 'open') return new Answer(204, undefined);
    return await this.mutations.run<PendingChange | undefined>(caller, 'none', async (tx) => {
      this.policies.permission(caller, REPIN);
      return { answer: waiting(await this.approvals.propose(tx, caller, REPIN, { pin: 'open', subject: '', email: null })) };
    });
  }

  private pinOf({ issuer, audience, tenant, assignment, algorithms }: PinIdentityProvider): Pin {
    const family = this.pinnable.find(issuer);
    if (family === 'other') throw wrong('issuer', 'unknown-issuer', 'This issuer cannot be pinned here. GET this resource says which can.');
    if (family.tenant !== 'any' && family.tenant !== tenant) throw wrong('tenant', 'invalid-tenant', 'The tenant is not the issuer’s.');
    if (family.kind === 'entra' && assignment === null)
      throw wrong('assignment', 'missing-assignment', 'With Entra a role or group says who is assigned to the application.');
    return { kind: family.kind, issuer, audience, organizationClaim: family.organizationClaim, tenant, assignment, algorithms };
  }

  /** Attack, or mishap: a pin that nobody can pass locks the organization, its maker included. So he passes it first. */
  private async proven(pin: Pin, token: string): Promise<VerifiedIdentity> {
    try {
      const identity = await this.verifier.verifyBy(token, configOfPin(pin));
      expectPinned(pin, identity);
      // Where the operator lists the issuer too, his settings hold as well.
      if (this.config.oidcIssuers.some(({ issuer }) => issuer === pin.issuer)) await this.verifier.verify(token);
      return identity;
    } catch (error) {
      if (!(error instanceof VitrineError) || error.status >= 500) throw error;
      throw wrong(
        'token',
        'proof-refused',
        'The token would not pass this pin, so you would be locked out. Sign in through the new issuer, and send that token.',
      );
    }
  }

  private answerOf(row: PinRow | 'open'): Answer<IdentityProvider> {
    const pinnable = [...this.pinnable.texts];
    const headers = { etag: etagOf(versionOf(row)) };
    const none = { issuer: null, audience: null, tenant: null, assignment: null, algorithms: [], pinnedBy: null, pinnedAt: null };
    if (row === 'open') return new Answer(200, { state: 'open', ...none, pinnable }, headers);
    const { issuer, audience, tenant, assignment, algorithms } = row.pin;
    const shown = { issuer, audience, tenant, assignment, algorithms: [...algorithms], pinnedBy: row.pinnedBy, pinnedAt: row.pinnedAt.toISOString() };
    return new Answer(200, { state: 'pinned', ...shown, pinnable }, headers);
  }
}

const versionOf = (row: PinRow | 'open'): number => (row === 'open' ? 0 : row.version);

const wrong = (member: string, code: string, message: string): VitrineError => refusal(422, code, message, { errors: [{ pointer: `/${member}`, code }] });
