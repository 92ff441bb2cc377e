/** A query that the language does not allow, or that goes beyond the part of it that this simulator speaks. */
export class KqlError extends Error {
  constructor(
    message: string,
    readonly position: number,
    readonly token: string,
  ) {
    super(message);
    this.name = 'KqlError';
  }
}

export type KqlToken =
  | { readonly kind: 'word' | 'symbol'; readonly text: string; readonly at: number }
  | { readonly kind: 'string'; readonly text: string; readonly at: number }
  | { readonly kind: 'number'; readonly text: string; readonly value: number; readonly at: number }
  | { readonly kind: 'timespan'; readonly text: string; readonly ms: number; readonly at: number }
  | { readonly kind: 'end'; readonly text: ''; readonly at: number };

const UNITS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };

const SPACE = /\s+|\/\/[^\n]*/y;
const STRING = /@?(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/y;
const NUMBER = /(\d+(?:\.\d+)?)([dhms](?![A-Za-z0-9_]))?/y;
/** `mv-expand` and `project-away` are one word; `!in` and friends are operators. */
const WORD = /!?(?:mv-expand|project-away|[A-Za-z_$][A-Za-z0-9_]*)~?/y;
const SYMBOL = /==|=~|!=|!~|<=|>=|[|,()[\].<>=+\-*/]/y;

/** Cuts a query into tokens. Throws KqlError at a character that starts none. */
export function tokenize(query: string): KqlToken[] {
  const tokens: KqlToken[] = [];
  let at = 0;
  while (at < query.length) {
    const space = matchAt(SPACE, query, at);
    if (space !== null) {
      at += space[0].length;
      continue;
    }
    const next = nextToken(query, at);
    if (next === null) throw new KqlError('Query could not be parsed', at, query.charAt(at));
    tokens.push(next.token);
    at += next.length;
  }
  return [...tokens, { kind: 'end', text: '', at }];
}

function nextToken(query: string, at: number): { token: KqlToken; length: number } | null {
  const string = matchAt(STRING, query, at);
  if (string !== null) {
    const text = (string[1] ?? string[2] ?? '').replace(/\\(.)/g, '$1');
    return { token: { kind: 'string', text, at }, length: string[0].length };
  }
  const number = matchAt(NUMBER, query, at);
  if (number !== null) {
    const [text, digits = '0', unit] = number;
    const factor = unit === undefined ? undefined : UNITS[unit];
    const token: KqlToken =
      factor === undefined ? { kind: 'number', text, value: Number(digits), at } : { kind: 'timespan', text, ms: Number(digits) * factor, at };
    return { token, length: text.length };
  }
  const symbol = query.startsWith('!=', at) || query.startsWith('!~', at) ? null : matchAt(WORD, query, at);
  if (symbol !== null) return { token: { kind: 'word', text: symbol[0], at }, length: symbol[0].length };
  const sign = matchAt(SYMBOL, query, at);
  return sign === null ? null : { token: { kind: 'symbol', text: sign[0], at }, length: sign[0].length };
}

function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | null {
  expression.lastIndex = at;
  return expression.exec(text);
}
