import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../auth/route-access.js';
import type { Answer } from '../http/answer.js';
import { Answers } from '../http/answers.decorator.js';
import { FORM } from '../http/form-body.js';
import { TakesBody } from '../http/route-wire.js';
import { TokenExchangeService } from './token-exchange.service.js';
import { TOKEN_BODY_LIMIT, tokenAnswerSchema, tokenRequestSchema, type TokenAnswer, type TokenRequest } from './token-exchange.schemas.js';

/** Public by its nature: the id token in the form is what is presented. */
@ApiTags('token-exchange')
@Controller('v1/token')
export class TokenExchangeController {
  constructor(private readonly exchanges: TokenExchangeService) {}

  @Post()
  @Public()
  @TakesBody({ mediaType: FORM, limit: TOKEN_BODY_LIMIT })
  @Answers(200, tokenAnswerSchema, 'An access token for the id token of a CI run (RFC 8693)', [413, 415, 422])
  async exchange(@Body({ schema: tokenRequestSchema }) request: TokenRequest): Promise<Answer<TokenAnswer>> {
    return await this.exchanges.exchange(request);
  }
}
