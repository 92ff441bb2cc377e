import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { connectionIdSchema } from '@vitrine/contracts';
import { z } from 'zod';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { Requires } from '../auth/route-access.js';
import type { Answer } from '../http/answer.js';
import { Answers } from '../http/answers.decorator.js';
import { IdempotencyKey, type Idempotency } from '../http/idempotency.js';
import { LedgerSyncsService, syncSchema, type LedgerSync } from './ledger-syncs.service.js';

const startSyncSchema = z.strictObject({ connectionId: connectionIdSchema }).meta({ id: 'StartLedgerSync' });

@ApiTags('costs')
@Controller('v1/costs/syncs')
export class LedgerSyncsController {
  constructor(private readonly syncs: LedgerSyncsService) {}

  @Post()
  @Requires('vitrine.costs.write')
  @Answers(202, syncSchema, 'A worker will pull the connection’s bill; what it loads is among the sources', [404, 409, 413, 415, 422])
  async startSync(
    @CurrentCaller() caller: Caller,
    @Body({ schema: startSyncSchema }) { connectionId }: z.infer<typeof startSyncSchema>,
    @IdempotencyKey() idempotency: Idempotency,
  ): Promise<Answer<LedgerSync>> {
    return await this.syncs.start(caller, connectionId, idempotency);
  }
}
