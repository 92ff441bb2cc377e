import { Module } from '@nestjs/common';
import { MemberApprovals } from './member-approvals.js';
import { MemberChanges } from './member-changes.js';
import { MembersController } from './members.controller.js';
import { MembersRepository } from './members.repository.js';
import { MembersService } from './members.service.js';
import { RolesController } from './roles.controller.js';

@Module({
  controllers: [MembersController, RolesController],
  providers: [MembersService, MembersRepository, MemberChanges, MemberApprovals],
  exports: [MemberChanges, MembersRepository],
})
export class MembersModule {}
