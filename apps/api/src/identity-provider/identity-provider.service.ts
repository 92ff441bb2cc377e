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
import type { IdentityProvider, PinIdentityProvider, ProposedPin } from './identity-provider.schemas.js';
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
   * Proposes the issuer whose token the caller shows. It waits also where he is the only member. Attack: a session of his that was stolen pins the
   * thief's tenant; a day of notice is what he has against it.
   * @throws VitrineError 422 `unknown-issuer` | `invalid-tenant` | `missing-assignment` | `proof-refused`, 409, 412, 428, 503
   */
  async pin(caller: Caller, ifMatch: string | undefined, wish: PinIdentityProvider): Promise<Answer<PendingChange>> {
    const pin = this.pinOf(wish);
    const { subject, email } = await this.proven(pin, wish.token);
    return await this.mutations.run(caller, 'none', async (tx) => {
      expectMatch(ifMatch, versionOf(await this.providers.find(tx, 'for-change')));
      this.policies.permission(caller, REPIN);
      const role = await this.changes.roleBy(tx, { issuer: pin.issuer, subject }, memberOf(caller));
      const proposed: ProposedPin = { to: 'pinned', pin, subject, email, role };
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
      return { answer: waiting(await this.approvals.propose(tx, caller, REPIN, { to: 'open' } satisfies ProposedPin)) };
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
      // Where the operator lists the issuer, sign-in goes by his settings: what they make of the token is what the pin will be asked about.
      const listed = this.config.oidcIssuers.some(({ issuer }) => issuer === pin.issuer);
      const identity = listed ? await this.verifier.verify(token) : await this.verifier.verifyBy(token, configOfPin(pin));
      expectPinned(pin, identity);
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
