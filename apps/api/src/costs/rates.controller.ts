import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { Requires } from '../auth/route-access.js';
import type { Answer } from '../http/answer.js';
import { Answers } from '../http/answers.decorator.js';
import { exchangeRatesSchema, rateQuerySchema, setRatesSchema, type ExchangeRates, type SetRates } from './rates.schemas.js';
import { RatesService } from './rates.service.js';

@ApiTags('costs')
@Controller('v1/costs/exchange-rates')
export class RatesController {
  constructor(private readonly rates: RatesService) {}

  @Get()
  @Requires('vitrine.costs.read')
  @Answers(200, exchangeRatesSchema, 'Dated rates that the organization gave, the newest first', [422])
  async listRates(@CurrentCaller() caller: Caller, @Query({ schema: rateQuerySchema }) query: z.infer<typeof rateQuerySchema>): Promise<ExchangeRates> {
    return await this.rates.list(caller, query);
  }

  @Put()
  @Requires('vitrine.costs.write')
  @Answers(200, exchangeRatesSchema, 'The newest rates after the change', [413, 415, 422])
  async setRates(@CurrentCaller() caller: Caller, @Body({ schema: setRatesSchema }) body: SetRates): Promise<Answer<ExchangeRates>> {
    return await this.rates.set(caller, body);
  }
}
