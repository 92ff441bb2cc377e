import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { operatorSessionIdSchema, type OperatorSessionId } from '@vitrine/contracts';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { Requires } from '../auth/route-access.js';
import type { Answer } from '../http/answer.js';
import { Answers } from '../http/answers.decorator.js';
import { IdempotencyKey, type Idempotency } from '../http/idempotency.js';
import type { Page } from '../http/pagination.js';
import { listSessionsSchema, operatorSessionPageSchema, operatorSessionSchema, type ListSessions, type OperatorSession } from './operator-session.schemas.js';
import { OrganizationSessionsService } from './organization-sessions.service.js';

const PATH_ID = { schema: operatorSessionIdSchema };

/** Who of the platform looks in, looked in, or asks to. Every role sees it, and there is nothing that hides it (PF-39). */
@ApiTags('organization')
@Controller('v1/organization/operator-sessions')
export class OrganizationSessionsController {
  constructor(private readonly sessions: OrganizationSessionsService) {}

  @Get()
  @Requires('vitrine.operator-sessions.read')
  @Answers(200, operatorSessionPageSchema, 'Requests and sessions of operators, those of today and all before, newest first', [422])
  async list(@CurrentCaller() caller: Caller, @Query({ schema: listSessionsSchema }) query: ListSessions): Promise<Page<OperatorSession>> {
    return await this.sessions.list(caller, query);
  }

  @Get(':sessionId')
  @Requires('vitrine.operator-sessions.read')
  @Answers(200, operatorSessionSchema, 'One request or session', [404, 422])
  async read(@CurrentCaller() caller: Caller, @Param('sessionId', PATH_ID) id: OperatorSessionId): Promise<OperatorSession> {
    return await this.sessions.read(caller, id);
  }

  @Post(':sessionId/approve')
  @Requires('vitrine.operator-sessions.write')
  @Answers(200, operatorSessionSchema, 'The approved session; its operator may start it within the hour', [404, 409, 415, 422])
  async approve(
    @CurrentCaller() caller: Caller,
    @Param('sessionId', PATH_ID) id: OperatorSessionId,
    @IdempotencyKey() idempotency: Idempotency,
  ): Promise<Answer<OperatorSession>> {
    return await this.sessions.decide(caller, id, 'approved', idempotency);
  }

  @Post(':sessionId/refuse')
  @Requires('vitrine.operator-sessions.write')
  @Answers(200, operatorSessionSchema, 'The refused request', [404, 409, 415, 422])
  async refuse(
    @CurrentCaller() caller: Caller,
    @Param('sessionId', PATH_ID) id: OperatorSessionId,
    @IdempotencyKey() idempotency: Idempotency,
  ): Promise<Answer<OperatorSession>> {
    return await this.sessions.decide(caller, id, 'refused', idempotency);
  }

  @Post(':sessionId/end')
  @Requires('vitrine.operator-sessions.write')
  @Answers(200, operatorSessionSchema, 'The session, ended within a second in every process', [404, 409, 415, 422])
  async end(
    @CurrentCaller() caller: Caller,
    @Param('sessionId', PATH_ID) id: OperatorSessionId,
    @IdempotencyKey() idempotency: Idempotency,
  ): Promise<Answer<OperatorSession>> {
    return await this.sessions.end(caller, id, idempotency);
  }
}
