import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { priceAgreementSchema, type PriceAgreement } from '@vitrine/contracts';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { Requires } from '../auth/route-access.js';
import type { Answer } from '../http/answer.js';
import { Answers } from '../http/answers.decorator.js';
import { IfMatch, Revalidated } from '../http/etag.js';
import { PriceAgreementService } from './price-agreement.service.js';

@ApiTags('costs')
@Controller('v1/costs/price-agreement')
export class PriceAgreementController {
  constructor(private readonly agreement: PriceAgreementService) {}

  @Get()
  @Requires('vitrine.costs.read')
  @Answers(200, priceAgreementSchema, 'Negotiated discounts and prices')
  @Revalidated()
  async readAgreement(@CurrentCaller() caller: Caller): Promise<Answer<PriceAgreement>> {
    return await this.agreement.read(caller);
  }

  @Put()
  @Requires('vitrine.costs.write')
  @Answers(200, priceAgreementSchema, 'The agreement after the change; the next audit prices by it', [412, 413, 415, 422, 428])
  async replaceAgreement(
    @CurrentCaller() caller: Caller,
    @IfMatch() ifMatch: string | undefined,
    @Body({ schema: priceAgreementSchema }) body: PriceAgreement,
  ): Promise<Answer<PriceAgreement>> {
    return await this.agreement.replace(caller, ifMatch, body);
  }
}
