import type { MetricPoint } from '../cloudwatch/metric-point.js';
import type { ResourceGroup } from '../resource-group.js';
import { membersOf, type AwsPlace } from './group-member.js';
import { billOf, type ResourceBill } from './resource-bill.js';

/** What CloudWatch has of a resource under one set of dimensions; null values are periods without a datapoint. */
export interface ServiceMeasure {
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** @param noise a number in [0, 1) that depends on resource, metric and time alone */
  valueAt(point: MetricPoint, noise: number): number | null;
}

/** A fault that a situation is, and the part of the bill that goes away with it: all, unless a share says less. */
export interface ServiceFault {
  readonly fault: string;
  /** Decimal string of 0 to 1. Where the share is of one meter, only a bill that names meters shows it. */
  readonly share?: string;
  /** What the answer sheet says where the bill has no row of the part alone; null is unknown. */
  readonly monthly?: string | null;
}

/** One resource of a managed service, with all that bill, metrics and answer sheet say of it. */
export interface ServiceResource<Group = unknown> {
  readonly name: string;
  readonly arn: string;
  /** By which the service's own answers and the answer sheet name it. */
  readonly resourceId: string;
  readonly ordinal: number;
  readonly region: string;
  readonly ageDays: number;
  readonly group: Group;
  readonly bill: ResourceBill | null;
  readonly billed: { readonly service: string; readonly usageType: string };
  readonly faults: readonly ServiceFault[];
  readonly measures: readonly ServiceMeasure[];
  readonly advised: ResourceGroup['advised'];
  readonly optimized: ResourceGroup['optimized'];
}

type Group = ResourceGroup & { readonly situation: string };
type Situations<G extends Group> = Readonly<
  Record<G['situation'], { readonly ageDays: number; readonly fault?: ServiceFault; readonly also?: readonly ServiceFault[] }>
>;

/** One kind of resource of a managed service, described once. */
export interface ServiceFamily<G extends Group> {
  /** Age where the declaration names none, and the fault that the situation is. */
  readonly situations: Situations<G>;
  readonly billed: (group: G) => { readonly service: string; readonly usageType: string };
  readonly named: (place: AwsPlace, ordinal: number, region: string, group: G) => { readonly name: string; readonly arn: string; readonly resourceId: string };
  readonly measures: (resource: { readonly name: string; readonly region: string; readonly accountId: string; readonly group: G }) => readonly ServiceMeasure[];
}

/** All resources of the groups of one family. */
export function expandService<G extends Group>(place: AwsPlace, groups: readonly G[], family: ServiceFamily<G>): ServiceResource<G>[] {
  return membersOf(place, groups).map(({ group, ordinal, region }) => {
    // Indexing by a generic union loses the key; the type of `situations` says that every situation is there.
    const situation = family.situations[group.situation as G['situation']];
    const named = family.named(place, ordinal, region, group);
    const ageDays = group.ageDays ?? situation.ageDays;
    return {
      ...named,
      ordinal,
      region,
      ageDays,
      group,
      bill: billOf(group),
      billed: family.billed(group),
      faults: group.trap === undefined ? [...(situation.fault === undefined ? [] : [situation.fault]), ...(situation.also ?? [])] : [],
      advised: group.advised,
      optimized: group.optimized,
      measures: family.measures({ name: named.name, region, accountId: place.accountId, group }),
    };
  });
}
