import { isJsonObject, type JsonValue } from '../../http/json-answer.js';
import { isTimespan, type KqlValue } from './kql-value.js';
import { KqlError } from './kql-token.js';

/** The scalar functions that list queries use, over evaluated arguments. Throws KqlError for any other. */
export function callFunction(name: string, values: readonly KqlValue[], now: Date): KqlValue {
  const first = values[0] ?? null;
  switch (name) {
    case 'isempty':
      return first === null || first === '';
    case 'isnotempty':
      return first !== null && first !== '';
    case 'isnull':
      return first === null;
    case 'isnotnull':
      return first !== null;
    case 'not':
      return first !== true;
    case 'tostring':
      return asText(first);
    case 'tolower':
      return asText(first).toLowerCase();
    case 'toupper':
      return asText(first).toUpperCase();
    case 'strcat':
      return values.map(asText).join('');
    case 'toint':
    case 'tolong':
    case 'todouble':
    case 'toreal':
      return asNumber(first);
    case 'tobool':
      return first === true || first === 'true' || first === 1;
    case 'todatetime':
    case 'datetime':
      return asTime(first);
    case 'now':
      return now;
    case 'ago':
      return first !== null && isTimespan(first) ? new Date(now.getTime() - first.ms) : null;
    case 'array_length':
      return Array.isArray(first) ? first.length : null;
    case 'coalesce':
      return values.find((value) => value !== null && value !== '') ?? null;
    case 'iff':
    case 'iif':
      return (first === true ? values[1] : values[2]) ?? null;
    case 'parse_json':
    case 'todynamic':
      return typeof first === 'string' ? parsed(first) : first;
    case 'split':
      return asText(first).split(asText(values[1] ?? null));
    case 'member':
      return values.slice(1).reduce<KqlValue>((value, step) => memberOf(value, step), first);
    default:
      throw new KqlError(`Unknown function: '${name}'.`, 0, name);
  }
}

/** A member of a JSON value; null where there is none, as Kusto's dynamic values have it. */
export function memberOf(value: KqlValue, step: KqlValue): KqlValue {
  if (Array.isArray(value) && typeof step === 'number') return (value as readonly JsonValue[])[step] ?? null; // Array.isArray widens readonly arrays to any[]
  if (!isJsonObject(value) || typeof step !== 'string') return null;
  return Object.hasOwn(value, step) ? (value[step] ?? null) : null;
}

function asText(value: KqlValue): string {
  if (value === null) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function asNumber(value: KqlValue): number | null {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function asTime(value: KqlValue): Date | null {
  if (value instanceof Date) return value;
  const at = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(at) ? null : new Date(at);
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue; // JSON.parse of a text yields JSON values and nothing else
  } catch {
    return null;
  }
}
