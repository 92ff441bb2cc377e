import { refusal } from './problem.js';
import type { VitrineError } from '@vitrine/contracts';

/** Deeper or wider than any body of ours; a parser bomb stops here. */
const MAX_DEPTH = 32;
const MAX_MEMBERS = 10_000;
/** Attack: prototype pollution through a merge somewhere below. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

export interface ParsedJson {
  readonly value: unknown;
  /** A forbidden key is a fault of content, not of syntax: it is told after token and scope. */
  readonly fault: VitrineError | 'none';
}

/**
 * JSON as RFC 8259 writes it, and stricter where parsers disagree: one value per key, no BOM, valid UTF-8, bounded depth and width.
 * Attack: two readers that see different values of a repeated key are how a check is passed and another value is used.
 * @throws VitrineError 400 `malformed-json` | `too-complex`
 */
export function parseStrictJson(bytes: Buffer): ParsedJson {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed();
  }
  const forbidden = inspectKeys(text);
  try {
    const value: unknown = JSON.parse(text);
    return {
      value,
      fault: forbidden
        ? refusal(422, 'unknown-field', 'The body has a member that is not accepted.', { errors: [{ pointer: '', code: 'unknown-field' }] })
        : 'none',
    };
  } catch {
    throw malformed();
  }
}

/** One pass over the text that looks only at what JSON.parse would hide. Grammar is left to JSON.parse. */
function inspectKeys(text: string): boolean {
  const open: ({ readonly keys: Set<string> } | 'array')[] = [];
  let members = 0;
  let forbidden = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '{' || character === '[') {
      open.push(character === '{' ? { keys: new Set() } : 'array');
      if (open.length > MAX_DEPTH) throw tooComplex();
    } else if (character === '}' || character === ']') open.pop();
    else if (character === ',' || character === ':') {
      members += 1;
      if (members > 2 * MAX_MEMBERS) throw tooComplex();
    } else if (character === '"') {
      const end = endOfString(text, at);
      const inside = open.at(-1);
      if (inside !== undefined && inside !== 'array' && followedByColon(text, end)) {
        const key = decoded(text.slice(at, end + 1));
        if (inside.keys.has(key)) throw malformed();
        inside.keys.add(key);
        forbidden ||= FORBIDDEN_KEYS.has(key);
      }
      at = end;
    }
  }
  return forbidden;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  throw malformed();
}

function followedByColon(text: string, end: number): boolean {
  let at = end + 1;
  while (text[at] === ' ' || text[at] === '\t' || text[at] === '\n' || text[at] === '\r') at += 1;
  return text[at] === ':';
}

function decoded(literal: string): string {
  try {
    const key: unknown = JSON.parse(literal);
    return String(key);
  } catch {
    throw malformed();
  }
}

function malformed(): VitrineError {
  return refusal(400, 'malformed-json', 'The body is not well-formed JSON: one value, each key once, UTF-8 without a byte order mark.');
}

function tooComplex(): VitrineError {
  return refusal(400, 'too-complex', 'The body nests too deeply or has too many members.');
}
