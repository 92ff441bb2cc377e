import { z } from 'zod';
import { AwsError } from '../wire/aws-error.js';
import { parseJson } from '../wire/parse-json.js';
import type { BillLine } from './bill-lines.js';

const DAY_MS = 86_400_000;

export interface CostExpression {
  readonly And?: readonly CostExpression[] | undefined;
  readonly Or?: readonly CostExpression[] | undefined;
  readonly Not?: CostExpression | undefined;
  readonly Dimensions?: { readonly Key: string; readonly Values: readonly string[] } | undefined;
}

const expressionSchema: z.ZodType<CostExpression> = z.lazy(() =>
  z.strictObject({
    And: z.array(expressionSchema).optional(),
    Or: z.array(expressionSchema).optional(),
    Not: expressionSchema.optional(),
    Dimensions: z.looseObject({ Key: z.string(), Values: z.array(z.string()) }).optional(),
  }),
);

const daySchema = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day such as 2026-11-01');

const requestSchema = z.looseObject({
  TimePeriod: z.strictObject({ Start: daySchema, End: daySchema }),
  Granularity: z.enum(['DAILY', 'MONTHLY', 'HOURLY']),
  Metrics: z
    .array(z.enum(['AmortizedCost', 'BlendedCost', 'NetAmortizedCost', 'NetUnblendedCost', 'UnblendedCost', 'UsageQuantity']))
    .default(['UnblendedCost']),
  GroupBy: z
    .array(z.looseObject({ Type: z.enum(['DIMENSION', 'TAG', 'COST_CATEGORY']), Key: z.string() }))
    .max(2)
    .default([]),
  Filter: expressionSchema.optional(),
  NextPageToken: z.string().optional(),
});

export type CostRequest = z.output<typeof requestSchema>;

/** Members of both cost operations; DAILY and MONTHLY only. */
export function costRequest(body: unknown): CostRequest {
  const request = parseJson(requestSchema, body);
  if (request.Granularity === 'HOURLY') throw new AwsError('ValidationException', 'Hourly granularity is not enabled for this account');
  if (request.TimePeriod.Start >= request.TimePeriod.End)
    throw new AwsError('ValidationException', 'Start date (and hour) should be before end date (and hour)');
  return request;
}

/** Each day of the period, oldest first. */
export function daysOf(request: CostRequest): string[] {
  const days: string[] = [];
  for (let at = Date.parse(request.TimePeriod.Start); at < Date.parse(request.TimePeriod.End); at += DAY_MS) days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

/** True where the bill has the line on that day: it is over, and the resource existed. */
export function billedOn(line: BillLine, day: string, now: Date): boolean {
  const today = Math.floor(now.getTime() / DAY_MS);
  const daysAgo = today - Math.floor(Date.parse(day) / DAY_MS);
  return daysAgo >= 1 && daysAgo <= line.billedDays;
}

/** The value of a dimension; throws for one that the operation does not know. */
export function dimensionOf(line: BillLine, key: string, accountId: string, resourcesAllowed: boolean): string {
  switch (key) {
    case 'RESOURCE_ID':
      if (!resourcesAllowed) throw new AwsError('ValidationException', 'RESOURCE_ID is not supported by this operation. Use GetCostAndUsageWithResources');
      return line.resourceId;
    case 'SERVICE':
      return line.service;
    case 'USAGE_TYPE':
      return line.usageType;
    case 'REGION':
      return line.region;
    case 'LINKED_ACCOUNT':
      return accountId;
    case 'RECORD_TYPE':
      return 'Usage';
    default:
      throw new AwsError('ValidationException', `Dimension ${key} is not valid`);
  }
}

/** Whether a line is inside the request's filter. */
export function passes(line: BillLine, expression: CostExpression | undefined, accountId: string, resourcesAllowed: boolean): boolean {
  if (expression === undefined) return true;
  const inner = (one: CostExpression): boolean => passes(line, one, accountId, resourcesAllowed);
  if (expression.And !== undefined && !expression.And.every(inner)) return false;
  if (expression.Or !== undefined && !expression.Or.some(inner)) return false;
  if (expression.Not !== undefined && inner(expression.Not)) return false;
  const { Dimensions } = expression;
  return Dimensions === undefined || Dimensions.Values.includes(dimensionOf(line, Dimensions.Key, accountId, resourcesAllowed));
}
