import { currencySchema } from '@vitrine/contracts';
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
  if (decimal.test(text) || scientific.test(text)) return { value: text, problem: null, notice: null };
  return { value: null, problem: 'amount-invalid', notice: null };
}

/** FOCUS asks for ISO 8601 with zone; a date without one is taken as UTC, and said so. */
function timestampCell(text: string): Cell {
  const match = timestamp.exec(text);
  if (match === null) return { value: null, problem: 'date-invalid', notice: null };
  const [, day = '', time = '00:00:00', zone] = match;
  const iso = `${day}T${time}${zone ?? 'Z'}`;
  const at = new Date(iso);
  // 2026-02-30 parses to March in JavaScript: the day has to come out as it went in.
  if (Number.isNaN(at.getTime()) || ((zone ?? 'Z') === 'Z' && !at.toISOString().startsWith(day))) return { value: null, problem: 'date-invalid', notice: null };
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
    return { value: JSON.stringify(value).replaceAll('\\u0000', ''), problem: null, notice: null };
  } catch {
    return { value: null, problem: 'json-invalid', notice: null };
  }
}
