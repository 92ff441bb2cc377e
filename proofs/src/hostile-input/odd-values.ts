import fc, { type Arbitrary } from 'fast-check';

/** Texts that have broken a parser, a query, a log or a spreadsheet before. */
export const oddTexts: readonly string[] = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e',
  '\ufeff',
  'NaN',
  '-0',
  '1e309',
  '0x1f',
  '9223372036854775808',
  '2026-02-30',
  '0000-00-00T00:00:00Z',
  "' or 1=1 --",
  '$1::uuid',
  '../../etc/passwd',
  '%00',
  '%',
  '\\',
  '*',
  '=cmd()',
  '<script>',
  '${7*7}',
  '__proto__',
  'constructor',
  'null',
  'undefined',
  '[object Object]',
  '018F0000-0000-7000-8000-000000000001',
  '00000000-0000-0000-0000-000000000000',
  'x'.repeat(5_000),
  '😀'.repeat(200),
  '\u0301'.repeat(300),
];

const nested = (depth: number): unknown => (depth === 0 ? {} : { a: [nested(depth - 1)] });

/** Values of every JSON type at their edges. */
export const oddValues: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e308, -1e308, 2 ** 53, 2 ** 63, [], {}, [[]], [null], nested(12), { toString: 1 }, { length: 1e9 }),
  fc.constantFrom(...oddTexts),
  fc.jsonValue({ maxDepth: 3 }),
);

export type Breakage =
  { readonly kind: 'replace' | 'add'; readonly at: number; readonly key: string; readonly value: unknown } | { readonly kind: 'drop'; readonly at: number };

export const breakages: Arbitrary<Breakage> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('replace' as const, 'add' as const),
    at: fc.nat(1_000),
    key: fc.constantFrom('organizationId', 'id', 'sealed', 'x', 'constructor', 'toString', 'a/b~c'),
    value: oddValues,
  }),
  fc.record({ kind: fc.constant('drop' as const), at: fc.nat(1_000) }),
);

/** The value with one thing wrong somewhere in it: a member replaced, added or dropped. Whether it still fits is for the schema to say. */
export function broken(value: unknown, breakage: Breakage): unknown {
  const copy: { root: unknown } = structuredClone({ root: value });
  const places = placesOf(copy);
  const place = places[breakage.at % places.length];
  if (place === undefined) return value;
  const { holder, key } = place;
  switch (breakage.kind) {
    case 'drop':
      if (holder === copy) return null;
      Reflect.deleteProperty(holder, key);
      break;
    case 'replace':
      Reflect.set(holder, key, breakage.value);
      break;
    case 'add': {
      const inside: unknown = Reflect.get(holder, key);
      if (typeof inside === 'object' && inside !== null && !Array.isArray(inside))
        Object.defineProperty(inside, breakage.key, { value: breakage.value, enumerable: true, writable: true, configurable: true });
      else Reflect.set(holder, key, breakage.value);
      break;
    }
    default:
      breakage satisfies never;
  }
  return copy.root;
}

interface Place {
  readonly holder: object;
  readonly key: string;
}

function placesOf(holder: object): Place[] {
  return Object.entries(holder).flatMap(([key, value]: [string, unknown]) => [
    { holder, key },
    ...(typeof value === 'object' && value !== null ? placesOf(value) : []),
  ]);
}
