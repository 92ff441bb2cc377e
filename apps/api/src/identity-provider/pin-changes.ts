import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { MemberId, VitrineError } from '@vitrine/contracts';
import { sqlStateOf } from '@vitrine/database';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { ApprovalKinds } from '../approvals/approval-kinds.js';
import type { Pin } from '../auth/pin.js';
import { scopesOfRole, type Role } from '../auth/scopes.js';
import type { ApiConfig } from '../config.js';
import { refusal } from '../http/problem.js';
import { MemberChanges } from '../members/member-changes.js';
import type { AddMember } from '../members/member.schemas.js';
import { MembersRepository } from '../members/members.repository.js';
import { API_CONFIG } from '../platform/tokens.js';
import { record } from '../trail/record.js';
import { IdentityProviderRepository } from './identity-provider.repository.js';
import { proposedPinSchema, type ProvenPin } from './identity-provider.schemas.js';

export const REPIN = 'identity-provider.repin';

/** What becomes of a pin once a second person allowed it, or a day has passed in which all could see it. */
@Injectable()
export class PinChanges implements OnModuleInit {
  constructor(
    @Inject(API_CONFIG) private readonly config: ApiConfig,
    private readonly kinds: ApprovalKinds,
    private readonly providers: IdentityProviderRepository,
    private readonly members: MembersRepository,
    private readonly memberChanges: MemberChanges,
  ) {}

  onModuleInit(): void {
    this.kinds.register({
      kind: REPIN,
      schema: proposedPinSchema,
      action: REPIN,
      subjectOf: () => 'identity-provider',
      // Attack: a pin that is announced without whom it makes a member. Not his address: the subject names the person.
      announce: (proposed) => (proposed.to === 'open' ? { state: 'open' } : { ...announced(proposed.pin), subject: proposed.subject, role: proposed.role }),
      apply: async (tx, proposed, { proposedBy }) => await (proposed.to === 'open' ? this.open(tx, proposedBy) : this.pin(tx, proposed, proposedBy)),
    });
  }

  /**
   * The role in which the pinner is a member by his new issuer: the one that he has there, else the one that he has here.
   * @throws VitrineError 409 `proof-outdated`
   */
  async roleBy(tx: OrganizationTransaction, as: { readonly issuer: string; readonly subject: string }, by: MemberId): Promise<Role> {
    const standing = await this.members.standing(tx, as);
    const role = standing.state === 'none' ? await this.providers.roleOf(tx, by) : standing.state === 'active' ? standing.role : 'gone';
    if (role === 'gone' || !scopesOfRole[role].includes('vitrine.identity.write')) throw outdated();
    return role;
  }

  /** @throws VitrineError 409 `nobody-left` */
  private async open(tx: OrganizationTransaction, by: MemberId): Promise<void> {
    const current = await this.providers.find(tx, 'for-change');
    await this.expectOwnerOf(
      tx,
      this.config.oidcIssuers.map(({ issuer }) => issuer),
    );
    await this.providers.unpin(tx);
    if (current !== 'open' && current.claimAdded) await this.providers.removeClaim(tx, current.pin);
    await record(tx, { type: 'identity-provider.unpinned', payload: { memberId: by } });
  }

  /** @throws VitrineError 409 `tenant-taken` | `nobody-left` | `proof-outdated` */
  private async pin(tx: OrganizationTransaction, { pin, subject, email, role }: ProvenPin, by: MemberId): Promise<void> {
    const current = await this.providers.find(tx, 'for-change');
    await this.carryOver(tx, { issuer: pin.issuer, subject, role, ...(email === null ? {} : { email }) }, by);
    await this.expectOwnerOf(tx, [pin.issuer]);
    const same = current !== 'open' && claimText(current.pin) === claimText(pin);
    const added = same ? current.claimAdded : await this.addClaim(tx, pin);
    if (!same && current !== 'open' && current.claimAdded) await this.providers.removeClaim(tx, current.pin);
    await this.providers.pin(tx, pin, added, by);
    await record(tx, { type: 'identity-provider.pinned', payload: { memberId: by, ...announced(pin), subject } });
  }

  /**
   * The pinner, as his new issuer calls him, in the role that was announced. His old membership stays, since it is what opening the organization again
   * leaves him; it is the same human's, so that he is not his own second person.
   * @throws VitrineError 409 `proof-outdated`
   */
  private async carryOver(tx: OrganizationTransaction, as: AddMember, by: MemberId): Promise<void> {
    const standing = await this.members.standing(tx, as);
    // Attack: proposed as an admin, applied as an owner.
    if ((await this.roleBy(tx, as, by)) !== as.role) throw outdated();
    const { id } = standing.state === 'active' ? standing : await this.memberChanges.add(tx, as, by);
    await this.members.markSamePerson(tx, id, by);
  }

  /** Attack, or mishap: an organization that nobody can administer any more, since only an owner makes owners. */
  private async expectOwnerOf(tx: OrganizationTransaction, issuers: readonly string[]): Promise<void> {
    if (!(await this.providers.hasOwnerOf(tx, issuers)))
      throw refusal(409, 'nobody-left', 'No owner could sign in any more. Add one of an issuer that opens the organization afterwards first.');
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

const outdated = (): VitrineError =>
  refusal(409, 'proof-outdated', 'Whoever pins this could not administer the organization through it, or not in the role that was announced. Pin it anew.');

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
