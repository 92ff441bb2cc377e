import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { cloudSchema, ruleCatalogue, ruleEntrySchema, type RuleEntry } from '@vitrine/contracts';
import { z } from 'zod';
import { Requires } from '../auth/route-access.js';
import { Answers } from '../http/answers.decorator.js';
import { notFound } from '../http/problem.js';

const ruleSchema = ruleEntrySchema.meta({ id: 'Rule' });
const ruleListSchema = z.strictObject({ items: z.array(ruleSchema) }).meta({ id: 'RuleList' });
const querySchema = z.strictObject({ cloud: cloudSchema.optional() });

/** The generated catalogue: the API imports no rule. */
@ApiTags('rules')
@Controller('v1/rules')
export class RulesController {
  @Get()
  @Requires('vitrine.rules.read')
  @Answers(200, ruleListSchema, 'Every rule, with the permissions that it needs and why', [422])
  list(@Query({ schema: querySchema }) { cloud }: z.infer<typeof querySchema>): { items: RuleEntry[] } {
    return { items: ruleCatalogue.filter((rule) => cloud === undefined || rule.cloud === cloud) };
  }

  @Get(':ruleId')
  @Requires('vitrine.rules.read')
  @Answers(200, ruleSchema, 'One rule', [404])
  read(@Param('ruleId') ruleId: string): RuleEntry {
    const rule = ruleCatalogue.find((each) => each.id === ruleId);
    if (rule === undefined) throw notFound();
    return rule;
  }
}
