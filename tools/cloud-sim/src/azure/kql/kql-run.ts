import { compare, order } from './kql-compare.js';
import { callFunction, memberOf } from './kql-function.js';
import { KqlError } from './kql-token.js';
import type { KqlColumn, KqlExpression, KqlStage } from './kql-syntax.js';
import { isTimespan, toJson, type KqlRow, type KqlValue } from './kql-value.js';

/** Runs a query's stages over a table's rows. `now` is what ago() and now() see. */
export function runKql(stages: readonly KqlStage[], table: readonly KqlRow[], now: Date): readonly KqlRow[] {
  return stages.reduce<readonly KqlRow[]>((rows, stage) => runStage(stage, rows, now), table);
}

function runStage(stage: KqlStage, rows: readonly KqlRow[], now: Date): readonly KqlRow[] {
  const columnsOf = (columns: readonly KqlColumn[], row: KqlRow): KqlRow =>
    Object.fromEntries(columns.map(({ name, expression }) => [name, toJson(evaluate(expression, row, now))]));
  switch (stage.kind) {
    case 'where':
      return rows.filter((row) => evaluate(stage.condition, row, now) === true);
    case 'project':
      return rows.map((row) => columnsOf(stage.columns, row));
    case 'extend':
      return rows.map((row) => ({ ...row, ...columnsOf(stage.columns, row) }));
    case 'project-away':
      return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !stage.names.includes(name))));
    case 'sort':
      return rows.toSorted((left, right) => {
        for (const { expression, descending } of stage.by) {
          const difference = order(evaluate(expression, left, now), evaluate(expression, right, now));
          if (difference !== 0) return descending ? -difference : difference;
        }
        return 0;
      });
    case 'take':
      return rows.slice(0, stage.rows);
    case 'count':
      return [{ Count: rows.length }];
    case 'distinct':
      return [...new Map(rows.map((row) => columnsOf(stage.columns, row)).map((row) => [JSON.stringify(row), row])).values()];
    case 'summarize':
      return summarize(rows, stage.countName, (row) => columnsOf(stage.by, row));
    case 'mv-expand':
      return rows.flatMap((row) => {
        const value = toJson(evaluate(stage.column.expression, row, now));
        // Kusto drops no row: an empty or missing array leaves one row with null.
        const members = Array.isArray(value) && value.length > 0 ? value : [Array.isArray(value) ? null : value];
        return members.map((member): KqlRow => ({ ...row, [stage.column.name]: member }));
      });
    default:
      return stage satisfies never;
  }
}

function summarize(rows: readonly KqlRow[], countName: string, keyOf: (row: KqlRow) => KqlRow): KqlRow[] {
  const groups = new Map<string, { key: KqlRow; count: number }>();
  for (const row of rows) {
    const key = keyOf(row);
    const text = JSON.stringify(key);
    const group = groups.get(text);
    if (group === undefined) groups.set(text, { key, count: 1 });
    else group.count++;
  }
  return [...groups.values()].map(({ key, count }) => ({ ...key, [countName]: count }));
}

function evaluate(expression: KqlExpression, row: KqlRow, now: Date): KqlValue {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'timespan':
      return { kind: 'timespan', ms: expression.ms };
    case 'path':
      return readPath(expression.steps, row);
    case 'call':
      return callFunction(
        expression.name,
        expression.arguments.map((argument) => evaluate(argument, row, now)),
        now,
      );
    case 'among': {
      const value = evaluate(expression.value, row, now);
      const operator = expression.operator.endsWith('~') ? '=~' : '==';
      const found = expression.choices.some((choice) => compare(operator, value, evaluate(choice, row, now)));
      return found !== expression.operator.startsWith('!');
    }
    case 'binary':
      return binary(expression.operator, expression.left, expression.right, row, now);
    default:
      return expression satisfies never;
  }
}

function readPath(steps: readonly (string | number)[], row: KqlRow): KqlValue {
  const column = steps[0];
  // Only members of dynamic columns may be missing: a misspelt column is an error, never an empty list.
  if (typeof column === 'string' && !Object.hasOwn(row, column)) throw new KqlError(`Failed to resolve scalar expression named '${column}'`, 0, column);
  return steps.reduce<KqlValue>((value, step) => memberOf(value, step), row);
}

function binary(operator: string, left: KqlExpression, right: KqlExpression, row: KqlRow, now: Date): KqlValue {
  const first = evaluate(left, row, now);
  if (operator === 'and') return first === true && evaluate(right, row, now) === true;
  if (operator === 'or') return first === true || evaluate(right, row, now) === true;
  const second = evaluate(right, row, now);
  if (operator !== '+' && operator !== '-') return compare(operator, first, second);
  const sign = operator === '+' ? 1 : -1;
  if (first instanceof Date && second !== null && isTimespan(second)) return new Date(first.getTime() + sign * second.ms);
  if (first instanceof Date && second instanceof Date) return { kind: 'timespan', ms: first.getTime() - second.getTime() };
  return typeof first === 'number' && typeof second === 'number' ? first + sign * second : null;
}
