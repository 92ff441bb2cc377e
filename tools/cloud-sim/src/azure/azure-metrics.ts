import type { SimResponse } from '../http/cloud-handler.js';
import { isJsonObject, jsonAnswer, jsonBody, type JsonObject } from '../http/json-answer.js';
import { identify, readsThrottled, refusal, type AzureCall } from './azure-call.js';
import { armError, badRequest } from './arm/arm-error.js';
import { metricSeries, metricsOfType, readInterval, type MetricDefinition, type MetricWindow } from './azure-metric-series.js';
import type { AzureResource } from './azure-resource.js';

const ACTION = 'Microsoft.Insights/metrics/read';
const LARGEST_BATCH = 50;

interface MetricQuestion {
  readonly window: MetricWindow;
  readonly interval: string;
  readonly names: readonly string[];
  readonly aggregations: readonly string[];
}

/** `GET {resourceId}/providers/Microsoft.Insights/metrics`: one resource. */
export function azureMetrics(call: AzureCall, resourceId: string): SimResponse {
  identify(call, ACTION, 'read');
  const denied = refusal(call, ACTION, resourceId);
  if (denied !== null) return denied;
  const throttled = readsThrottled(call, resourceId.split('/')[2] ?? '');
  if (throttled !== null) return throttled;
  const resource = call.world.byId.get(resourceId.toLowerCase());
  if (resource === undefined) return armError(404, 'ResourceNotFound', `The Resource '${resourceId}' was not found.`);
  const [start, end] = (call.request.url.searchParams.get('timespan') ?? '').split('/');
  const question = readQuestion(call, start, end);
  if (typeof question === 'string') return badRequest(question);
  const body = metricsBody(call, resource, question);
  return typeof body === 'string' ? badRequest(body) : jsonAnswer(200, { ...body, timespan: timespanOf(question.window), resourceregion: resource.location });
}

/** `POST /subscriptions/{id}/metrics:getBatch`: at most 50 resources of one type. */
export function metricsBatch(call: AzureCall, subscriptionId: string): SimResponse {
  identify(call, ACTION, 'read');
  const denied = refusal(call, ACTION, `/subscriptions/${subscriptionId}`);
  if (denied !== null) return denied;
  const throttled = readsThrottled(call, subscriptionId);
  if (throttled !== null) return throttled;
  const body = jsonBody(call.request);
  const ids = isJsonObject(body) ? body['resourceids'] : null;
  if (!Array.isArray(ids) || ids.length === 0) return badRequest('The request body must name resourceids.');
  if (ids.length > LARGEST_BATCH) return badRequest(`The number of resource ids (${String(ids.length)}) exceeds the maximum of ${String(LARGEST_BATCH)}.`);
  const parameters = call.request.url.searchParams;
  const question = readQuestion(call, parameters.get('starttime') ?? undefined, parameters.get('endtime') ?? undefined);
  if (typeof question === 'string') return badRequest(question);
  const values: JsonObject[] = [];
  for (const id of ids) {
    const resource = typeof id === 'string' ? call.world.byId.get(id.toLowerCase()) : undefined;
    if (resource?.subscriptionId !== subscriptionId) return armError(404, 'ResourceNotFound', `The Resource '${String(id)}' was not found.`);
    const found = metricsBody(call, resource, question);
    if (typeof found === 'string') return badRequest(found);
    values.push({
      starttime: question.window.start.toISOString(),
      endtime: question.window.end.toISOString(),
      ...found,
      resourceregion: resource.location,
      resourceid: resource.id,
    });
  }
  return jsonAnswer(200, { values });
}

/** The question of a metrics call; a sentence saying what is wrong with it otherwise. */
function readQuestion(call: AzureCall, start: string | undefined, end: string | undefined): MetricQuestion | string {
  const parameters = call.request.url.searchParams;
  const now = call.context.behaviour.now();
  const endTime = end === undefined ? now : new Date(end);
  const startTime = start === undefined || start === '' ? new Date(endTime.getTime() - 3_600_000) : new Date(start);
  if (Number.isNaN(startTime.getTime()) || Number.isNaN(endTime.getTime()) || startTime >= endTime) return 'The timespan is invalid.';
  const interval = parameters.get('interval') ?? 'PT1M';
  const hours = readInterval(interval);
  if (hours === null) return `Detected invalid time grain input: ${interval}. Supported here: PT1H, PT6H, PT12H, P1D.`;
  const names = (parameters.get('metricnames') ?? '').split(',').filter((name) => name !== '');
  if (names.length === 0) return 'The metricnames parameter is required.';
  const aggregations = (parameters.get('aggregation') ?? 'average')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  return { window: { start: startTime, end: endTime > now ? now : endTime, hours }, interval, names, aggregations };
}

function metricsBody(call: AzureCall, resource: AzureResource, { window, interval, names, aggregations }: MetricQuestion): JsonObject | string {
  const known = metricsOfType(resource.type);
  const value: JsonObject[] = [];
  for (const name of names) {
    const definition = known.find((metric) => metric.name.toLowerCase() === name.toLowerCase());
    if (definition === undefined) {
      return `Failed to find metric configuration for provider: ${resource.type}, metric: ${name}. Valid metrics: ${known.map((metric) => metric.name).join(',')}`;
    }
    value.push(metricBody(call, resource, definition, window, aggregations));
  }
  return { cost: 0, interval, namespace: resource.type, value };
}

function metricBody(call: AzureCall, resource: AzureResource, metric: MetricDefinition, window: MetricWindow, aggregations: readonly string[]): JsonObject {
  const data = metricSeries(resource, metric, window, aggregations, call.world.seed);
  return {
    id: `${resource.id}/providers/Microsoft.Insights/metrics/${metric.name}`,
    type: 'Microsoft.Insights/metrics',
    name: { value: metric.name, localizedValue: metric.name },
    displayDescription: metric.description,
    unit: metric.unit,
    // A resource that never reported has no series at all, which is not a series of zeros.
    timeseries: data.length === 0 ? [] : [{ metadatavalues: [], data }],
    errorCode: 'Success',
  };
}

function timespanOf({ start, end }: MetricWindow): string {
  return `${start.toISOString()}/${end.toISOString()}`;
}
