import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { apiTokenIdSchema, type ApiTokenId } from '@vitrine/contracts';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { Requires } from '../auth/route-access.js';
import type { Answer } from '../http/answer.js';
import { Answers } from '../http/answers.decorator.js';
import { Revalidated } from '../http/etag.js';
import { IdempotencyKey, type Idempotency } from '../http/idempotency.js';
import type { Page } from '../http/pagination.js';
import {
  apiTokenPageSchema,
  apiTokenSchema,
  createApiTokenSchema,
  createdApiTokenSchema,
  listApiTokensSchema,
  type ApiToken,
  type CreateApiToken,
  type CreatedApiToken,
  type ListApiTokens,
} from './api-token.schemas.js';
import { ApiTokensService } from './api-tokens.service.js';

@ApiTags('api-tokens')
@Controller('v1/api-tokens')
export class ApiTokensController {
  constructor(private readonly tokens: ApiTokensService) {}

  @Get()
  @Requires('vitrine.tokens.read')
  @Answers(200, apiTokenPageSchema, 'API tokens, newest first; never their secrets', [422])
  async list(@CurrentCaller() caller: Caller, @Query({ schema: listApiTokensSchema }) query: ListApiTokens): Promise<Page<ApiToken>> {
    return await this.tokens.list(caller, query);
  }

  @Post()
  @Requires('vitrine.tokens.write', 'api-token.create')
  @Answers(201, createdApiTokenSchema, 'The token, shown this once', [404, 409, 413, 415, 422])
  async create(
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() key: Idempotency,
    @Body({ schema: createApiTokenSchema }) wish: CreateApiToken,
  ): Promise<Answer<CreatedApiToken>> {
    return await this.tokens.create(caller, key, wish);
  }

  @Get(':id')
  @Requires('vitrine.tokens.read')
  @Revalidated()
  @Answers(200, apiTokenSchema, 'The API token', [404, 422])
  async read(@CurrentCaller() caller: Caller, @Param('id', { schema: apiTokenIdSchema }) id: ApiTokenId): Promise<Answer<ApiToken>> {
    return await this.tokens.read(caller, id);
  }

  @Delete(':id')
  @Requires('vitrine.tokens.write')
  @Answers(204, 'no-body', 'The token ended everywhere', [404, 422])
  async revoke(@CurrentCaller() caller: Caller, @Param('id', { schema: apiTokenIdSchema }) id: ApiTokenId): Promise<Answer<undefined>> {
    return await this.tokens.revoke(caller, id);
  }
}
