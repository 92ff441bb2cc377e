import { DAY_MS } from '../../estate/machine-load.js';
import type { ExportRow } from './export-rows.js';
import { SqlError } from './sql-error.js';
import type { QueryParameters } from './query-parameters.js';

type Predicate = (row: ExportRow) => boolean;

const TIMES = /(?:date\s*\(\s*)?\busage_(?:start|end)_time\b(?:\s*,\s*["'][^"']*["'])?\s*\)?\s*(>=|<=|>|<|=|between)\s*/gi;
const MEMBERS =
  /\b(resource\.global_name|resource\.name|project\.id|service\.description)\s*(=|in)\s*(unnest\s*\(\s*@(\w+)\s*\)|@(\w+)|'([^']*)'|\(([^)]*)\))/gi;

/** The conditions of a WHERE clause that choose rows of the export: usage times and resource, project or service. Throws SqlError for a time it cannot read. */
export function readWhere(plain: string, parameters: QueryParameters, now: Date): Predicate {
  const where = /\bwhere\b(.*?)(?:\bgroup by\b|\border by\b|\blimit\b|$)/i.exec(plain)?.[1] ?? '';
  const predicates = [...timePredicates(where, parameters, now), ...memberPredicates(where, parameters)];
  return (row) => predicates.every((predicate) => predicate(row));
}

function timePredicates(where: string, parameters: QueryParameters, now: Date): Predicate[] {
  return [...where.matchAll(TIMES)].map((match): Predicate => {
    const operator = (match[1] ?? '').toLowerCase();
    const rest = where.slice(match.index + match[0].length);
    const first = readTime(rest, parameters, now);
    if (operator === 'between') {
      const second = readTime(/\band\b\s*(.*)$/i.exec(rest)?.[1] ?? '', parameters, now);
      return ({ day }) => day >= first && day <= second;
    }
    return ({ day }) => {
      const difference = day.getTime() - first.getTime();
      switch (operator) {
        case '>=':
          return difference >= 0;
        case '>':
          return difference > 0;
        case '<=':
          return difference <= 0;
        case '<':
          return difference < 0;
        default:
          return difference === 0;
      }
    };
  });
}

function readTime(text: string, parameters: QueryParameters, now: Date): Date {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const literal = /^(?:timestamp|date|datetime)?\s*\(?\s*['"](\d{4}-\d\d-\d\d[^'"]*)['"]/i.exec(text)?.[1];
  if (literal !== undefined) return timeOf(literal);
  const parameter = /^(?:timestamp|date)?\s*\(?\s*@(\w+)/i.exec(text)?.[1];
  const value = parameter === undefined ? undefined : parameters.get(parameter);
  if (typeof value === 'string') return timeOf(value);
  const back = /^(?:timestamp|date)_sub\s*\(\s*current_(timestamp|date)\s*\([^)]*\)\s*,\s*interval\s+(\d+)\s+day\s*\)/i.exec(text);
  if (back !== null) return new Date((back[1]?.toLowerCase() === 'date' ? today : now.getTime()) - Number(back[2]) * DAY_MS);
  const current = /^current_(timestamp|date)\s*\(/i.exec(text)?.[1];
  if (current !== undefined) return current.toLowerCase() === 'date' ? new Date(today) : now;
  throw new SqlError(`Unrecognized time expression: ${text.slice(0, 60)}`);
}

/** A date is UTC midnight; a timestamp without zone is UTC. */
function timeOf(text: string): Date {
  const zoned = /(?:Z|[+-]\d\d:?\d\d|UTC)$/.test(text) || text.length === 10;
  const at = new Date(zoned ? text.replace(/\s*UTC$/, 'Z').replace(' ', 'T') : `${text.replace(' ', 'T')}Z`);
  if (Number.isNaN(at.getTime())) throw new SqlError(`Could not cast literal "${text}" to type TIMESTAMP`);
  return at;
}

function memberPredicates(where: string, parameters: QueryParameters): Predicate[] {
  return [...where.matchAll(MEMBERS)].map((match): Predicate => {
    const [, column = '', , , listName, name, literal, list] = match;
    const bound = parameters.get(listName ?? name ?? '');
    const wanted = bound ?? (literal === undefined ? (list ?? '').split(',').map((choice) => choice.trim().replace(/^'|'$/g, '')) : literal);
    const choices = new Set(typeof wanted === 'string' ? [wanted] : wanted);
    return (row) => choices.has(valueOf(row, column.toLowerCase()));
  });
}

function valueOf(row: ExportRow, column: string): string {
  switch (column) {
    case 'resource.global_name':
      return row.globalName;
    case 'resource.name':
      return row.resourceName;
    case 'project.id':
      return row.projectId;
    default:
      return row.service;
  }
}
