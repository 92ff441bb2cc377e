import type { JsonObject } from '../../http/json-answer.js';

export interface QueryField {
  readonly name: string;
  readonly type: 'STRING' | 'FLOAT' | 'NUMERIC' | 'INTEGER' | 'DATE' | 'TIMESTAMP';
}

/** A finished query: cells are texts, as BigQuery sends them; a timestamp is in microseconds. */
export interface QueryAnswer {
  readonly jobId: string;
  readonly projectId: string;
  readonly fields: readonly QueryField[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly bytesProcessed: number;
}

/** BigQuery bills ten megabytes at the least. */
export function bytesBilled({ bytesProcessed }: Pick<QueryAnswer, 'bytesProcessed'>): number {
  return bytesProcessed === 0 ? 0 : Math.max(bytesProcessed, 10 * 1024 ** 2);
}

export function schemaOf({ fields }: QueryAnswer): JsonObject {
  return { fields: fields.map(({ name, type }) => ({ name, type, mode: 'NULLABLE' })) };
}
