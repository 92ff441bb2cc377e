import { hexId } from '../../estate/deterministic.js';
import type { JsonObject } from '../../http/json-answer.js';
import type { GcpFault } from '../gcp-conditions.js';
import type { GcpMeasure } from '../gcp-measure.js';
import { daysBefore, type GcpBill, type GcpExpansion, type GcpResource, type ServiceCollection } from '../gcp-resource.js';
import type { GcpService } from '../gcp-skus.js';

/** What an expansion states of a resource of a service beside Compute Engine. */
export interface ServiceFacts {
  readonly collection: ServiceCollection;
  readonly service: GcpService;
  /** As Cloud Asset names it. */
  readonly fullName: string;
  readonly assetType: string;
  readonly name: string;
  readonly location: string;
  readonly ageDays: number;
  readonly status: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly body: JsonObject;
  readonly bills: readonly (GcpBill | null)[];
  readonly measures?: readonly GcpMeasure[];
  readonly fault?: GcpFault | null;
  /** What the fault frees, where that is not every line. */
  readonly faultBills?: readonly (GcpBill | null)[];
  readonly faultShare?: string;
}

const present = (bills: readonly (GcpBill | null)[]): GcpBill[] => bills.filter((bill) => bill !== null);

/** The number by which services name a resource beside its name: 15 hex digits stay below 2^63. */
export function numericIdOf({ group, project, seed }: GcpExpansion, collection: string, ordinal: number): string {
  return BigInt(`0x${hexId(seed, `${project.projectId}:${collection}:${group.name}`, ordinal, 15)}`).toString();
}

/** Completes a resource of a service: its times and its bill. */
export function serviceResource(expansion: GcpExpansion, ordinal: number, facts: ServiceFacts): GcpResource {
  const { group, project, now } = expansion;
  const [bill = null, ...moreBills] = present(facts.bills);
  return {
    fullName: facts.fullName,
    assetType: facts.assetType,
    project,
    scope: `regions/${facts.location}`,
    collection: facts.collection,
    name: facts.name,
    numericId: numericIdOf(expansion, facts.collection, ordinal),
    labels: { ...group.labels, ...facts.labels },
    status: facts.status,
    createdAt: daysBefore(now, facts.ageDays),
    body: facts.body,
    bill,
    moreBills,
    service: facts.service,
    measures: facts.measures ?? [],
    fault: facts.fault ?? null,
    faultBills: present(facts.faultBills ?? facts.bills),
    faultShare: facts.faultShare ?? '1',
  };
}
