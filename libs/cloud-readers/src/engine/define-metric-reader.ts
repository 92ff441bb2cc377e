import type { Cloud } from '@vitrine/contracts';
import type { CloudRequest } from './cloud-request.js';
import type { Scope } from './scope.js';

/** One metric of one kind of resource, as `reference/cost.md` §2.4 lists them. */
export interface MetricSpec {
  readonly cloud: Cloud;
  /** AWS namespace, Azure resource type, or the first part of a GCP metric type. */
  readonly namespace: string;
  readonly name: string;
  readonly statistic: 'Maximum' | 'Minimum' | 'Average' | 'Sum';
  readonly periodSeconds: number;
  readonly windowDays: number;
  /** No datapoint is zero, not "unknown": kept per metric, true only where the provider documents it. */
  readonly absentMeansZero: boolean;
}

/** One series that a batch asks for; `dimensions` name the resource in the metric's own words (`InstanceId`, `resourceId`). */
export interface MetricQuery {
  readonly key: string;
  readonly spec: MetricSpec;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface MetricSeries {
  readonly key: string;
  readonly points: readonly { readonly at: string; readonly value: number }[];
}

/** Turns queries into the fewest calls. Minimum calls = Σ⌈queries / batch⌉ (design §3). */
export interface MetricReader {
  readonly id: string;
  readonly cloud: Cloud;
  readonly operations: readonly [string, ...string[]];
  /** Cuts queries into calls; every query is in exactly one batch. */
  batches(queries: readonly MetricQuery[], scope: Scope): readonly (readonly MetricQuery[])[];
  request(input: {
    readonly batch: readonly MetricQuery[];
    readonly scope: Scope;
    readonly start: Date;
    readonly end: Date;
    readonly pageToken: string | null;
  }): CloudRequest;
  /** `series` once through: each may be checked when it is asked for. @throws z.ZodError here or there for an answer of another shape */
  page(body: unknown, batch: readonly MetricQuery[]): { readonly series: Iterable<MetricSeries>; readonly next: string | null };
}
