import type { KqlCursor } from './kql-cursor.js';
import type { KqlExpression } from './kql-syntax.js';

const COMPARISONS = new Set(['==', '=~', '!=', '!~', '<', '<=', '>', '>=']);
const WORD_COMPARISONS = new Set(['has', '!has', 'contains', '!contains', 'startswith', '!startswith', 'endswith', '!endswith']);
const MEMBERSHIPS = new Set(['in', 'in~', '!in', '!in~']);

/** expression := conjunction ('or' conjunction)* */
export function readExpression(cursor: KqlCursor): KqlExpression {
  let left = readConjunction(cursor);
  while (cursor.takeWord('or')) left = { kind: 'binary', operator: 'or', left, right: readConjunction(cursor) };
  return left;
}

function readConjunction(cursor: KqlCursor): KqlExpression {
  let left = readComparison(cursor);
  while (cursor.takeWord('and')) left = { kind: 'binary', operator: 'and', left, right: readComparison(cursor) };
  return left;
}

function readComparison(cursor: KqlCursor): KqlExpression {
  const left = readSum(cursor);
  const { kind, text } = cursor.peek();
  if (kind === 'symbol' && COMPARISONS.has(text)) {
    cursor.next();
    return { kind: 'binary', operator: text, left, right: readSum(cursor) };
  }
  if (kind !== 'word') return left;
  const operator = text.toLowerCase();
  if (WORD_COMPARISONS.has(operator)) {
    cursor.next();
    return { kind: 'binary', operator, left, right: readSum(cursor) };
  }
  if (!MEMBERSHIPS.has(operator)) return left;
  cursor.next();
  cursor.expectSymbol('(');
  const choices = readList(cursor);
  return { kind: 'among', operator, value: left, choices };
}

function readSum(cursor: KqlCursor): KqlExpression {
  let left = readPrimary(cursor);
  for (;;) {
    const { kind, text } = cursor.peek();
    if (kind !== 'symbol' || (text !== '+' && text !== '-')) return left;
    cursor.next();
    left = { kind: 'binary', operator: text, left, right: readPrimary(cursor) };
  }
}

function readPrimary(cursor: KqlCursor): KqlExpression {
  const token = cursor.next();
  switch (token.kind) {
    case 'string':
      return { kind: 'literal', value: token.text };
    case 'number':
      return { kind: 'literal', value: token.value };
    case 'timespan':
      return { kind: 'timespan', ms: token.ms };
    case 'symbol': {
      if (token.text !== '(') throw cursor.error(token);
      const inner = readExpression(cursor);
      cursor.expectSymbol(')');
      return inner;
    }
    case 'word': {
      const word = token.text.toLowerCase();
      if (word === 'true' || word === 'false') return { kind: 'literal', value: word === 'true' };
      if (word === 'null') return { kind: 'literal', value: null };
      if (cursor.takeSymbol('(')) return readPath(cursor, { kind: 'call', name: word, arguments: readList(cursor) });
      return readPath(cursor, { kind: 'path', steps: [token.text] });
    }
    case 'end':
      throw cursor.error(token);
    default:
      return token satisfies never;
  }
}

/** Steps after a column or a call: `.member`, `['member']`, `[0]`. */
function readPath(cursor: KqlCursor, start: KqlExpression): KqlExpression {
  const steps: (string | number)[] = [];
  for (;;) {
    if (cursor.takeSymbol('.')) {
      steps.push(cursor.expectWord());
    } else if (cursor.takeSymbol('[')) {
      const step = cursor.next();
      if (step.kind === 'string') steps.push(step.text);
      else if (step.kind === 'number') steps.push(step.value);
      else throw cursor.error(step);
      cursor.expectSymbol(']');
    } else if (steps.length === 0) {
      return start;
    } else if (start.kind === 'path') {
      return { kind: 'path', steps: [...start.steps, ...steps] };
    } else {
      // A path into a call's result becomes a call of its own, evaluated by kql-function.ts.
      return { kind: 'call', name: 'member', arguments: [start, ...steps.map((step): KqlExpression => ({ kind: 'literal', value: step }))] };
    }
  }
}

/** Expressions up to the closing parenthesis, which is taken too. */
function readList(cursor: KqlCursor): KqlExpression[] {
  const list: KqlExpression[] = [];
  if (cursor.takeSymbol(')')) return list;
  do list.push(readExpression(cursor));
  while (cursor.takeSymbol(','));
  cursor.expectSymbol(')');
  return list;
}
