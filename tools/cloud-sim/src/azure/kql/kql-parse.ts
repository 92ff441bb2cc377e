import { KqlCursor } from './kql-cursor.js';
import { readExpression } from './kql-expression.js';
import type { KqlColumn, KqlExpression, KqlQuery, KqlStage } from './kql-syntax.js';

/** Parses the part of the Kusto language that Resource Graph callers use for lists. Throws KqlError for anything else. */
export function parseKql(query: string): KqlQuery {
  const cursor = new KqlCursor(query);
  const table = cursor.expectWord().toLowerCase();
  const stages: KqlStage[] = [];
  while (cursor.takeSymbol('|')) stages.push(readStage(cursor));
  const rest = cursor.peek();
  if (rest.kind !== 'end') throw cursor.error(rest);
  return { table, stages };
}

function readStage(cursor: KqlCursor): KqlStage {
  const token = cursor.next();
  switch (token.text.toLowerCase()) {
    case 'where':
      return { kind: 'where', condition: readExpression(cursor) };
    case 'project':
      return { kind: 'project', columns: readColumns(cursor) };
    case 'extend':
      return { kind: 'extend', columns: readColumns(cursor) };
    case 'project-away':
      return { kind: 'project-away', names: readColumns(cursor).map((column) => column.name) };
    case 'distinct':
      return { kind: 'distinct', columns: readColumns(cursor) };
    case 'order':
    case 'sort':
      if (!cursor.takeWord('by')) throw cursor.error(cursor.peek());
      return { kind: 'sort', by: readSorting(cursor) };
    case 'take':
    case 'limit': {
      const rows = cursor.next();
      if (rows.kind !== 'number') throw cursor.error(rows);
      return { kind: 'take', rows: rows.value };
    }
    case 'count':
      return { kind: 'count' };
    case 'summarize':
      return readSummarize(cursor);
    case 'mv-expand':
      return { kind: 'mv-expand', column: readColumn(cursor) };
    default:
      throw cursor.error(token);
  }
}

function readColumns(cursor: KqlCursor): KqlColumn[] {
  const columns: KqlColumn[] = [];
  do columns.push(readColumn(cursor));
  while (cursor.takeSymbol(','));
  return columns;
}

function readColumn(cursor: KqlCursor): KqlColumn {
  const [first, second] = [cursor.peek(), cursor.peek(1)];
  if (first.kind === 'word' && second.kind === 'symbol' && second.text === '=') {
    cursor.next();
    cursor.next();
    return { name: first.text, expression: readExpression(cursor) };
  }
  const expression = readExpression(cursor);
  return { name: nameOf(expression), expression };
}

/** Kusto names `properties.diskState` the column `properties_diskState`, through conversions such as tostring() too. */
function nameOf(expression: KqlExpression): string {
  if (expression.kind === 'path') return expression.steps.join('_');
  const inner = expression.kind === 'call' ? expression.arguments[0] : undefined;
  return inner === undefined ? 'Column1' : nameOf(inner);
}

function readSorting(cursor: KqlCursor): { expression: KqlExpression; descending: boolean }[] {
  const by: { expression: KqlExpression; descending: boolean }[] = [];
  do {
    const expression = readExpression(cursor);
    const ascending = cursor.takeWord('asc');
    if (!ascending) cursor.takeWord('desc');
    by.push({ expression, descending: !ascending });
  } while (cursor.takeSymbol(','));
  return by;
}

/** Only `count()`, which is what lists are summarised by. */
function readSummarize(cursor: KqlCursor): KqlStage {
  const first = cursor.expectWord();
  const named = cursor.takeSymbol('=');
  const countName = named ? first : 'count_';
  const aggregation = named ? cursor.expectWord() : first;
  if (aggregation.toLowerCase() !== 'count') throw cursor.error(cursor.peek());
  cursor.expectSymbol('(');
  cursor.expectSymbol(')');
  return { kind: 'summarize', countName, by: cursor.takeWord('by') ? readColumns(cursor) : [] };
}
