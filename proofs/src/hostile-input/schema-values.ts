import fc, { type Arbitrary } from 'fast-check';
import type { JsonSchema } from './openapi-operations.js';

/** A stand-in for an id that only the running database knows; replaced just before sending. */
export const placeholder = (kind: string): string => `⟨${kind}⟩`;

type Components = Readonly<Record<string, JsonSchema>>;
const MAX_LENGTH = 60;
const ASTRAL = fc.string({ unit: 'grapheme', maxLength: MAX_LENGTH });

/**
 * Values that fit a schema of the committed document, and only such: what is broken is broken on purpose elsewhere.
 * @throws where the document uses a keyword that this does not read, so that nothing is silently left out
 */
export function valuesOf(schema: JsonSchema, components: Components): Arbitrary<unknown> {
  const of = (inner: unknown): Arbitrary<unknown> => valuesOf(asSchema(inner), components);
  if (typeof schema['$ref'] === 'string') return of(components[schema['$ref'].replace('#/components/schemas/', '')]);
  if ('const' in schema) return fc.constant(schema['const']);
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...schema['enum']);
  const choices = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(choices)) return fc.oneof(...choices.map(of));
  const { type } = schema;
  if (Array.isArray(type)) return fc.oneof(...type.map((each) => of({ ...schema, type: each })));
  switch (type) {
    case 'object':
      return objects(schema, components);
    case 'array':
      return fc.array(of(schema['items'] ?? {}), { minLength: numberOf(schema['minItems'], 0), maxLength: Math.min(numberOf(schema['maxItems'], 3), 4) });
    case 'string':
      return strings(schema);
    case 'integer':
      return fc.integer({ min: Math.max(numberOf(schema['minimum'], -1000), -1e9), max: Math.min(numberOf(schema['maximum'], 1000), 1e9) });
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case undefined:
      return fc.jsonValue({ maxDepth: 2 });
    default:
      throw new Error(`the document has a schema that is not read: ${JSON.stringify(schema)}`);
  }
}

function objects(schema: JsonSchema, components: Components): Arbitrary<unknown> {
  const properties = Object.entries(asSchema(schema['properties'] ?? {}));
  const required = Array.isArray(schema['required']) ? schema['required'].map(String) : [];
  const members = Object.fromEntries(properties.map(([name, inner]) => [name, known(name, valuesOf(asSchema(inner), components), asSchema(inner))]));
  const declared = fc.record(members, { requiredKeys: required.filter((name) => name in members) });
  const more = schema['additionalProperties'];
  if (typeof more !== 'object' || more === null) return declared;
  // No key may reach for a prototype here: that is an attack, and the attacks have their own place.
  const keys = fc.stringMatching(/^[a-z][a-zA-Z.-]{0,20}$/).filter((key) => !['constructor', 'prototype'].includes(key));
  return fc.tuple(declared, fc.dictionary(keys, valuesOf(asSchema(more), components), { maxKeys: 3 })).map(([one, other]) => ({ ...other, ...one }));
}

/** What a caller would send, where the schema alone does not say which of its values mean something: without it few requests would get past the door. */
const usual: Readonly<Record<string, readonly unknown[]>> = {
  connectionId: [placeholder('connection')],
  connectionIds: [[placeholder('connection')]],
  issuer: ['https://issuer.example.test', 'https://issuer.example.test/realm', placeholder('issuer')],
  audience: ['vitrine'],
  tenant: [placeholder('tenant')],
  assignment: [null],
  algorithms: [['RS256']],
  token: [placeholder('proof')],
  memberId: [placeholder('member')],
  organizationId: [placeholder('organization')],
  cron: ['0 2 * * *', '*/15 8-18 * * 1-5'],
  timeZone: ['UTC', 'Europe/Berlin'],
  url: ['https://hooks.vitrine-receiver.dev/', 'https://hooks.vitrine-receiver.dev:8443/a?b=c'],
  name: ['production', 'Éclair 2', '=cmd()'],
  reason: ['known and accepted'],
  minutes: [15],
  ticket: ['T-7'],
  until: ['2030-01-01'],
  limit: ['1', '50', '200'],
  severity: ['high', 'low,medium'],
  status: ['open', 'open,waived'],
  since: ['2024-01-01'],
  rate: ['0.92', '1.1'],
  from: ['2024-01-01'],
  to: ['2026-01-01T00:00:00+02:00'],
  q: ['vol-', '%_'],
  credential: [{ tenantId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301', clientId: '9b2c7a10-5f0e-4a3e-8a51-4b7f1d3c2e90', clientSecret: 'not-a-real-secret-0001' }],
};

/** Three in four values of such a name are usual ones. */
export function known(name: string, values: Arbitrary<unknown>, schema: JsonSchema): Arbitrary<unknown> {
  if ('enum' in schema || '$ref' in schema) return values;
  // One name has many meanings (`from` is a day, or a currency): a word that the schema refuses is not meant.
  const pattern = typeof schema['pattern'] === 'string' ? new RegExp(schema['pattern'], 'u') : null;
  const words = (usual[name] ?? []).filter((word) => pattern === null || typeof word !== 'string' || word.startsWith('⟨') || pattern.test(word));
  return words.length === 0 ? values : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: values });
}

function strings(schema: JsonSchema): Arbitrary<unknown> {
  if (schema['format'] === 'date') return days;
  if (schema['format'] === 'date-time') return days.map((day) => `${day}T00:00:00Z`);
  if (schema['format'] === 'email') return fc.constantFrom('a@b.test', 'first.last+tag@long.example.test');
  if (schema['format'] === 'uri') return fc.constantFrom('https://issuer.example.test', 'http://a.test/b?c=d');
  if (typeof schema['pattern'] === 'string') return matching(schema['pattern']);
  const [shortest, longest] = [numberOf(schema['minLength'], 0), numberOf(schema['maxLength'], MAX_LENGTH)];
  const plain = fc.string({ minLength: Math.max(shortest, 1), maxLength: Math.min(longest, MAX_LENGTH) });
  return fc.oneof(
    plain,
    fc.stringMatching(/^[a-z][a-z0-9 ]{0,30}[a-z0-9]$/),
    ASTRAL.filter((text) => text.length >= shortest && text.length <= longest),
  );
}

/** Reading a regular expression takes longer than sending a request, and most are the same few. */
const byPattern = new Map<string, Arbitrary<unknown>>();
function matching(pattern: string): Arbitrary<unknown> {
  const known = byPattern.get(pattern) ?? fc.stringMatching(new RegExp(pattern), { maxLength: 400 });
  byPattern.set(pattern, known);
  return known;
}

const days = fc.integer({ min: 0, max: 20_000 }).map((day) => new Date(Date.UTC(2001, 0, 1) + day * 86_400_000).toISOString().slice(0, 10));
const numberOf = (value: unknown, preset: number): number => (typeof value === 'number' ? value : preset);
/** Members of a schema are schemas: the document is generated, and ajv compiled it. */
function asSchema(value: unknown): JsonSchema {
  if (typeof value !== 'object' || value === null) throw new Error('a schema that is not an object');
  return Object.fromEntries(Object.entries(value));
}
