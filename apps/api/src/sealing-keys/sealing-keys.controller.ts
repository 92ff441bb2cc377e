import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { sealingKeySetSchema, type SealingKeySet } from '@vitrine/crypto-envelope';
import { Public } from '../auth/route-access.js';
import { Answers } from '../http/answers.decorator.js';
import { SealingKeys } from './sealing-keys.js';

/** Public by nature: whoever seals before sending needs nothing else from us. */
@ApiTags('sealing keys')
@Controller('v1/sealing-keys')
export class SealingKeysController {
  constructor(private readonly keys: SealingKeys) {}

  @Get()
  @Public()
  @Answers(200, sealingKeySetSchema, 'The keys to seal a credential to, one per cloud (JWK Set)')
  read(): SealingKeySet {
    return this.keys.published();
  }
}
