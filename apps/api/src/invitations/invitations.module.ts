import { Module } from '@nestjs/common';
import { MembersModule } from '../members/members.module.js';
import { InvitationAcceptance } from './invitation-acceptance.js';
import { InvitationApprovals } from './invitation-approvals.js';
import { InvitationsController } from './invitations.controller.js';
import { InvitationsRepository } from './invitations.repository.js';
import { InvitationsService } from './invitations.service.js';

@Module({
  imports: [MembersModule],
  controllers: [InvitationsController],
  providers: [InvitationsService, InvitationAcceptance, InvitationsRepository, InvitationApprovals],
})
export class InvitationsModule {}
