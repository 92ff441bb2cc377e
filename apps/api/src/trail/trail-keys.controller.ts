import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../auth/route-access.js';
import { Answers } from '../http/answers.decorator.js';
import { TrailKeys } from './trail-keys.js';
import { trailKeysSchema } from './trail.schemas.js';

/** Public by nature: whoever verifies a trail needs it, and compares it with the copy that he got another way. */
@ApiTags('trail')
@Controller('v1/trail-keys')
export class TrailKeysController {
  constructor(private readonly keys: TrailKeys) {}

  @Get()
  @Public()
  @Answers(200, trailKeysSchema, 'The keys that checkpoints are verified with (C2SP name+hash+base64), the current first')
  read(): { keys: string[] } {
    return { keys: [...this.keys.published()] };
  }
}
