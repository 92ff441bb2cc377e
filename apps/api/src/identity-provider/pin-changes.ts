import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { MemberId } from '@vitrine/contracts';
import { sqlStateOf } from '@vitrine/database';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { ApprovalKinds } from '../approvals/approval-kinds.js';
import type { Pin } from '../auth/pin.js';
import { scopesOfRole } from '../auth/scopes.js';
import type { ApiConfig } from '../config.js';
import { refusal } from '../http/problem.js';
import { API_CONFIG } from '../platform/tokens.js';
import { record } from '../trail/record.js';
import { IdentityProviderRepository } from './identity-provider.repository.js';
import { proposedPinSchema, type ProposedPin } from './identity-provider.schemas.js';

export const REPIN = 'identity-provider.repin';

/** What becomes of a pin once it is allowed: at once where nobody else is there to be locked out, else by a second person or after a day. */
@Injectable()
export class PinChanges implements OnModuleInit {
  constructor(
    @Inject(API_CONFIG) private readonly config: ApiConfig,
    private readonly kinds: ApprovalKinds,
    private readonly providers: IdentityProviderRepository,
  ) {}

  onModuleInit(): void {
    this.kinds.register({
      kind: REPIN,
      schema: proposedPinSchema,
      action: REPIN,
      subjectOf: () => 'identity-provider',
      announce: ({ pin }) => (pin === 'open' ? { state: 'open' } : announced(pin)),
      apply: async (tx, proposed, { proposedBy }) => await this.apply(tx, proposed, proposedBy),
    });
  }

  /** @throws VitrineError 409 `tenant-taken` | `nobody-left` | `proof-outdated` */
  async apply(tx: OrganizationTransaction, { pin, subject, email }: ProposedPin, by: MemberId): Promise<void> {
    const current = await this.providers.find(tx, 'for-change');
    if (pin === 'open') {
      const left = await this.providers.hasAdminOf(
        tx,
        this.config.oidcIssuers.map(({ issuer }) => issuer),
      );
      // Attack, or mishap: an organization that nobody can administer any more.
      if (!left) throw refusal(409, 'nobody-left', 'No admin or owner could sign in without this issuer. Add one of an issuer of this service first.');
      await this.providers.unpin(tx);
      if (current !== 'open' && current.claimAdded) await this.providers.removeClaim(tx, current.pin);
      await record(tx, { type: 'identity-provider.unpinned', payload: { memberId: by } });
      return;
    }
    const role = await this.providers.roleOf(tx, by);
    const carried = role === 'gone' ? 'removed' : await this.providers.carryOver(tx, { issuer: pin.issuer, subject, email }, role, by);
    if (carried === 'removed' || !scopesOfRole[carried].includes('vitrine.identity.write'))
      throw refusal(409, 'proof-outdated', 'Whoever pinned this could not administer the organization through it. Pin it anew.');
    const same = current !== 'open' && claimText(current.pin) === claimText(pin);
    const added = same ? current.claimAdded : await this.addClaim(tx, pin);
    if (!same && current !== 'open' && current.claimAdded) await this.providers.removeClaim(tx, current.pin);
    await this.providers.pin(tx, pin, added, by);
    await record(tx, { type: 'identity-provider.pinned', payload: { memberId: by, ...announced(pin) } });
  }

  /** Attack: an organization pins the tenant of another one. It has shown a token of that tenant, so it may be told. */
  private async addClaim(tx: OrganizationTransaction, pin: Pin): Promise<boolean> {
    try {
      return await this.providers.addClaim(tx, pin);
    } catch (error) {
      if (sqlStateOf(error) !== '23505') throw error;
      throw refusal(409, 'tenant-taken', 'Another organization is opened by this tenant already.');
    }
  }
}

const claimText = ({ issuer, organizationClaim, tenant }: Pin): string => JSON.stringify([issuer, organizationClaim, tenant]);

/** What all members are told. */
function announced({ issuer, audience, tenant, assignment, algorithms }: Pin): Readonly<Record<string, string | null>> {
  return {
    state: 'pinned',
    issuer,
    audience,
    tenant,
    assignment: assignment === null ? null : `${assignment.claim}=${assignment.value}`,
    algorithms: algorithms.join(' '),
  };
}
