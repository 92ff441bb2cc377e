import { currencySchema, exact } from '@vitrine/contracts';
import type { FocusColumn } from './focus-columns.js';
import type { FocusProblemCode } from './focus-problem.js';

export interface Cell {
  readonly value: string | null;
  readonly problem: FocusProblemCode | null;
  /** Conventions of the whole file rather than faults of a row. */
  readonly notice: FocusProblemCode | null;
}

const nothing: Cell = { value: null, problem: null, notice: null };
const decimal = /^-?\d{1,20}(\.\d+)?$/;
const scientific = /^-?\d(\.\d+)?[eE][+-]?\d{1,3}$/;
const timestamp = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** One cell into the text that Postgres takes. Amounts stay text: a float would lose digits of somebody's bill. */
export function parseCell(raw: string, column: FocusColumn): Cell {
  const text = raw.trim();
  if (text === '') return nothing;
  if (text === 'NULL' || text === 'null') return { value: null, problem: null, notice: 'null-literal' };
  switch (column.type) {
    case 'text':
      return { value: text.replaceAll('\u0000', ''), problem: null, notice: null };
    case 'decimal':
      return decimalCell(text);
    case 'timestamp':
      return timestampCell(text);
    case 'currency':
      return currencySchema.safeParse(text).success ? { value: text, problem: null, notice: null } : { value: null, problem: 'currency-invalid', notice: null };
    case 'enum':
      return wordCell(text, column.words ?? []);
    case 'json':
      return jsonCell(text);
  }
}

function decimalCell(text: string): Cell {
  // Attack: `1e309` is a number to a pattern and an overflow to `numeric(38,18)`, which would end the whole load.
  const held = decimal.test(text) || (scientific.test(text) && exact(text).abs().lt('1e20'));
  return held ? { value: text, problem: null, notice: null } : { value: null, problem: 'amount-invalid', notice: null };
}

/** FOCUS asks for ISO 8601 with zone; a date without one is taken as UTC, and said so. */
function timestampCell(text: string): Cell {
  const match = timestamp.exec(text);
  if (match === null) return { value: null, problem: 'date-invalid', notice: null };
  const [, day = '', time = '00:00:00', zone] = match;
  const iso = `${day}T${time}${zone ?? 'Z'}`;
  const at = new Date(iso);
  // 2026-02-30 parses to March in JavaScript: the day has to come out as it went in.
  // Nor is there a year 0 in Postgres, where it would end the whole load.
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1 || ((zone ?? 'Z') === 'Z' && !at.toISOString().startsWith(day)))
    return { value: null, problem: 'date-invalid', notice: null };
  return { value: at.toISOString(), problem: null, notice: zone === undefined ? 'date-without-zone' : null };
}

function wordCell(text: string, words: readonly string[]): Cell {
  const word = words.find((each) => each.toLowerCase() === text.toLowerCase());
  if (word === undefined) return { value: text.slice(0, 200), problem: 'word-unknown', notice: null };
  return { value: word, problem: word === text ? null : 'word-case', notice: null };
}

function jsonCell(text: string): Cell {
  try {
    const value: unknown = JSON.parse(text);
    const canonical = JSON.stringify(value);
    // Attack: a NUL, half a surrogate pair, or a thousand brackets, is JSON here and an error to `jsonb`, which would end the whole load.
    const refused = /\\u(0000|d[89a-f])/i.test(canonical) || depthOf(value) > 32;
    return refused ? { value: null, problem: 'json-invalid', notice: null } : { value: canonical, problem: null, notice: null };
  } catch {
    return { value: null, problem: 'json-invalid', notice: null };
  }
}

function depthOf(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0;
  return 1 + Object.values(value).reduce((deepest: number, each) => Math.max(deepest, depthOf(each)), 0);
}
