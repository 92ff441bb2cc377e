import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { SimResponse } from '../http/cloud-handler.js';
import { jsonAnswer, jsonBody, pageOffset, pageToken, type JsonValue } from '../http/json-answer.js';
import { allows, identify, type AzureCall } from './azure-call.js';
import { armError, authorizationFailed, badRequest } from './arm/arm-error.js';
import { costRows, type CostQuestion } from './cost-rows.js';
import { costPeriod, daysOf } from './cost-period.js';

const ACTION = 'Microsoft.CostManagement/query/action';
const READ = 'Microsoft.CostManagement/query/read';
const DAILY_LIMIT_DAYS = 31;

const dimensionSchema = z.object({ name: z.string(), operator: z.literal('In'), values: z.array(z.string()) });
const requestSchema = z.object({
  type: z.enum(['Usage', 'ActualCost', 'AmortizedCost']),
  timeframe: z.enum(['Custom', 'MonthToDate', 'BillingMonthToDate', 'TheLastMonth', 'TheLastBillingMonth', 'WeekToDate']),
  timePeriod: z.object({ from: z.string(), to: z.string() }).optional(),
  dataset: z.object({
    granularity: z.enum(['None', 'Daily', 'Monthly']).optional(),
    aggregation: z.record(z.string(), z.object({ name: z.string(), function: z.string() })).optional(),
    grouping: z
      .array(z.object({ type: z.string(), name: z.string() }))
      .max(2, 'at most two groupings')
      .optional(),
    filter: z.object({ dimensions: dimensionSchema }).optional(),
  }),
});

/** Answers `POST {scope}/providers/Microsoft.CostManagement/query` for a subscription or one of its resource groups. */
export function costQuery(call: AzureCall, subscriptionId: string): SimResponse {
  identify(call, ACTION, 'read');
  const { url } = call.request;
  const scope = url.pathname.replace(/\/providers\/microsoft\.costmanagement\/query$/i, '');
  // Either grant opens it: Cost Management Reader holds only …/read, custom roles often only …/action.
  const deniedByName = [ACTION, READ].some((name) => [...call.context.behaviour.denied].some((entry) => entry.toLowerCase() === name.toLowerCase()));
  if (deniedByName || (!allows(call, ACTION) && !allows(call, READ))) return authorizationFailed(call.application, ACTION, scope);
  const parsed = requestSchema.safeParse(jsonBody(call.request));
  if (!parsed.success)
    return badRequest(`Invalid query definition: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`);
  const period = costPeriod(parsed.data.timeframe, parsed.data.timePeriod, call.context.behaviour.now());
  if (period === null) return badRequest('Invalid query definition: timePeriod.');
  const days = daysOf(period);
  const { granularity = 'None', aggregation = {}, grouping = [], filter } = parsed.data.dataset;
  if (granularity === 'Daily' && days.length > DAILY_LIMIT_DAYS) {
    return badRequest(`The date range is too large for daily granularity: at most ${String(DAILY_LIMIT_DAYS)} days.`);
  }
  const throttled = throttledBy(call, Math.max(1, Math.ceil(days.length / 31)));
  if (throttled !== null) return throttled;
  const amount = Object.values(aggregation)[0]?.name ?? 'Cost';
  const question: CostQuestion = {
    subscriptionId,
    resourceGroup: /\/resourcegroups\/([^/]+)$/i.exec(scope)?.[1] ?? null,
    days,
    granularity,
    groupings: grouping.map((group) => group.name),
    filter: filter?.dimensions ?? null,
    amount,
  };
  const token = url.searchParams.get('$skiptoken');
  const { columns, rows } = costTable(call, question, token !== null);
  const offset = token === null ? 0 : pageOffset(token);
  if (offset === null) return badRequest('The skip token is invalid.');
  return costPage(call, scope, columns, rows, offset);
}

type CostTable = ReturnType<typeof costRows>;
const lastTables = new WeakMap<AzureCall['world'], { readonly key: string; readonly table: CostTable }>();

/** The pages of one answer are cut from one table: made with the first, since a large estate's takes seconds. */
function costTable(call: AzureCall, question: CostQuestion, goesOn: boolean): CostTable {
  const key = JSON.stringify(question);
  const last = lastTables.get(call.world);
  if (goesOn && last?.key === key) return last.table;
  const table = costRows(call.world, question, call.context.behaviour.now());
  lastTables.set(call.world, { key, table });
  return table;
}

function costPage(call: AzureCall, scope: string, columns: readonly JsonValue[], rows: readonly JsonValue[], offset: number): SimResponse {
  const end = offset + call.world.estate.costRowsPerPage;
  const next = new URL(call.request.url);
  next.searchParams.set('$skiptoken', pageToken(end));
  const name = randomUUID();
  return jsonAnswer(200, {
    id: `${scope.replace(/^\//, '')}/providers/Microsoft.CostManagement/query/${name}`,
    name,
    type: 'Microsoft.CostManagement/query',
    location: null,
    sku: null,
    eTag: null,
    properties: { nextLink: end < rows.length ? next.href : null, columns, rows: rows.slice(offset, end) },
  });
}

/**
 * Query units per tenant: 12 in 10 s, 60 a minute, 600 an hour. A refusal says when to come back only in headers of
 * Cost Management's own, so a client that knows but Retry-After never learns it.
 */
function throttledBy(call: AzureCall, units: number): SimResponse | null {
  if (!call.context.behaviour.throttle) return null;
  const { cloudTenantId } = call.world.estate;
  const buckets = (
    [
      [12, 10],
      [60, 60],
      [600, 3600],
    ] as const
  ).map(([capacity, seconds]) => call.world.buckets.of(`cost:${cloudTenantId}:${String(seconds)}`, capacity, capacity / seconds));
  const wait = Math.max(...buckets.map((bucket) => bucket.secondsUntil(units)));
  if (wait === 0) {
    for (const bucket of buckets) bucket.take(units);
    return null;
  }
  return armError(429, '429', 'Too many requests. Please retry.', {
    'x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after': String(wait),
    'x-ms-ratelimit-microsoft.costmanagement-qpu-consumed': String(units),
    'x-ms-ratelimit-remaining-microsoft.costmanagement-qpu-requests': 'QueriesPerHour:0;QueriesPerMin:0;QueriesPer10Sec:0',
  });
}
