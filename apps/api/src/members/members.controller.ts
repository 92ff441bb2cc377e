import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { memberIdSchema, type MemberId } from '@vitrine/contracts';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { Requires } from '../auth/route-access.js';
import type { Answer } from '../http/answer.js';
import { pendingChangeSchema, type PendingChange } from '../approvals/approval.schemas.js';
import { AlsoAnswers, Answers } from '../http/answers.decorator.js';
import { IfMatch, Revalidated } from '../http/etag.js';
import { IdempotencyKey, type Idempotency } from '../http/idempotency.js';
import type { Page } from '../http/pagination.js';
import {
  addMemberSchema,
  changeMemberSchema,
  listMembersSchema,
  memberPageSchema,
  memberSchema,
  type AddMember,
  type ChangeMember,
  type ListMembers,
  type Member,
} from './member.schemas.js';
import { MembersService } from './members.service.js';

@ApiTags('members')
@Controller('v1/members')
export class MembersController {
  constructor(private readonly members: MembersService) {}

  @Get()
  @Requires('vitrine.members.read')
  @Answers(200, memberPageSchema, 'Members, oldest first', [422])
  async list(@CurrentCaller() caller: Caller, @Query({ schema: listMembersSchema }) query: ListMembers): Promise<Page<Member>> {
    return await this.members.list(caller, query);
  }

  @Post()
  @Requires('vitrine.members.write', 'member.add')
  @AlsoAnswers(202, pendingChangeSchema, 'An admin or owner waits for a second person')
  @Answers(201, memberSchema, 'The member', [409, 413, 415, 422])
  async add(
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() key: Idempotency,
    @Body({ schema: addMemberSchema }) member: AddMember,
  ): Promise<Answer<Member | PendingChange>> {
    return await this.members.add(caller, key, member);
  }

  @Get(':id')
  @Requires('vitrine.members.read')
  @Revalidated()
  @Answers(200, memberSchema, 'The member', [404, 422])
  async read(@CurrentCaller() caller: Caller, @Param('id', { schema: memberIdSchema }) id: MemberId): Promise<Answer<Member>> {
    return await this.members.read(caller, id);
  }

  @Patch(':id')
  @Requires('vitrine.members.write', 'member.change-role')
  @AlsoAnswers(202, pendingChangeSchema, 'A raise to admin or owner waits for a second person')
  @Answers(200, memberSchema, 'The member after the change', [404, 409, 412, 413, 415, 422, 428])
  async change(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: memberIdSchema }) id: MemberId,
    @IfMatch() ifMatch: string | undefined,
    @Body({ schema: changeMemberSchema }) change: ChangeMember,
  ): Promise<Answer<Member | PendingChange>> {
    return await this.members.change(caller, id, ifMatch, change);
  }

  @Delete(':id')
  @Requires('vitrine.members.write', 'member.remove')
  @Answers(204, 'no-body', 'The membership ended, and every API token that the member made', [404, 409, 422])
  async remove(@CurrentCaller() caller: Caller, @Param('id', { schema: memberIdSchema }) id: MemberId): Promise<Answer<undefined>> {
    return await this.members.remove(caller, id);
  }
}
