import { hexId } from '../estate/deterministic.js';
import { DAY_MS } from '../estate/machine-load.js';
import type { JsonObject } from '../http/json-answer.js';
import type { GcpFault } from './gcp-conditions.js';
import type { GcpAdvised, GcpGroup, GcpProject } from './gcp-estate.js';
import { COMPUTE_SERVICE, type GcpService, type GcpSku } from './gcp-skus.js';
import type { GcpMeasure } from './gcp-measure.js';

/** What the export says of one resource: the same amount on each of `days` complete days before today. */
export interface GcpBill {
  readonly dailyCost: string;
  readonly days: number;
  readonly sku: GcpSku;
}

/** Collections of Compute Engine by their name in its paths. */
export type ComputeCollection =
  | 'disks'
  | 'instances'
  | 'addresses'
  | 'snapshots'
  | 'images'
  | 'instanceTemplates'
  | 'forwardingRules'
  | 'backendServices'
  | 'targetPools'
  | 'targetVpnGateways';
/** What other services list. */
export type ServiceCollection = 'sqlInstances' | 'clusters' | 'buckets' | 'logBuckets' | 'endpoints';

/** One resource as its own service and Cloud Asset know it. */
export interface GcpResource {
  /** `//compute.googleapis.com/projects/…`, as Cloud Asset names it. */
  readonly fullName: string;
  readonly assetType: string;
  readonly project: GcpProject;
  /** `zones/…`, `regions/…` or `global`. */
  readonly scope: string;
  readonly collection: ComputeCollection | ServiceCollection;
  readonly name: string;
  readonly numericId: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly status: string;
  readonly createdAt: Date;
  /** The service's own representation. */
  readonly body: JsonObject;
  readonly bill: GcpBill | null;
  /** Further lines of the same resource: storage beside processors. */
  readonly moreBills: readonly GcpBill[];
  readonly service: GcpService;
  readonly measures: readonly GcpMeasure[];
  readonly fault: GcpFault | null;
  /** What disappears from the bill when the fault is mended. */
  readonly faultBills: readonly GcpBill[];
  /** The part of it that disappears: decimal string of 0 to 1. */
  readonly faultShare: string;
  /** What a recommender says of it, where it does. */
  readonly advised?: GcpAdvised;
}

export interface GcpExpansion<Group extends GcpGroup = GcpGroup> {
  readonly group: Group;
  readonly project: GcpProject;
  readonly seed: number;
  readonly now: Date;
}

export const COMPUTE = 'https://www.googleapis.com/compute/v1';

/** What an expansion states of one resource; the rest follows. */
interface GcpFacts {
  readonly collection: ComputeCollection;
  readonly name: string;
  readonly ordinal: number;
  readonly ageDays: number;
  readonly scope: string;
  readonly status: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly body: JsonObject;
  readonly bill: GcpBill | null;
  readonly measures?: readonly GcpMeasure[];
  readonly fault?: GcpFault | null;
  readonly faultBills?: readonly GcpBill[];
  readonly faultShare?: string;
}

const KINDS: Record<ComputeCollection, { kind: string; asset: string }> = {
  disks: { kind: 'compute#disk', asset: 'Disk' },
  instances: { kind: 'compute#instance', asset: 'Instance' },
  addresses: { kind: 'compute#address', asset: 'Address' },
  snapshots: { kind: 'compute#snapshot', asset: 'Snapshot' },
  images: { kind: 'compute#image', asset: 'Image' },
  instanceTemplates: { kind: 'compute#instanceTemplate', asset: 'InstanceTemplate' },
  forwardingRules: { kind: 'compute#forwardingRule', asset: 'ForwardingRule' },
  backendServices: { kind: 'compute#backendService', asset: 'BackendService' },
  targetPools: { kind: 'compute#targetPool', asset: 'TargetPool' },
  targetVpnGateways: { kind: 'compute#targetVpnGateway', asset: 'TargetVpnGateway' },
};

/** Collections whose members have no labels. */
const unlabelled: readonly ComputeCollection[] = ['backendServices', 'targetPools', 'targetVpnGateways'];

/** Completes a resource: ids, links, kind and timestamps. */
export function gcpResource({ group, project, seed, now }: GcpExpansion, facts: GcpFacts): GcpResource {
  const { collection, name, scope, status, bill } = facts;
  const path = `projects/${project.projectId}/${scope}/${collection}/${name}`;
  const createdAt = daysBefore(now, facts.ageDays);
  const labels = { ...group.labels, ...facts.labels };
  // 15 hex digits stay below 2^63, as Google's ids do.
  const numericId = BigInt(`0x${hexId(seed, `${project.projectId}:${collection}:${group.name}`, facts.ordinal, 15)}`);
  const [level, place] = scope.split('/');
  return {
    fullName: `//compute.googleapis.com/${path}`,
    assetType: `compute.googleapis.com/${KINDS[collection].asset}`,
    project,
    scope,
    collection,
    name,
    numericId: numericId.toString(),
    labels,
    status,
    createdAt,
    body: {
      kind: KINDS[collection].kind,
      id: numericId.toString(),
      creationTimestamp: computeTime(createdAt),
      name,
      ...(status === '' ? {} : { status }),
      selfLink: `${COMPUTE}/${path}`,
      ...(level === 'zones' ? { zone: `${COMPUTE}/projects/${project.projectId}/zones/${place ?? ''}` } : {}),
      ...(level === 'regions' ? { region: `${COMPUTE}/projects/${project.projectId}/regions/${place ?? ''}` } : {}),
      ...(Object.keys(labels).length === 0 ? {} : { labels }),
      ...(unlabelled.includes(collection) ? {} : { labelFingerprint: '42WmSpB8rSM=' }),
      ...facts.body,
    },
    bill,
    moreBills: [],
    service: COMPUTE_SERVICE,
    measures: facts.measures ?? [],
    fault: facts.fault ?? null,
    faultBills: facts.faultBills ?? (bill === null ? [] : [bill]),
    faultShare: facts.faultShare ?? '1',
  };
}

/** Compute Engine states times in Pacific time with an offset, so ISO texts of two resources must not be compared as texts. */
export function computeTime(at: Date): string {
  return new Date(at.getTime() - 8 * 3_600_000).toISOString().replace('Z', '-08:00');
}

export function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MS);
}

export function memberName(stem: string, ordinal: number): string {
  return `${stem}-${String(ordinal + 1).padStart(3, '0')}`;
}

export function billOf(dailyCost: string | undefined, billedDays: number, ageDays: number, sku: GcpSku): GcpBill | null {
  const days = Math.min(billedDays, ageDays);
  return dailyCost === undefined || days === 0 ? null : { dailyCost, days, sku };
}

export function regionOf(zone: string): string {
  return zone.replace(/-[a-z]$/, '');
}
