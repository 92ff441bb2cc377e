import type { MachineLoad } from '../estate/machine-load.js';
import { DAY_MS } from '../estate/machine-load.js';
import { hexId } from '../estate/deterministic.js';
import type { JsonObject } from '../http/json-answer.js';
import type { AzureFault } from './azure-conditions.js';
import type { AzureGroup } from './azure-estate.js';
import type { AzureMeasures } from './azure-measures.js';
import type { AzureProduct } from './azure-products.js';
import type { ExpectedVerdicts } from './azure-verdicts.js';

/** What the bill says of one resource: the same amount on each of `days` complete days before today. */
export interface AzureBill {
  readonly dailyCost: string;
  readonly days: number;
  readonly serviceName: string;
}

/** Cost advice of Azure Advisor on one resource, with its own number: by retail prices, so rarely that of the bill. */
export interface AzureAdvice {
  readonly recommendationType: 'Shutdown' | 'SkuChange';
  readonly savingsAmount: string;
  readonly extendedProperties: JsonObject;
}

/** One resource as Azure Resource Manager knows it, and beside it what only the simulator knows. */
export interface AzureResource {
  readonly id: string;
  readonly name: string;
  /** In the provider's own capitals; Resource Graph answers it in lower case. */
  readonly type: string;
  readonly location: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly tags: Readonly<Record<string, string>> | null;
  readonly sku: JsonObject | null;
  readonly kind: string;
  readonly managedBy: string;
  readonly properties: JsonObject;
  readonly createdAt: Date;
  readonly bill: AzureBill | null;
  readonly load: MachineLoad | null;
  readonly product: AzureProduct | null;
  /** What the price list also sells in this place: cheaper forms of the same. */
  readonly alternatives?: readonly AzureProduct[];
  /** Metrics by name, where they are not a machine's `load`. */
  readonly measures?: AzureMeasures;
  readonly fault: AzureFault | null;
  /** The part of the bill that goes away with the fault, all where it is left out; null where no price tells it. */
  readonly share?: string | null;
  /** Bills that the fault claims in place of its own. */
  readonly claims?: readonly (AzureBill | null)[];
  /** What Advisor says of it, where the subscription asks it. */
  readonly advice?: AzureAdvice;
  /** What must be said of it beside its fault. */
  readonly verdicts?: ExpectedVerdicts;
}

/** What an expansion is made from: one group of one subscription, at the simulator's first reading of its clock. */
export interface AzureExpansion<Group extends AzureGroup = AzureGroup> {
  readonly group: Group;
  readonly subscriptionId: string;
  readonly seed: number;
  readonly now: Date;
}

export type BilledGroup = Exclude<AzureGroup, { kind: 'roleAssignment' }>;

export function armId(subscriptionId: string, resourceGroup: string, type: string, name: string): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${type}/${name}`;
}

/** `stem-001`, or longer where a group has more than 999 members. */
export function memberName(stem: string, ordinal: number): string {
  return `${stem}-${String(ordinal + 1).padStart(3, '0')}`;
}

export function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MS);
}

/** A GUID in the form of a random one, always the same for the same words. */
export function seededGuid(seed: number, kind: string, ordinal: number): string {
  const hex = hexId(seed, kind, ordinal, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** The bill of one member of a group: never longer than the resource's own life. */
export function billOf(group: Pick<BilledGroup, 'dailyCost' | 'billedDays'>, ageDays: number, serviceName: string): AzureBill | null {
  if (group.dailyCost === undefined) return null;
  const days = Math.min(group.billedDays, ageDays);
  return days === 0 ? null : { dailyCost: group.dailyCost, days, serviceName };
}

/** The members that every resource of a group has in common. */
export function commonOf(
  { group, subscriptionId }: AzureExpansion<BilledGroup>,
  type: string,
  name: string,
): Pick<AzureResource, 'id' | 'name' | 'type' | 'location' | 'subscriptionId' | 'resourceGroup' | 'kind' | 'managedBy' | 'load'> {
  return {
    id: armId(subscriptionId, group.resourceGroup, type, name),
    name,
    type,
    location: group.region,
    subscriptionId,
    resourceGroup: group.resourceGroup,
    kind: '',
    managedBy: '',
    load: null,
  };
}

/** Azure answers no tags at all rather than an empty object. */
export function tagsOf(...tags: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> | null {
  const merged = Object.assign({}, ...tags) as Record<string, string>; // Object.assign loses the type of its rest arguments
  return Object.keys(merged).length === 0 ? null : merged;
}
