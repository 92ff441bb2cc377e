import { type HourOfLoad, hoursBetween, hourText, loadDuring } from '../estate/machine-load.js';
import type { JsonObject } from '../http/json-answer.js';
import { measuredDuring } from './azure-measures.js';
import type { AzureResource } from './azure-resource.js';

export interface MetricDefinition {
  readonly name: string;
  readonly unit: 'Percent' | 'Bytes' | 'Count' | 'CountPerSecond' | 'BytesPerSecond';
  readonly description: string;
  /** What a load of 1 is in the unit; for a total, during one hour. */
  readonly scale: number;
  /** Free memory falls when the load rises. */
  readonly inverted: boolean;
}

export interface MetricWindow {
  readonly start: Date;
  readonly end: Date;
  /** Hours of one datapoint. */
  readonly hours: number;
}

const GIB = 1024 ** 3;

const METRICS: Readonly<Record<string, readonly MetricDefinition[]>> = {
  'microsoft.compute/virtualmachines': [
    metric('Percentage CPU', 'Percent', 100, 'The percentage of allocated compute units that are currently in use by the Virtual Machine(s)'),
    metric('Network In Total', 'Bytes', 4 * GIB, 'The number of bytes received on all network interfaces by the Virtual Machine(s)'),
    metric('Network Out Total', 'Bytes', 4 * GIB, 'The number of bytes out on all network interfaces by the Virtual Machine(s)'),
    metric('Available Memory Bytes', 'Bytes', 8 * GIB, 'Amount of physical memory, in bytes, immediately available for allocation', true),
  ],
  'microsoft.web/serverfarms': [
    metric('CpuPercentage', 'Percent', 100, 'The average CPU used across all instances of the plan'),
    metric('MemoryPercentage', 'Percent', 100, 'The average memory used across all instances of the plan'),
  ],
  'microsoft.compute/disks': [
    ...declared('CountPerSecond', 'Composite Disk Read Operations/sec', 'Composite Disk Write Operations/sec'),
    ...declared('BytesPerSecond', 'Composite Disk Read Bytes/sec', 'Composite Disk Write Bytes/sec'),
  ],
  'microsoft.network/azurefirewalls': [...declared('Bytes', 'DataProcessed'), ...declared('Count', 'NetworkRuleHit', 'ApplicationRuleHit')],
  'microsoft.sql/servers/databases': [
    ...declared('Percent', 'cpu_percent', 'physical_data_read_percent', 'log_write_percent', 'dtu_consumption_percent'),
    ...declared('Count', 'connection_successful', 'connection_failed'),
  ],
  'microsoft.sql/managedinstances': declared('Percent', 'avg_cpu_percent'),
  'microsoft.dbforpostgresql/flexibleservers': declared('Percent', 'cpu_percent', 'memory_percent', 'storage_percent'),
  'microsoft.dbformysql/flexibleservers': declared('Percent', 'cpu_percent', 'memory_percent', 'storage_percent'),
  'microsoft.documentdb/databaseaccounts': [...declared('Percent', 'NormalizedRUConsumption'), ...declared('Count', 'ProvisionedThroughput', 'TotalRequests')],
  'microsoft.machinelearningservices/workspaces/onlineendpoints': declared('Count', 'RequestsPerMinute', 'RequestLatency'),
  'microsoft.synapse/workspaces/sqlpools': [...declared('Percent', 'DWUUsedPercent'), ...declared('Count', 'ActiveQueries', 'Connections')],
};

/** Metrics whose values a declaration gives; nothing is scaled. */
function declared(unit: MetricDefinition['unit'], ...names: readonly string[]): MetricDefinition[] {
  return names.map((name) => metric(name, unit, 1, name));
}

function metric(name: string, unit: MetricDefinition['unit'], scale: number, description: string, inverted = false): MetricDefinition {
  return { name, unit, scale, description, inverted };
}

/** The platform metrics of a resource type, in any letter case; none for a type that this simulator does not measure. */
export function metricsOfType(type: string): readonly MetricDefinition[] {
  return METRICS[type.toLowerCase()] ?? [];
}

/** Hours of an ISO 8601 time grain; null for a grain finer than the simulator's hour or unknown to Azure. */
export function readInterval(interval: string): number | null {
  const hours: Readonly<Record<string, number>> = { PT1H: 1, PT6H: 6, PT12H: 12, P1D: 24 };
  return hours[interval.toUpperCase()] ?? null;
}

/**
 * The datapoints of one metric. A point without a value keeps its timestamp, as Azure Monitor has it; a resource that
 * never reported, and hours before it existed, yield no points.
 */
export function metricSeries(
  resource: AzureResource,
  definition: MetricDefinition,
  window: MetricWindow,
  aggregations: readonly string[],
  seed: number,
): JsonObject[] {
  const { load, measures } = resource;
  if (measures === undefined && (load === null || load === 'silent')) return [];
  const series = `${resource.id}|${definition.name}`;
  const sampleOf = (hour: number): HourOfLoad | null => {
    if (measures !== undefined) return measuredDuring(measures, definition.name, hour);
    const sample = load === null ? null : loadDuring(load, seed, series, hour);
    if (sample === null) return null;
    const scaled = (share: number): number => (definition.inverted ? 1 - share : share) * definition.scale;
    return {
      average: scaled(sample.average),
      maximum: scaled(definition.inverted ? sample.minimum : sample.maximum),
      minimum: scaled(definition.inverted ? sample.maximum : sample.minimum),
    };
  };
  const start = resource.createdAt > window.start ? resource.createdAt : window.start;
  const { first, end } = hoursBetween(start, window.end);
  const points: JsonObject[] = [];
  for (let hour = first; hour < end; hour += window.hours) {
    const point: Record<string, string | number> = { timeStamp: hourText(hour) };
    const values = aggregated(sampleOf, hour, Math.min(hour + window.hours, end));
    if (values !== null) for (const name of aggregations) if (name in values) point[name] = values[name as keyof HourValues]; // `in` has just said so
    points.push(point);
  }
  return points;
}

interface HourValues {
  readonly average: number;
  readonly total: number;
  readonly maximum: number;
  readonly minimum: number;
  readonly count: number;
}

/** Over the hours of [from, to) in which something was sent; null where in none. */
function aggregated(sampleOf: (hour: number) => HourOfLoad | null, from: number, to: number): HourValues | null {
  let [total, maximum, minimum, count] = [0, -Infinity, Infinity, 0];
  for (let hour = from; hour < to; hour++) {
    const sample = sampleOf(hour);
    if (sample === null) continue;
    total += sample.average;
    maximum = Math.max(maximum, sample.maximum);
    minimum = Math.min(minimum, sample.minimum);
    count++;
  }
  return count === 0 ? null : { average: total / count, total, maximum, minimum, count };
}
