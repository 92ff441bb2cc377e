import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { operatorSessionIdSchema, type OperatorSessionId } from '@vitrine/contracts';
import type { OperatorId } from '../auth/operator-id.js';
import { RequiresOperator } from '../auth/route-access.js';
import type { Answer } from '../http/answer.js';
import { Answers } from '../http/answers.decorator.js';
import { IdempotencyKey, type Idempotency } from '../http/idempotency.js';
import type { Page } from '../http/pagination.js';
import { CurrentOperator } from './current-operator.decorator.js';
import {
  inOrganizationQuerySchema,
  inOrganizationSchema,
  listOwnSessionsSchema,
  operatorSessionPageSchema,
  operatorSessionSchema,
  requestSessionSchema,
  startedSessionSchema,
  type InOrganization,
  type ListOwnSessions,
  type OperatorSession,
  type RequestSession,
  type StartedSession,
} from './operator-session.schemas.js';
import { OperatorsService } from './operators.service.js';

const PATH_ID = { schema: operatorSessionIdSchema };

/** For operators of the platform, by their own sign-in. */
@ApiTags('operator')
@Controller('v1/operator/sessions')
export class OperatorsController {
  constructor(private readonly operators: OperatorsService) {}

  @Post()
  @RequiresOperator()
  @Answers(201, operatorSessionSchema, 'The request, waiting for a second operator or the organization', [404, 409, 413, 415, 422])
  async request(
    @CurrentOperator() operator: OperatorId,
    @Body({ schema: requestSessionSchema }) wish: RequestSession,
    @IdempotencyKey() idempotency: Idempotency,
  ): Promise<Answer<OperatorSession>> {
    return await this.operators.request(operator, wish, idempotency);
  }

  @Get()
  @RequiresOperator()
  @Answers(200, operatorSessionPageSchema, "The operator's own requests and sessions in one organization, newest first", [422])
  async list(@CurrentOperator() operator: OperatorId, @Query({ schema: listOwnSessionsSchema }) query: ListOwnSessions): Promise<Page<OperatorSession>> {
    return await this.operators.list(operator, query);
  }

  @Get(':sessionId')
  @RequiresOperator()
  @Answers(200, operatorSessionSchema, 'One request, for whoever is asked to approve it', [404, 422])
  async read(
    @Param('sessionId', PATH_ID) id: OperatorSessionId,
    @Query({ schema: inOrganizationQuerySchema }) { organizationId }: InOrganization,
  ): Promise<OperatorSession> {
    return await this.operators.read(organizationId, id);
  }

  @Post(':sessionId/approve')
  @RequiresOperator()
  @Answers(200, operatorSessionSchema, 'The approved session of another operator; the organization may insist on approving itself', [404, 409, 413, 415, 422])
  async approve(
    @CurrentOperator() operator: OperatorId,
    @Param('sessionId', PATH_ID) id: OperatorSessionId,
    @Body({ schema: inOrganizationSchema }) { organizationId }: InOrganization,
    @IdempotencyKey() idempotency: Idempotency,
  ): Promise<Answer<OperatorSession>> {
    return await this.operators.decide(operator, organizationId, id, 'approved', idempotency);
  }

  @Post(':sessionId/refuse')
  @RequiresOperator()
  @Answers(200, operatorSessionSchema, 'The refused request of another operator', [404, 409, 413, 415, 422])
  async refuse(
    @CurrentOperator() operator: OperatorId,
    @Param('sessionId', PATH_ID) id: OperatorSessionId,
    @Body({ schema: inOrganizationSchema }) { organizationId }: InOrganization,
    @IdempotencyKey() idempotency: Idempotency,
  ): Promise<Answer<OperatorSession>> {
    return await this.operators.decide(operator, organizationId, id, 'refused', idempotency);
  }

  @Post(':sessionId/start')
  @RequiresOperator()
  @Answers(200, startedSessionSchema, 'The session, running from now on, with its token, shown this once', [404, 409, 413, 415, 422])
  async start(
    @CurrentOperator() operator: OperatorId,
    @Param('sessionId', PATH_ID) id: OperatorSessionId,
    @Body({ schema: inOrganizationSchema }) { organizationId }: InOrganization,
    @IdempotencyKey() idempotency: Idempotency,
  ): Promise<Answer<StartedSession>> {
    return await this.operators.start(operator, organizationId, id, idempotency);
  }

  @Post(':sessionId/end')
  @RequiresOperator()
  @Answers(200, operatorSessionSchema, 'The session, ended by its operator', [404, 409, 413, 415, 422])
  async end(
    @CurrentOperator() operator: OperatorId,
    @Param('sessionId', PATH_ID) id: OperatorSessionId,
    @Body({ schema: inOrganizationSchema }) { organizationId }: InOrganization,
    @IdempotencyKey() idempotency: Idempotency,
  ): Promise<Answer<OperatorSession>> {
    return await this.operators.end(operator, organizationId, id, idempotency);
  }
}
