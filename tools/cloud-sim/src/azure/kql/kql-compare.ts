import { isTimespan, type KqlValue } from './kql-value.js';

/**
 * One comparison as Kusto makes it. Nothing equals null and everything else differs from it; `=~`, `!~`, `has`,
 * `contains`, `startswith` and `endswith` ignore letter case, `==` and `!=` do not.
 */
export function compare(operator: string, left: KqlValue, right: KqlValue): boolean {
  if (operator.startsWith('!')) return !compare(operator === '!=' ? '==' : operator === '!~' ? '=~' : operator.slice(1), left, right);
  if (left === null || right === null) return false;
  switch (operator) {
    case '==':
      return scalar(left) === scalar(right) || sameTime(left, right);
    case '=~':
      return text(left) === text(right);
    case 'contains':
      return text(left).includes(text(right));
    case 'startswith':
      return text(left).startsWith(text(right));
    case 'endswith':
      return text(left).endsWith(text(right));
    case 'has':
      return hasTerm(text(left), text(right));
    default:
      return ordered(operator, left, right);
  }
}

/** Negative, zero or positive; null comes first. Times and their ISO texts compare as times. */
export function order(left: KqlValue, right: KqlValue): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  const [first, second] = [ordinal(left, right), ordinal(right, left)];
  return first < second ? -1 : first > second ? 1 : 0;
}

function ordered(operator: string, left: KqlValue, right: KqlValue): boolean {
  const difference = order(left, right);
  switch (operator) {
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
    default:
      return false;
  }
}

function ordinal(value: KqlValue, other: KqlValue): number | string {
  if (value instanceof Date) return value.getTime();
  if (value !== null && isTimespan(value)) return value.ms;
  if (typeof value === 'string' && other instanceof Date) return Date.parse(value);
  if (typeof value === 'string' && typeof other === 'number') return Number(value);
  return typeof value === 'number' ? value : text(value);
}

function sameTime(left: KqlValue, right: KqlValue): boolean {
  return (left instanceof Date || right instanceof Date) && ordinal(left, right) === ordinal(right, left);
}

function scalar(value: KqlValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function text(value: KqlValue): string {
  return scalar(value).toLowerCase();
}

/** Whole words only: letters and digits make a term. */
function hasTerm(haystack: string, needle: string): boolean {
  const escaped = needle.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(^|[^a-z0-9])${escaped}($|[^a-z0-9])`).test(haystack);
}
