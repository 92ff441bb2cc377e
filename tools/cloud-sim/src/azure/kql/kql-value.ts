import type { JsonValue } from '../../http/json-answer.js';

/** A value while a query runs: JSON, or a point in time, or a span of milliseconds. */
export type KqlValue = JsonValue | Date | KqlTimespan;

export interface KqlTimespan {
  readonly kind: 'timespan';
  readonly ms: number;
}

/** One row of a table; the columns' order is the order of its members. */
export type KqlRow = Readonly<Record<string, JsonValue>>;

export function isTimespan(value: KqlValue): value is KqlTimespan {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'timespan' && 'ms' in value && typeof value.ms === 'number';
}

/** What a query result may carry over the wire. */
export function toJson(value: KqlValue): JsonValue {
  if (value instanceof Date) return value.toISOString();
  if (isTimespan(value)) return String(value.ms);
  return value;
}
