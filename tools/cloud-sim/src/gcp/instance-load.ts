import { loadDuring, type HourOfLoad, type MachineLoad } from '../estate/machine-load.js';
import { gcpMetrics, type GcpMeasure } from './gcp-measure.js';

/** `light` works, but never at more than a third of its size; `office-hours` works on weekdays from 7 to 19 UTC and then rests. */
export type InstanceLoad = MachineLoad | 'light' | 'office-hours';

const RESTING: HourOfLoad = { average: 0.004, maximum: 0.006, minimum: 0.002 };
const WORKING: HourOfLoad = { average: 0.5, maximum: 0.6, minimum: 0.3 };

function loadOf(load: InstanceLoad, series: string): GcpMeasure['during'] {
  switch (load) {
    case 'light':
      return () => ({ average: 0.15, maximum: 0.3, minimum: 0.1 });
    case 'office-hours':
      return (hour) => (isOfficeHour(hour) ? WORKING : RESTING);
    default:
      return (hour, seed) => loadDuring(load, seed, series, hour);
  }
}

/** 1970-01-01 was a Thursday. */
export function isOfficeHour(hour: number): boolean {
  const weekday = (Math.floor(hour / 24) + 4) % 7;
  return weekday >= 1 && weekday <= 5 && hour % 24 >= 7 && hour % 24 < 19;
}

/** What of a machine Cloud Monitoring names its series by. */
interface Measured {
  readonly fullName: string;
  readonly numericId: string;
  readonly scope: string;
  readonly project: { readonly projectId: string };
  readonly name: string;
  readonly createdAt: Date;
}

/** What Cloud Monitoring has of a machine; one that is silent has no series at all. */
export function instanceMeasures(instance: Measured, load: InstanceLoad): GcpMeasure[] {
  if (load === 'silent') return [];
  const { numericId, scope, project, name, createdAt } = instance;
  return [gcpMetrics.cpu, gcpMetrics.received, gcpMetrics.sent].map((metric) => ({
    metric,
    resourceType: 'gce_instance',
    resourceLabels: { instance_id: numericId, zone: scope.split('/')[1] ?? '', project_id: project.projectId },
    metricLabels: { instance_name: name },
    since: createdAt,
    during: loadOf(load, `${instance.fullName}|${metric.type}`),
  }));
}
