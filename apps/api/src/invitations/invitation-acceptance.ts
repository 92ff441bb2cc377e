import { Injectable } from '@nestjs/common';
import { organizationSuspended } from '../auth/auth-errors.js';
import { MemberCallers } from '../auth/member-callers.js';
import type { VerifiedIdentity } from '../auth/oidc-verifier.js';
import { Policies } from '../auth/policy/policies.js';
import { scopesOfRole } from '../auth/scopes.js';
import { Database } from '../database/database.js';
import { Answer } from '../http/answer.js';
import { refusal } from '../http/problem.js';
import { requestContext } from '../http/request-context.js';
import { MemberChanges } from '../members/member-changes.js';
import type { Member } from '../members/member.schemas.js';
import { shownMember } from '../members/shown-member.js';
import { record } from '../trail/record.js';
import { invitationCodeHash } from './invitation-code.js';
import { InvitationsRepository, type PresentedInvitation } from './invitations.repository.js';

/** Whoever signed in and is no member yet takes the invitation that he was given. */
@Injectable()
export class InvitationAcceptance {
  constructor(
    private readonly database: Database,
    private readonly callers: MemberCallers,
    private readonly policies: Policies,
    private readonly changes: MemberChanges,
    private readonly invitations: InvitationsRepository,
  ) {}

  /**
   * The organization is the one of the verified claim (CF-18), never the code's: a code of another organization is one that does not exist.
   * @throws VitrineError 403 `organization-unknown` | `organization-suspended`, 404 `invitation-unknown`, 409 `member-exists`
   */
  async accept(identity: VerifiedIdentity, code: string): Promise<Answer<Member>> {
    const organizationId = await this.callers.organizationOf(identity);
    return await this.database.inOrganization(organizationId, async (tx) => {
      const invitation = await this.invitations.findByCode(tx, invitationCodeHash(code));
      if (invitation === 'missing' || !this.isFor(invitation, identity)) throw invitationUnknown();
      if (invitation.organization_state === 'suspended') throw organizationSuspended();
      const { issuer } = identity.issuer;
      const removedAt = await this.invitations.removedAt(tx, issuer, identity.subject);
      // Attack: somebody keeps a code for the day when he is shown the door.
      if (removedAt !== 'never' && removedAt >= invitation.created_at) throw invitationUnknown();
      const email = identity.email === null ? {} : { email: identity.email };
      const row = await this.changes.join(tx, { issuer, subject: identity.subject, role: invitation.role, ...email }, invitation.created_by);
      // From here on the trail knows who it is.
      requestContext().caller = {
        organizationId,
        memberId: row.id,
        role: row.role,
        via: { kind: 'oidc', expiresAt: identity.expiresAt },
        scopes: new Set(scopesOfRole[row.role]),
        connections: 'all',
      };
      await this.invitations.step(tx, invitation.id, 'accepted', row.id);
      await record(tx, { type: 'invitation.accepted', payload: { invitationId: invitation.id, memberId: row.id, role: row.role } });
      return shownMember(201, row);
    });
  }

  /** Every reason is the same 404: a stranger with half of it learns nothing about the other half. */
  private isFor(invitation: PresentedInvitation, identity: VerifiedIdentity): boolean {
    const { state, issuer, subject, email, role, inviter_state: inviterState, inviter_role: inviterRole } = invitation;
    if (state !== 'open' || inviterState !== 'active' || (inviterRole !== 'admin' && inviterRole !== 'owner')) return false;
    if (issuer !== null && (issuer !== identity.issuer.issuer || subject !== identity.subject)) return false;
    // Attack: an account of the same issuer whose address its holder typed in himself and never proved.
    if (email !== null && (!identity.emailVerified || email.toLowerCase() !== identity.email?.toLowerCase())) return false;
    // Attack: an owner invites an owner and is then lowered; nobody gives what he has not.
    return this.policies.answerFor({ kind: 'Member', role: inviterRole }, 'invitation.create', { to: role, approved: true }) === 'allow';
  }
}

function invitationUnknown(): Error {
  return refusal(404, 'invitation-unknown', 'There is no such invitation for you. It may have been used, revoked or forgotten for too long.');
}
