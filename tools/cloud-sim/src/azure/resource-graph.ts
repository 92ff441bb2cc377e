import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { SimResponse } from '../http/cloud-handler.js';
import { jsonAnswer, jsonBody, pageOffset, pageToken, type JsonObject } from '../http/json-answer.js';
import { identify, type AzureCall } from './azure-call.js';
import { parseKql } from './kql/kql-parse.js';
import { runKql } from './kql/kql-run.js';
import { KqlError } from './kql/kql-token.js';
import type { KqlRow } from './kql/kql-value.js';
import { tableRows } from './resource-graph-tables.js';

const LARGEST_PAGE = 1000;
const QUERIES_PER_WINDOW = 15;
const WINDOW_SECONDS = 5;
const KEPT_RESULTS = 8;

const requestSchema = z.object({
  query: z.string(),
  subscriptions: z.array(z.string()).optional(),
  options: z
    .object({
      $top: z.int().min(1).max(LARGEST_PAGE).optional(),
      $skip: z.int().min(0).optional(),
      $skipToken: z.string().nullish(),
      resultFormat: z.enum(['objectArray', 'table']).optional(),
    })
    .optional(),
});

/** Answers `POST /providers/Microsoft.ResourceGraph/resources`: any signed-in caller may ask, and sees what it may read. */
export function resourceGraph(call: AzureCall): SimResponse {
  identify(call, 'Microsoft.ResourceGraph/resources/read', 'read');
  const quota = takeQuota(call);
  if (quota.exhausted) {
    return graphError(
      429,
      'RateLimiting',
      'Client application has been throttled and should not attempt to repeat the request until an amount of time has elapsed. Please see https://aka.ms/resourcegraph-throttling for help.',
      quota.headers,
    );
  }
  const parsed = requestSchema.safeParse(jsonBody(call.request));
  if (!parsed.success) return graphError(400, 'InvalidRequest', 'The request body is invalid.', quota.headers);
  const { query, subscriptions, options = {} } = parsed.data;
  const known = call.world.estate.subscriptions.map(({ subscriptionId }) => subscriptionId);
  const asked = subscriptions === undefined || subscriptions.length === 0 ? known : known.filter((id) => subscriptions.includes(id));
  try {
    const rows = resultRows(call, query, asked);
    const offset = options.$skipToken ? pageOffset(options.$skipToken) : (options.$skip ?? 0);
    if (offset === null) return graphError(400, 'InvalidSkipToken', 'The skip token is invalid.', quota.headers);
    const page = rows.slice(offset, offset + (options.$top ?? LARGEST_PAGE));
    const more = offset + page.length < rows.length;
    // Without an id column there is no stable order to page by: the rest is cut off, and only this flag says so.
    const pageable = page.every((row) => 'id' in row);
    return jsonAnswer(
      200,
      {
        totalRecords: rows.length,
        count: page.length,
        resultTruncated: more && !pageable ? 'true' : 'false',
        ...(more && pageable ? { $skipToken: pageToken(offset + page.length) } : {}),
        facets: [],
        data: options.resultFormat === 'table' ? asTable(page) : page,
      },
      quota.headers,
    );
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
    return graphError(400, 'InvalidQuery', `${error.message} (token '${error.token}', position ${String(error.position)})`, quota.headers);
  }
}

/** @throws KqlError for a query that does not parse or names an unknown table */
function resultRows(call: AzureCall, query: string, subscriptions: readonly string[]): readonly KqlRow[] {
  const { queryResults } = call.world;
  const minute = Math.floor(call.context.behaviour.now().getTime() / 60_000); // ago() must move with the clock
  const key = JSON.stringify([query, subscriptions, call.application.clientId, [...call.context.behaviour.denied], minute]);
  const kept = queryResults.get(key);
  if (kept !== undefined) return kept;
  const { table, stages } = parseKql(query);
  const rows = tableRows(call, table, subscriptions);
  if (rows === null) throw new KqlError(`Failed to resolve table or column expression named '${table}'`, 0, table);
  const results = runKql(stages, rows, call.context.behaviour.now());
  const oldest = queryResults.keys().next();
  if (queryResults.size >= KEPT_RESULTS && oldest.done !== true) queryResults.delete(oldest.value);
  queryResults.set(key, results);
  return results;
}

/** 15 queries in 5 seconds per principal; every answer says how many are left. */
function takeQuota(call: AzureCall): { exhausted: boolean; headers: Record<string, string> } {
  if (!call.context.behaviour.throttle) return { exhausted: false, headers: quotaHeaders(QUERIES_PER_WINDOW - 1, 0) };
  const bucket = call.world.buckets.of(`resource-graph:${call.application.clientId}`, QUERIES_PER_WINDOW, QUERIES_PER_WINDOW / WINDOW_SECONDS);
  const exhausted = !bucket.take();
  return { exhausted, headers: quotaHeaders(bucket.remaining(), exhausted ? Math.max(1, bucket.secondsUntil()) : 0) };
}

function quotaHeaders(remaining: number, waitSeconds: number): Record<string, string> {
  const resetsAfter = `00:00:${String(waitSeconds === 0 ? WINDOW_SECONDS : waitSeconds).padStart(2, '0')}`;
  return {
    'x-ms-user-quota-remaining': String(remaining),
    'x-ms-user-quota-resets-after': resetsAfter,
    ...(waitSeconds === 0 ? {} : { 'retry-after': String(waitSeconds) }),
  };
}

function graphError(status: number, code: string, message: string, headers: Readonly<Record<string, string>>): SimResponse {
  const support = `Please provide below info when asking for support: correlationId = ${randomUUID()}.`;
  const error: JsonObject = { code: status === 429 ? code : 'BadRequest', message: support, details: [{ code, message }] };
  return jsonAnswer(status, { error }, headers);
}

function asTable(rows: readonly KqlRow[]): JsonObject {
  const names = Object.keys(rows[0] ?? {});
  const typeOf = (name: string): string => {
    const value = rows.map((row) => row[name]).find((cell) => cell !== null && cell !== undefined);
    return typeof value === 'string' ? 'string' : typeof value === 'number' ? 'integer' : typeof value === 'boolean' ? 'boolean' : 'object';
  };
  return {
    columns: names.map((name) => ({ name, type: typeOf(name) })),
    rows: rows.map((row) => names.map((name) => row[name] ?? null)),
  };
}
