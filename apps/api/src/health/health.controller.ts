import { Controller, Get } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Public } from '../auth/route-access.js';
import { Database } from '../database/database.js';
import { Answer } from '../http/answer.js';
import { Answers } from '../http/answers.decorator.js';
import { Lifecycle } from '../platform/lifecycle.js';
import { JobOffers } from '../queue/job-offers.js';

const liveSchema = z.strictObject({ status: z.literal('live') }).meta({ id: 'Liveness' });
const readySchema = z
  .strictObject({ status: z.enum(['ready', 'not-ready', 'draining']), database: z.enum(['up', 'down']), queue: z.enum(['up', 'down']) })
  .meta({ id: 'Readiness' });

@ApiTags('health')
@Controller()
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly jobOffers: JobOffers,
    private readonly lifecycle: Lifecycle,
  ) {}

  @Get('livez')
  @Public()
  @Answers(200, liveSchema, 'The process runs')
  live(): z.infer<typeof liveSchema> {
    return { status: 'live' };
  }

  /** Needs the database. The queue is told, not needed: without it work is delayed, never refused. */
  @Get('readyz')
  @Public()
  @Answers(200, readySchema, 'The process can serve')
  @ApiResponse({ status: 503, description: 'The process cannot serve: what is away', standardSchema: readySchema })
  async ready(): Promise<Answer<z.infer<typeof readySchema>>> {
    const up = (): 'up' => 'up';
    const down = (): 'down' => 'down';
    const [database, queue] = await Promise.all([this.database.ping().then(up, down), this.jobOffers.state()]);
    const status = this.lifecycle.draining.aborted ? 'draining' : database === 'up' ? 'ready' : 'not-ready';
    return new Answer(status === 'ready' ? 200 : 503, { status, database, queue });
  }
}
