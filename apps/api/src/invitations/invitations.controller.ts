import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { invitationIdSchema, type InvitationId } from '@vitrine/contracts';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { CurrentIdentity } from '../auth/current-identity.decorator.js';
import type { VerifiedIdentity } from '../auth/oidc-verifier.js';
import { Requires, RequiresIdentity } from '../auth/route-access.js';
import type { Answer } from '../http/answer.js';
import { Answers } from '../http/answers.decorator.js';
import { Revalidated } from '../http/etag.js';
import { IdempotencyKey, type Idempotency } from '../http/idempotency.js';
import type { Page } from '../http/pagination.js';
import { memberSchema, type Member } from '../members/member.schemas.js';
import { InvitationAcceptance } from './invitation-acceptance.js';
import {
  acceptInvitationSchema,
  createdInvitationSchema,
  createInvitationSchema,
  invitationPageSchema,
  invitationSchema,
  listInvitationsSchema,
  type AcceptInvitation,
  type CreatedInvitation,
  type CreateInvitation,
  type Invitation,
  type ListInvitations,
} from './invitation.schemas.js';
import { InvitationsService } from './invitations.service.js';

@ApiTags('members')
@Controller('v1/invitations')
export class InvitationsController {
  constructor(
    private readonly invitations: InvitationsService,
    private readonly acceptance: InvitationAcceptance,
  ) {}

  @Get()
  @Requires('vitrine.members.read')
  @Answers(200, invitationPageSchema, 'Invitations, newest first', [422])
  async list(@CurrentCaller() caller: Caller, @Query({ schema: listInvitationsSchema }) query: ListInvitations): Promise<Page<Invitation>> {
    return await this.invitations.list(caller, query);
  }

  @Post()
  @Requires('vitrine.members.write', 'invitation.create')
  @Answers(201, createdInvitationSchema, 'The invitation, with its code this once', [409, 413, 415, 422])
  async create(
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() key: Idempotency,
    @Body({ schema: createInvitationSchema }) wish: CreateInvitation,
  ): Promise<Answer<CreatedInvitation>> {
    return await this.invitations.create(caller, key, wish);
  }

  @Post('accept')
  @RequiresIdentity()
  @Answers(201, memberSchema, 'The member that whoever signed in now is', [404, 409, 413, 415, 422])
  async accept(@CurrentIdentity() identity: VerifiedIdentity, @Body({ schema: acceptInvitationSchema }) { code }: AcceptInvitation): Promise<Answer<Member>> {
    return await this.acceptance.accept(identity, code);
  }

  @Get(':id')
  @Requires('vitrine.members.read')
  @Revalidated()
  @Answers(200, invitationSchema, 'The invitation, without its code', [404, 422])
  async read(@CurrentCaller() caller: Caller, @Param('id', { schema: invitationIdSchema }) id: InvitationId): Promise<Answer<Invitation>> {
    return await this.invitations.read(caller, id);
  }

  @Delete(':id')
  @Requires('vitrine.members.write', 'invitation.revoke')
  @Answers(204, 'no-body', 'Its code opens nothing any more', [404, 422])
  async revoke(@CurrentCaller() caller: Caller, @Param('id', { schema: invitationIdSchema }) id: InvitationId): Promise<Answer<undefined>> {
    return await this.invitations.revoke(caller, id);
  }
}
