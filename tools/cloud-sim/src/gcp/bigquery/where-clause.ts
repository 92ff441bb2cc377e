import { DAY_MS } from '../../estate/machine-load.js';
import type { ExportRow } from './export-rows.js';
import { SqlError } from './sql-error.js';
import type { QueryParameters } from './query-parameters.js';
import { whereTerms } from './where-terms.js';

type Predicate = (row: ExportRow) => boolean;

/** Usage, partition and export times all choose by the usage day here: the simulator exports a day at its end. */
const TIME =
  /^(?:date\s*\(\s*)?(?:usage_start_time|usage_end_time|_partitiontime|_partitiondate|export_time)(?:\s*,\s*["'][^"']*["'])?\s*\)?\s*(>=|<=|>|<|=|between)\s*(.*)$/i;
const MEMBER =
  /^(resource\.global_name|resource\.name|project\.id|service\.description)\s*(?:=|\bin\b)\s*(?:unnest\s*\(\s*@(\w+)\s*\)|@(\w+)|['"]([^'"]*)['"]|\(([^)]*)\))$/i;
/** Conditions that every row of the estate's bill meets. */
const ALWAYS = /^(?:true|(?:resource\.global_name|resource\.name|project\.id) is not null|cost_type\s*=\s*["']regular["']|cost\s*(?:>|!=|<>)\s*0)$/i;

/** The WHERE clause of a query over the export. Throws SqlError for a condition that it cannot judge, rather than ignore it. */
export function readWhere(plain: string, parameters: QueryParameters, now: Date): Predicate {
  const predicates = whereTerms(plain).map((term): Predicate => {
    const [, operator, rest] = TIME.exec(term) ?? [];
    if (operator !== undefined && rest !== undefined) return timePredicate(operator.toLowerCase(), rest, parameters, now);
    const member = MEMBER.exec(term);
    if (member !== null) return memberPredicate(member, parameters);
    if (ALWAYS.test(term)) return () => true;
    throw new SqlError(`The simulator cannot judge the condition: ${term}`);
  });
  return (row) => predicates.every((predicate) => predicate(row));
}

function timePredicate(operator: string, text: string, parameters: QueryParameters, now: Date): Predicate {
  const first = readTime(text, parameters, now);
  if (operator === 'between') {
    const second = readTime(/\band\b\s*(.*)$/i.exec(text)?.[1] ?? '', parameters, now);
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

function memberPredicate(match: RegExpExecArray, parameters: QueryParameters): Predicate {
  const [, column = '', listName, name, literal, list] = match;
  const bound = parameters.get(listName ?? name ?? '');
  const wanted = bound ?? literal ?? (list ?? '').split(',').map((choice) => choice.trim().replace(/^['"]|['"]$/g, ''));
  const choices = new Set(typeof wanted === 'string' ? [wanted] : wanted);
  return (row) => choices.has(valueOf(row, column.toLowerCase()));
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
