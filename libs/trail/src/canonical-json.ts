import { VitrineError } from '@vitrine/contracts';
import { z } from 'zod';

export type CanonicalValue = string | number | boolean | null | readonly CanonicalValue[] | { readonly [key: string]: CanonicalValue };

/** Whatever a JSON column holds. */
export const canonicalValueSchema: z.ZodType<CanonicalValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(canonicalValueSchema), z.record(z.string(), canonicalValueSchema)]),
);

/**
 * JSON as RFC 8785 writes it: one text for one value, whoever writes it. Members by UTF-16 code units, no white space.
 * @throws VitrineError `trail.not-canonical` for what I-JSON cannot hold: NaN, an infinity, half of a surrogate pair.
 */
export function canonicalJson(value: CanonicalValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw notCanonical('a number that is not finite');
    // ECMAScript's own number text is what RFC 8785 §3.2.2.3 asks for.
    return JSON.stringify(value);
  }
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${text(name)}:${canonicalJson(memberOf(value, name))}`).join(',')}}`;
}

const isList = (value: CanonicalValue): value is readonly CanonicalValue[] => Array.isArray(value);

function memberOf(value: { readonly [key: string]: CanonicalValue }, name: string): CanonicalValue {
  const member = value[name];
  if (member === undefined) throw notCanonical(`a member without a value: ${name}`);
  return member;
}

function text(value: string): string {
  if (!value.isWellFormed()) throw notCanonical('half of a surrogate pair');
  return JSON.stringify(value);
}

const notCanonical = (internal: string): VitrineError =>
  new VitrineError({ code: 'trail.not-canonical', status: 400, publicMessage: 'A text or number cannot be written down exactly.', internal });
