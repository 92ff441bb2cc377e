import type { SimResponse } from '../../http/cloud-handler.js';
import { jsonAnswer, type JsonObject } from '../../http/json-answer.js';
import { identify, refusal, type GcpCall } from '../gcp-call.js';
import { exportTableId, type GcpBillingExport } from '../gcp-estate.js';
import { googleError } from '../google-error.js';
import { BYTES_PER_ROW, exportRows } from './export-rows.js';

/** Answers datasets, tables and their rows: metadata is a read, rows are customer data, anything else a write. Null for another path. */
export function bigQueryTables(call: GcpCall, projectId: string, rest: string): SimResponse | null {
  const [, dataset, tables, table, verb] = /^\/datasets\/([^/]+)(\/tables)?(?:\/([^/]+))?(?:\/(\w+))?$/.exec(rest) ?? [];
  if (dataset === undefined) return null;
  const { billingExport } = call.world.estate;
  const kind = tables === undefined ? 'datasets' : 'tables';
  const verbName =
    verb === 'data'
      ? 'getData'
      : call.request.method === 'GET'
        ? tables !== undefined && table === undefined
          ? 'list'
          : 'get'
        : call.request.method.toLowerCase();
  identify(call, `bigquery.${kind}.${verbName}`, verbName === 'getData' ? 'secret' : call.request.method === 'GET' ? 'read' : 'write');
  const denied = refusal(call, `bigquery.${kind}.${verbName}`, `projects/${projectId}/datasets/${dataset}`, 'accessDenied');
  if (denied !== null) return denied;
  if (billingExport?.projectId !== projectId || billingExport.dataset !== dataset)
    return googleError('NOT_FOUND', `Not found: Dataset ${projectId}:${dataset}`);
  if (tables === undefined) return jsonAnswer(200, datasetBody(billingExport));
  const known = tableBody(call, billingExport);
  if (table === undefined) return jsonAnswer(200, { kind: 'bigquery#tableList', totalItems: 1, tables: [known] });
  return table === exportTableId(billingExport) ? jsonAnswer(200, known) : googleError('NOT_FOUND', `Not found: Table ${projectId}:${dataset}.${table}`);
}

function datasetBody({ projectId, dataset, location }: GcpBillingExport): JsonObject {
  return { kind: 'bigquery#dataset', id: `${projectId}:${dataset}`, datasetReference: { datasetId: dataset, projectId }, location, type: 'DEFAULT' };
}

function tableBody(call: GcpCall, { projectId, dataset, location, ...rest }: GcpBillingExport): JsonObject {
  const tableId = exportTableId({ projectId, dataset, location, ...rest });
  const rows = exportRows(call.world, call.context.behaviour.now()).length;
  return {
    kind: 'bigquery#table',
    id: `${projectId}:${dataset}.${tableId}`,
    tableReference: { projectId, datasetId: dataset, tableId },
    type: 'TABLE',
    location,
    numRows: String(rows),
    numBytes: String(rows * BYTES_PER_ROW),
    timePartitioning: { type: 'DAY' },
  };
}
