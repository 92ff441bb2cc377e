import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { SimResponse } from '../../http/cloud-handler.js';
import { isJsonObject, jsonAnswer, jsonBody, pageOffset, pageToken, type JsonObject } from '../../http/json-answer.js';
import { identify, refusal, throttled, type GcpCall } from '../gcp-call.js';
import { googleError } from '../google-error.js';
import { bigQueryTables } from './bigquery-tables.js';
import { bytesBilled, schemaOf, type QueryAnswer } from './query-answer.js';
import { queryParametersSchema } from './query-parameters.js';
import { runQuery } from './run-query.js';

const CALLS_PER_MINUTE = 6000;

const amount = z.union([z.string().regex(/^\d+$/), z.int()]).optional();
const querySchema = z.object({
  query: z.string(),
  dryRun: z.boolean().optional(),
  maximumBytesBilled: amount,
  maxResults: amount,
  queryParameters: queryParametersSchema.optional(),
});
const jobSchema = z.object({
  configuration: z.object({ dryRun: z.boolean().optional(), query: querySchema.omit({ dryRun: true, maxResults: true }).optional() }),
  jobReference: z.object({ jobId: z.string().optional() }).optional(),
});

/** Answers the query half of BigQuery v2; null for another path. */
export function bigQuery(call: GcpCall): SimResponse | null {
  const [, projectId, rest] = /^\/bigquery\/v2\/projects\/([^/]+)(\/.*)$/.exec(call.path) ?? [];
  if (projectId === undefined || rest === undefined) return null;
  const { method } = call.request;
  const job = /^\/(?:queries|jobs)\/([^/]+)$/.exec(rest)?.[1];
  const isQuery = method === 'POST' && (rest === '/queries' || rest === '/jobs');
  if (isQuery) {
    const exhausted = throttled(call, 'bigquery.googleapis.com', 'API requests', CALLS_PER_MINUTE, projectId);
    return exhausted ?? (rest === '/queries' ? jobsQuery(call, projectId) : jobsInsert(call, projectId));
  }
  if (method === 'GET' && job !== undefined) return rest.startsWith('/queries/') ? getQueryResults(call, job) : getJob(call, job);
  return bigQueryTables(call, projectId, rest);
}

function jobsQuery(call: GcpCall, projectId: string): SimResponse {
  identify(call, 'bigquery.jobs.query', 'read');
  const parsed = querySchema.safeParse(jsonBody(call.request));
  if (!parsed.success) return googleError('INVALID_ARGUMENT', 'Required parameter is missing: query');
  const outcome = runQuery(call, projectId, randomUUID(), parsed.data);
  if (outcome.kind === 'refused') return outcome.response;
  const page = resultPage(call, outcome.answer, 0, Number(parsed.data.maxResults ?? Infinity));
  return jsonAnswer(200, { kind: 'bigquery#queryResponse', ...(parsed.data.dryRun === true ? dryRunOf(page, projectId) : page) });
}

/** A dry run answers schema and bytes: there is no job to ask about, and there are no rows. */
function dryRunOf(page: JsonObject, projectId: string): JsonObject {
  const { schema = null, totalBytesProcessed = null, jobReference = null } = page;
  const location = isJsonObject(jobReference) ? (jobReference['location'] ?? null) : null;
  return { schema, jobReference: { projectId, location }, totalBytesProcessed, jobComplete: true, cacheHit: false };
}

function jobsInsert(call: GcpCall, projectId: string): SimResponse {
  identify(call, 'bigquery.jobs.insert', 'read');
  const parsed = jobSchema.safeParse(jsonBody(call.request));
  const query = parsed.data?.configuration.query;
  if (parsed.data === undefined || query === undefined) {
    // Load, copy and extract jobs move data: none of them is a read.
    identify(call, 'bigquery.jobs.insert', 'write');
    return (
      refusal(call, 'bigquery.tables.create', `projects/${projectId}`, 'accessDenied') ??
      googleError('INVALID_ARGUMENT', 'Job configuration must contain exactly one job type.')
    );
  }
  const dryRun = parsed.data.configuration.dryRun ?? false;
  const outcome = runQuery(call, projectId, parsed.data.jobReference?.jobId ?? randomUUID(), { ...query, dryRun });
  return outcome.kind === 'refused' ? outcome.response : jsonAnswer(200, jobBody(call, outcome.answer, dryRun));
}

function getJob(call: GcpCall, jobId: string): SimResponse {
  identify(call, 'bigquery.jobs.get', 'read');
  const answer = call.world.jobs.get(jobId);
  return answer === undefined ? googleError('NOT_FOUND', `Not found: Job ${jobId}`) : jsonAnswer(200, jobBody(call, answer, false));
}

function getQueryResults(call: GcpCall, jobId: string): SimResponse {
  identify(call, 'bigquery.jobs.getQueryResults', 'read');
  const answer = call.world.jobs.get(jobId);
  if (answer === undefined) return googleError('NOT_FOUND', `Not found: Job ${jobId}`);
  const denied = refusal(call, 'bigquery.jobs.create', `projects/${answer.projectId}`, 'accessDenied');
  if (denied !== null) return denied;
  const parameters = call.request.url.searchParams;
  const offset = pageOffset(parameters.get('pageToken') ?? pageToken(Number(parameters.get('startIndex') ?? 0)));
  if (offset === null) return googleError('INVALID_ARGUMENT', 'Invalid page token.');
  return jsonAnswer(200, { kind: 'bigquery#getQueryResultsResponse', ...resultPage(call, answer, offset, Number(parameters.get('maxResults') ?? Infinity)) });
}

function resultPage({ world }: GcpCall, answer: QueryAnswer, offset: number, asked: number): JsonObject {
  const end = offset + Math.min(asked, world.estate.billingExport?.rowsPerPage ?? 1);
  return {
    schema: schemaOf(answer),
    jobReference: { projectId: answer.projectId, jobId: answer.jobId, location: world.estate.billingExport?.location ?? 'US' },
    totalRows: String(answer.rows.length),
    ...(end < answer.rows.length ? { pageToken: pageToken(end) } : {}),
    rows: answer.rows.slice(offset, end).map((cells) => ({ f: cells.map((v) => ({ v })) })),
    totalBytesProcessed: String(answer.bytesProcessed),
    totalBytesBilled: String(bytesBilled(answer)),
    jobComplete: true,
    cacheHit: false,
  };
}

function jobBody({ world, context, caller }: GcpCall, answer: QueryAnswer, dryRun: boolean): JsonObject {
  const location = world.estate.billingExport?.location ?? 'US';
  const at = String(context.behaviour.now().getTime());
  const processed = String(answer.bytesProcessed);
  return {
    kind: 'bigquery#job',
    id: `${answer.projectId}:${location}.${dryRun ? '' : answer.jobId}`,
    jobReference: { projectId: answer.projectId, location, ...(dryRun ? {} : { jobId: answer.jobId }) },
    configuration: { jobType: 'QUERY', dryRun, query: { useLegacySql: false } },
    statistics: {
      creationTime: at,
      startTime: at,
      endTime: at,
      totalBytesProcessed: processed,
      query: {
        totalBytesProcessed: processed,
        totalBytesBilled: dryRun ? '0' : String(bytesBilled(answer)),
        statementType: 'SELECT',
        cacheHit: false,
        schema: schemaOf(answer),
      },
    },
    status: { state: 'DONE' },
    user_email: caller.principal,
  };
}
