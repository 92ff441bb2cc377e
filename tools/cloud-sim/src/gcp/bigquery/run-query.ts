import type { z } from 'zod';
import type { SimResponse } from '../../http/cloud-handler.js';
import { identify, refusal, type GcpCall } from '../gcp-call.js';
import { exportTableId } from '../gcp-estate.js';
import { googleError } from '../google-error.js';
import { bytesBilled, type QueryAnswer } from './query-answer.js';
import { readParameters, type queryParametersSchema } from './query-parameters.js';
import { runSelect } from './run-select.js';
import { SqlError } from './sql-error.js';
import { plainStatement, sourceTable, statementKind } from './statement.js';

export interface QueryRequest {
  readonly query: string;
  readonly dryRun?: boolean | undefined;
  readonly maximumBytesBilled?: string | number | undefined;
  readonly queryParameters?: z.infer<typeof queryParametersSchema> | undefined;
}

export type QueryOutcome = { readonly kind: 'answered'; readonly answer: QueryAnswer } | { readonly kind: 'refused'; readonly response: SimResponse };

/** Judges and runs one query; the job is kept for getQueryResults unless it was a dry run. */
export function runQuery(call: GcpCall, projectId: string, jobId: string, request: QueryRequest): QueryOutcome {
  const refuse = (response: SimResponse): QueryOutcome => ({ kind: 'refused', response });
  const plain = plainStatement(request.query);
  // A query text that changes data comes through the same call as a SELECT: only the text tells them apart.
  if (statementKind(plain) === 'other') {
    identify(call, 'bigquery.tables.updateData', 'write');
    return refuse(
      refusal(call, 'bigquery.tables.updateData', `projects/${projectId}`, 'accessDenied') ??
        googleError('INVALID_ARGUMENT', 'The simulator takes no statement but SELECT.', { reason: 'invalidQuery' }),
    );
  }
  const denied = refusal(call, 'bigquery.jobs.create', `projects/${projectId}`, 'accessDenied');
  if (denied !== null) return refuse(denied);
  const source = sourceTable(plain, projectId);
  const table = exportTable(call);
  if (table === null || source !== table)
    return refuse(
      googleError('NOT_FOUND', `Not found: Table ${source ?? '(none)'} was not found in location ${call.world.estate.billingExport?.location ?? 'US'}`),
    );
  const hidden = refusal(call, 'bigquery.tables.getData', table, 'accessDenied');
  if (hidden !== null) return refuse(hidden);
  try {
    const result = runSelect(plain, readParameters(request.queryParameters), call.world, call.context.behaviour.now());
    const answer: QueryAnswer = { jobId, projectId, ...result };
    const limit = request.maximumBytesBilled;
    if (request.dryRun !== true && limit !== undefined && bytesBilled(answer) > Number(limit)) {
      return refuse(
        googleError('INVALID_ARGUMENT', `Query exceeded limit for bytes billed: ${String(limit)}. ${String(bytesBilled(answer))} or higher required.`, {
          reason: 'bytesBilledLimitExceeded',
        }),
      );
    }
    if (request.dryRun !== true) call.world.jobs.set(jobId, answer);
    return { kind: 'answered', answer };
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return refuse(googleError('INVALID_ARGUMENT', error.message, { reason: 'invalidQuery' }));
  }
}

/** `project.dataset.table` of the detailed export; null where the estate has none. */
export function exportTable({ world }: GcpCall): string | null {
  const { billingExport } = world.estate;
  return billingExport === undefined ? null : `${billingExport.projectId}.${billingExport.dataset}.${exportTableId(billingExport)}`;
}
