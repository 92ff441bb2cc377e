import { sumOf } from '../estate/bill.js';
import { DAY_MS } from '../estate/machine-load.js';
import type { JsonObject, JsonValue } from '../http/json-answer.js';
import type { AzureResource } from './azure-resource.js';
import type { AzureWorld } from './azure-world.js';
import { midnight } from './cost-period.js';

export interface CostQuestion {
  readonly subscriptionId: string;
  readonly resourceGroup: string | null;
  readonly days: readonly Date[];
  readonly granularity: 'None' | 'Daily' | 'Monthly';
  readonly groupings: readonly string[];
  readonly filter: { readonly name: string; readonly values: readonly string[] } | null;
  /** The aggregated column, which also names the answer's first column. */
  readonly amount: string;
}

/** Cost Management's table: amount, date (by granularity), groupings, currency. Resource ids are in lower case, as there. */
export function costRows(world: AzureWorld, question: CostQuestion, now: Date): { columns: JsonObject[]; rows: JsonValue[] } {
  const groups = new Map<string, { key: readonly JsonValue[]; amounts: string[] }>();
  const today = midnight(now);
  for (const resource of world.resources) {
    if (!asked(question, resource)) continue;
    const { bill } = resource;
    if (bill === null) continue;
    for (const day of question.days) {
      const age = Math.round((today.getTime() - day.getTime()) / DAY_MS);
      // Only complete days are billed: today's cost is not there yet.
      if (age < 1 || age > bill.days) continue;
      const key = [...dateOf(question, day), ...question.groupings.map((name) => dimensionOf(resource, name))];
      const text = JSON.stringify(key);
      const group = groups.get(text);
      if (group === undefined) groups.set(text, { key, amounts: [bill.dailyCost] });
      else group.amounts.push(bill.dailyCost);
    }
  }
  return {
    columns: columnsOf(question),
    rows: [...groups.values()].map(({ key, amounts }) => [Number(sumOf(amounts)), ...key, world.estate.currency]),
  };
}

function columnsOf({ amount, granularity, groupings }: CostQuestion): JsonObject[] {
  const date: JsonObject[] =
    granularity === 'Daily' ? [{ name: 'UsageDate', type: 'Number' }] : granularity === 'Monthly' ? [{ name: 'BillingMonth', type: 'Datetime' }] : [];
  return [{ name: amount, type: 'Number' }, ...date, ...groupings.map((name) => ({ name, type: 'String' })), { name: 'Currency', type: 'String' }];
}

function dateOf({ granularity }: CostQuestion, day: Date): JsonValue[] {
  const iso = day.toISOString();
  if (granularity === 'Daily') return [Number(iso.slice(0, 10).replaceAll('-', ''))];
  return granularity === 'Monthly' ? [`${iso.slice(0, 7)}-01T00:00:00`] : [];
}

function asked(question: CostQuestion, resource: AzureResource): boolean {
  if (resource.subscriptionId !== question.subscriptionId) return false;
  if (question.resourceGroup !== null && resource.resourceGroup.toLowerCase() !== question.resourceGroup.toLowerCase()) return false;
  if (question.filter === null) return true;
  const value = dimensionOf(resource, question.filter.name).toLowerCase();
  return question.filter.values.some((wanted) => wanted.toLowerCase() === value);
}

function dimensionOf(resource: AzureResource, name: string): string {
  switch (name.toLowerCase()) {
    case 'resourceid':
      return resource.id.toLowerCase();
    case 'resourcetype':
      return resource.type.toLowerCase();
    case 'resourcegroup':
    case 'resourcegroupname':
      return resource.resourceGroup.toLowerCase();
    case 'resourcelocation':
      return resource.location;
    case 'subscriptionid':
      return resource.subscriptionId;
    case 'servicename':
    case 'metercategory':
      return resource.bill?.serviceName ?? '';
    case 'pricingmodel':
      return resource.properties['priority'] === 'Spot' ? 'Spot' : 'OnDemand';
    case 'chargetype':
      return 'Usage';
    default:
      return '';
  }
}
