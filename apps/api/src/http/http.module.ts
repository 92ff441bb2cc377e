import { Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { AnswerInterceptor } from './answer.interceptor.js';
import { ProblemFilter } from './problem.filter.js';
import { SchemaPipe } from './schema.pipe.js';

/** The manners of every route: parse on the way in, declared members on the way out, problems for the rest. */
@Module({
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useClass: SchemaPipe },
    { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
  ],
})
export class HttpModule {}
