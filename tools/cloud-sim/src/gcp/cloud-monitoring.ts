import type { SimResponse } from '../http/cloud-handler.js';
import { jsonAnswer, pageOffset, pageToken, type JsonObject } from '../http/json-answer.js';
import { metricPoints, readAlignment } from './cloud-monitoring-series.js';
import { readMonitoringFilter } from './cloud-monitoring-filter.js';
import { identify, projectOf, refusal, throttled, type GcpCall } from './gcp-call.js';
import { findMetric } from './gcp-measure.js';
import { googleError } from './google-error.js';

const LARGEST_PAGE = 100_000;
const CALLS_PER_MINUTE = 6000;

/** Answers `GET /v3/projects/{p}/timeSeries`; null for another path. */
export function timeSeries(call: GcpCall): SimResponse | null {
  const projectId = /^\/v3\/projects\/([^/]+)\/timeSeries$/.exec(call.path)?.[1];
  if (projectId === undefined || call.request.method !== 'GET') return null;
  identify(call, 'monitoring.projects.timeSeries.list', 'read');
  const denied = refusal(call, 'monitoring.timeSeries.list', `projects/${projectId}`);
  if (denied !== null) return denied;
  const project = projectOf(call.world, projectId);
  if (project === undefined) return googleError('NOT_FOUND', `Project 'projects/${projectId}' not found or deleted.`);
  const exhausted = throttled(call, 'monitoring.googleapis.com', 'Time series queries', CALLS_PER_MINUTE, `project_number:${project.projectNumber}`);
  if (exhausted !== null) return exhausted;
  const parameters = call.request.url.searchParams;
  const filter = readMonitoringFilter(parameters.get('filter') ?? '');
  const metric = filter === null ? undefined : findMetric(filter.metricType);
  if (filter === null) return googleError('INVALID_ARGUMENT', "Field filter had an invalid value: The 'metric.type' must be specified.");
  if (metric === undefined) return googleError('NOT_FOUND', `Cannot find metric(s) that match type = "${filter.metricType}".`);
  const [start, end] = [new Date(parameters.get('interval.startTime') ?? ''), new Date(parameters.get('interval.endTime') ?? '')];
  const alignment = readAlignment(parameters);
  if (Number.isNaN(start.getTime()) || Number.isNaN(end.getTime()) || alignment === null) {
    return googleError('INVALID_ARGUMENT', 'Field interval or aggregation had an invalid value.');
  }
  const period = { start, end: end > call.context.behaviour.now() ? call.context.behaviour.now() : end };
  const measures = call.world.resources
    .filter((resource) => resource.project === project)
    .flatMap((resource) => resource.measures.filter((measure) => measure.metric === metric && filter.matches(measure)));
  const series = measures.flatMap((measure): JsonObject[] => {
    const points = metricPoints(measure, period, alignment, call.world.seed);
    if (points.length === 0) return [];
    const head = { metric: { type: metric.type, labels: measure.metricLabels }, resource: { type: measure.resourceType, labels: measure.resourceLabels } };
    const kind = alignment.aligner === 'ALIGN_RATE' ? 'GAUGE' : metric.kind;
    return [
      { ...head, metricKind: kind, valueType: kind === metric.kind ? metric.valueType : 'DOUBLE', ...(parameters.get('view') === 'HEADERS' ? {} : { points }) },
    ];
  });
  return paged(call, series);
}

/** A page holds whole series, at least one, and as many points as `pageSize` allows. */
function paged(call: GcpCall, series: readonly JsonObject[]): SimResponse {
  const parameters = call.request.url.searchParams;
  const limit = Math.min(Number(parameters.get('pageSize') ?? LARGEST_PAGE) || LARGEST_PAGE, LARGEST_PAGE);
  const offset = pageOffset(parameters.get('pageToken') || pageToken(0));
  if (offset === null) return googleError('INVALID_ARGUMENT', 'Field page_token had an invalid value.');
  let end = offset;
  let points = 0;
  while (end < series.length) {
    const own = series[end]?.['points'];
    points += Array.isArray(own) ? own.length : 1;
    if (points > limit && end > offset) break;
    end++;
  }
  return jsonAnswer(200, {
    ...(series.length === 0 ? {} : { timeSeries: series.slice(offset, end) }),
    ...(end < series.length ? { nextPageToken: pageToken(end) } : {}),
    unit: '1',
  });
}
