import { sumOf } from '../../estate/bill.js';
import type { AwsCall, AwsOperation } from '../aws-operation.js';
import type { AwsWorld } from '../aws-world.js';
import { offsetOf, tokenFor } from '../paging.js';
import { AwsError } from '../wire/aws-error.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { billLines, type BillLine } from './bill-lines.js';
import { billedOn, costRequest, daysOf, dimensionOf, passes, type CostRequest } from './cost-request.js';

/** Groups on one page. The provider does not say its own number, and no caller may choose one. */
const GROUPS_PER_PAGE = 1000;
const DAYS_WITH_RESOURCES = 14;
const DAY_MS = 86_400_000;

type Amounts = Record<string, { Amount: string; Unit: string }>;

interface Group {
  readonly keys: readonly string[];
  readonly lines: readonly BillLine[];
}

/** One row of the answer: a group of lines within one day or month. */
interface Row {
  readonly period: { readonly Start: string; readonly End: string };
  readonly days: readonly string[];
  readonly group: Group;
}

function getCostAndUsage(call: AwsCall): AwsAnswer {
  return { kind: 'json', value: costs(call, costRequest(call.json), false) };
}

function getCostAndUsageWithResources(call: AwsCall): AwsAnswer {
  const request = costRequest(call.json);
  const today = Math.floor(call.world.now().getTime() / DAY_MS);
  const first = Math.floor(Date.parse(request.TimePeriod.Start) / DAY_MS);
  if (today - first > DAYS_WITH_RESOURCES) throw new AwsError('ValidationException', 'Data is only available for the last 14 days');
  if (request.Filter === undefined) throw new AwsError('ValidationException', 'Filter is required');
  if (!JSON.stringify(request).includes('RESOURCE_ID')) throw new AwsError('ValidationException', 'Group or filter by RESOURCE_ID is required');
  return { kind: 'json', value: costs(call, request, true) };
}

function costs(call: AwsCall, request: CostRequest, withResources: boolean): object {
  const { world } = call;
  const { accountId, currency } = world.estate;
  const now = world.now();
  const { periods, rows } = rowsOf(call, request, withResources, now);
  const grouped = request.GroupBy.length > 0;
  const offset = offsetOf(request.Granularity, request.NextPageToken, 'ValidationException');
  const end = offset + GROUPS_PER_PAGE;
  const page = rows.slice(offset, end);
  const amounts = ({ group, days }: Row): Amounts => metricsOf(request, group.lines, days, now, currency);
  // Without rows a period is still answered, as a total of nothing.
  const shown = rows.length === 0 ? periods.map(({ period }) => period) : [...new Set(page.map((row) => row.period))];
  return {
    GroupDefinitions: request.GroupBy,
    ResultsByTime: shown.map((period) => {
      const here = page.filter((row) => row.period === period);
      const [only] = here;
      return {
        TimePeriod: period,
        Total: grouped ? {} : only === undefined ? metricsOf(request, [], [], now, currency) : amounts(only),
        Groups: grouped ? here.map((row) => ({ Keys: row.group.keys, Metrics: amounts(row) })) : [],
        Estimated: true,
      };
    }),
    DimensionValueAttributes: request.GroupBy.some(({ Key }) => Key === 'LINKED_ACCOUNT')
      ? [{ Value: accountId, Attributes: { description: 'simulated' } }]
      : [],
    ...(end < rows.length ? { NextPageToken: tokenFor(request.Granularity, end) } : {}),
  };
}

interface Rows {
  readonly key: string;
  readonly periods: readonly { readonly period: Row['period']; readonly days: readonly string[] }[];
  readonly rows: readonly Row[];
}

/** The rows last asked for, per world: the pages of one large answer must not each compute it anew. */
const lastRows = new WeakMap<AwsWorld, Rows>();

function rowsOf(call: AwsCall, request: CostRequest, withResources: boolean, now: Date): Rows {
  const key = JSON.stringify([{ ...request, NextPageToken: '' }, withResources, now.toISOString().slice(0, 10)]);
  const last = lastRows.get(call.world);
  if (last?.key === key) return last;
  const groups = groupsOf(call, request, withResources);
  const periods = periodsOf(request);
  const rows = periods.flatMap(({ period, days }) =>
    groups
      .map((group): Row => ({ period, days, group: { keys: group.keys, lines: group.lines.filter((line) => days.some((day) => billedOn(line, day, now))) } }))
      .filter(({ group }) => group.lines.length > 0),
  );
  const made: Rows = { key, periods, rows };
  lastRows.set(call.world, made);
  return made;
}

function groupsOf(call: AwsCall, request: CostRequest, withResources: boolean): Group[] {
  const { inventory, estate } = call.world;
  const groups = new Map<string, { keys: string[]; lines: BillLine[] }>();
  for (const line of billLines(inventory)) {
    if (!passes(line, request.Filter, estate.accountId, withResources)) continue;
    const keys = request.GroupBy.map(({ Type, Key }) => (Type === 'DIMENSION' ? dimensionOf(line, Key, estate.accountId, withResources) : `${Key}$`));
    const name = keys.join('\u0000');
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { keys, lines: [line] });
    else group.lines.push(line);
  }
  return [...groups.values()];
}

function periodsOf(request: CostRequest): { period: { Start: string; End: string }; days: string[] }[] {
  const byStart = new Map<string, string[]>();
  for (const day of daysOf(request)) {
    const start = request.Granularity === 'DAILY' ? day : day.slice(0, 7);
    byStart.set(start, [...(byStart.get(start) ?? []), day]);
  }
  return [...byStart.values()].map((days) => {
    const last = Date.parse(days.at(-1) ?? '');
    return { period: { Start: days[0] ?? '', End: new Date(last + DAY_MS).toISOString().slice(0, 10) }, days };
  });
}

function metricsOf(request: CostRequest, lines: readonly BillLine[], days: readonly string[], now: Date, currency: string): Amounts {
  const total = (amount: (line: BillLine) => string): string =>
    sumOf(lines.flatMap((line) => days.filter((day) => billedOn(line, day, now)).map(() => amount(line))));
  const amounts: Amounts = {};
  for (const metric of request.Metrics) {
    const effective = metric === 'AmortizedCost' || metric === 'NetAmortizedCost';
    amounts[metric] =
      metric === 'UsageQuantity'
        ? { Amount: total(() => '24'), Unit: 'N/A' }
        : { Amount: total(({ bill }) => (effective ? bill.dailyCost : bill.dailyUnblendedCost)), Unit: currency };
  }
  return amounts;
}

export const COST_EXPLORER_OPERATIONS: readonly AwsOperation[] = [
  { service: 'ce', name: 'GetCostAndUsage', permission: 'ce:GetCostAndUsage', access: 'read', run: getCostAndUsage },
  { service: 'ce', name: 'GetCostAndUsageWithResources', permission: 'ce:GetCostAndUsageWithResources', access: 'read', run: getCostAndUsageWithResources },
  { service: 'ce', name: 'DeleteAnomalyMonitor', permission: 'ce:DeleteAnomalyMonitor', access: 'write', run: () => ({ kind: 'json', value: {} }) },
];
