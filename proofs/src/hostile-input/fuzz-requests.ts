import fc, { type Arbitrary } from 'fast-check';
import { breakages, broken, oddTexts } from './odd-values.js';
import type { JsonSchema, Operation, Parameter } from './openapi-operations.js';
import { tokenExchangeForm } from './ci-run.js';
import { known, placeholder, valuesOf } from './schema-values.js';

/** Who sends it. Only `owner` may pass on a secured operation. */
export type Bearer = 'owner' | 'missing' | 'garbage' | 'forged' | 'expired' | 'other-audience' | 'foreign-organization';
/** Whose id stands in the path. `dead` was deleted. */
export type Aim = 'own' | 'foreign' | 'dead' | 'schema' | 'odd';

/** A request before the ids of the running database are put in. */
export interface Draft {
  readonly bearer: Bearer;
  readonly aim: Aim;
  /** One text per path parameter, for aims that do not name a row. */
  readonly pathTexts: readonly string[];
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Raw text; `none` sends no body. */
  readonly body: string | 'none';
  readonly mediaType: string;
}

const bearers: Arbitrary<Bearer> = fc.oneof(
  { weight: 7, arbitrary: fc.constant<Bearer>('owner') },
  { weight: 3, arbitrary: fc.constantFrom<Bearer>('missing', 'garbage', 'forged', 'expired', 'other-audience', 'foreign-organization') },
);
const aims: Arbitrary<Aim> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Aim>('own') },
  { weight: 4, arbitrary: fc.constantFrom<Aim>('foreign', 'dead', 'schema', 'odd') },
);
/** The value in a list, or an empty list. `fc.option` would be asked for how rare its nothing is, and has been read the other way round. */
const sometimes = <T>(share: number, value: Arbitrary<T>): Arbitrary<readonly T[]> =>
  fc.oneof(
    { weight: Math.round(share * 24), arbitrary: value.map((one): readonly T[] => [one]) },
    { weight: Math.round((1 - share) * 24), arbitrary: fc.constant([]) },
  );
/** Only visible ASCII can be a header's value for a client; the rest is for raw sockets. */
const headerTexts = fc.oneof(fc.stringMatching(/^[!-~]{1,60}$/), fc.constantFrom('*', '"v1"', 'W/"v1"', '"', 'a,b', '1', '-1', '9'.repeat(400)));

/** Requests of one operation: about half fit the document entirely, the others have something wrong in one place or more. */
export function draftsOf(operation: Operation, components: Readonly<Record<string, JsonSchema>>): Arbitrary<Draft> {
  const paths = operation.parameters.filter((parameter) => parameter.in === 'path');
  return fc.record<Draft>({
    bearer: bearers,
    aim: aims,
    pathTexts: fc.tuple(...paths.map((parameter) => fc.oneof(texts(parameter, components), fc.constantFrom(...oddTexts)))),
    query: queries(operation, components),
    headers: headers(operation),
    body: bodies(operation, components),
    mediaType: mediaTypes(operation),
  });
}

function texts(parameter: Parameter, components: Readonly<Record<string, JsonSchema>>): Arbitrary<string> {
  return known(parameter.name, valuesOf(parameter.schema, components), parameter.schema).map((value) =>
    Array.isArray(value) ? value.map(String).join(',') : String(value),
  );
}

function queries(operation: Operation, components: Readonly<Record<string, JsonSchema>>): Arbitrary<Draft['query']> {
  const declared = operation.parameters.filter((parameter) => parameter.in === 'query');
  const pairs = declared.map((parameter): Arbitrary<Draft['query']> => {
    const pair = fc
      .oneof({ weight: 8, arbitrary: texts(parameter, components) }, { weight: 1, arbitrary: fc.constantFrom(...oddTexts) })
      .map((value) => [[parameter.name, value] as const]);
    const twice = pair.map(([first]) => (first === undefined ? [] : [first, first]));
    const none = fc.constant<Draft['query']>([]);
    return parameter.required
      ? fc.oneof({ weight: 12, arbitrary: pair }, { weight: 1, arbitrary: none }, { weight: 1, arbitrary: twice })
      : // A cursor has to be one that the API wrote, so most lists are asked from their start.
        fc.oneof(
          { weight: parameter.name === 'cursor' ? 40 : 6 + 2 * declared.length, arbitrary: none },
          { weight: 4, arbitrary: pair },
          { weight: 1, arbitrary: twice },
        );
  });
  const unknown = sometimes(1 / 12, fc.tuple(fc.constantFrom('x', 'sealed', 'organizationId', '__proto__', 'limit[]', 'filter'), fc.constantFrom(...oddTexts)));
  return fc.tuple(fc.tuple(...pairs), unknown).map(([all, odd]) => [...all.flat(), ...odd]);
}

function headers(operation: Operation): Arbitrary<Draft['headers']> {
  const declared = operation.parameters
    .filter((parameter) => parameter.in === 'header')
    .map((parameter) => {
      const usual = parameter.name === 'If-Match' ? fc.constant('*') : fc.stringMatching(/^\d{1,12}$/);
      const sent = fc.oneof({ weight: 5, arbitrary: usual }, { weight: 1, arbitrary: headerTexts }).map((value) => [[parameter.name, value] as const]);
      return sometimes(parameter.required ? 7 / 8 : 1 / 2, sent).map((pairs) => pairs.flat());
    });
  const odd = sometimes(
    1 / 6,
    fc.oneof(
      fc.tuple(
        fc.constantFrom('x-request-id', 'traceparent', 'if-none-match', 'range', 'x-http-method-override', 'origin', 'x-forwarded-host', 'cookie'),
        headerTexts,
      ),
      fc.constantFrom(['accept', 'application/xml'] as const, ['accept', '*/*;q=0'] as const, ['content-encoding', 'gzip'] as const),
    ),
  );
  return fc.tuple(fc.tuple(...declared), odd).map(([all, more]) => [...all.flat(), ...more]);
}

const FOCUS =
  'BilledCost,EffectiveCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ServiceName,ResourceId,RegionId,SubAccountId,ChargeCategory,ProviderName';
const FOCUS_ROW = '1.50,1.40,USD,2026-10-01T00:00:00Z,2026-10-02T00:00:00Z,AmazonEC2,vol-1,eu-central-1,123456789012,Usage,AWS';

function bodies({ body }: Operation, components: Readonly<Record<string, JsonSchema>>): Arbitrary<string> {
  if (body === 'none') return fc.oneof({ weight: 12, arbitrary: fc.constant('none') }, { weight: 1, arbitrary: fc.constant('{"x":1}') });
  if (body.mediaType === 'text/csv' || body.mediaType === 'application/octet-stream') {
    const cell = fc.oneof(
      fc.constantFrom(...oddTexts.filter((text) => !text.includes('\ud800'))),
      fc.constantFrom('1.50', '2026-10-01', 'USD', 'AWS', 'Usage', '"a,b"', '"', '=1+1'),
    );
    const row = fc.oneof(
      fc.constant(FOCUS_ROW),
      fc.array(cell, { maxLength: 12 }).map((cells) => cells.join(',')),
    );
    const odd = fc.tuple(fc.constantFrom(FOCUS, `\ufeff${FOCUS}`, 'x', ''), fc.array(row, { maxLength: 6 })).map(([head, rows]) => [head, ...rows].join('\n'));
    // A bill that is one, often enough: its query has members that rarely fit all at once.
    return fc.oneof(fc.constant(`${FOCUS}\n${FOCUS_ROW}`), odd);
  }
  if (body.mediaType === 'application/x-www-form-urlencoded') {
    const right = tokenExchangeForm('IDTOKEN', 'TRUSTRULE').replace('IDTOKEN', placeholder('idToken')).replace('TRUSTRULE', placeholder('trustRule'));
    const pairs = fc.array(fc.tuple(fc.constantFrom('grant_type', 'subject_token', 'audience', 'scope', 'x'), fc.constantFrom(...oddTexts)), { maxLength: 5 });
    const odd = pairs.map((all) => new URLSearchParams(all.map(([name, value]): [string, string] => [name, value.toWellFormed()])).toString());
    return fc.oneof(
      fc.constant(right),
      odd,
      odd.map((more) => `${right}&${more}`),
    );
  }
  const valid = valuesOf(body.schema, components);
  const wrong = fc.tuple(valid, breakages, sometimes(1 / 2, breakages)).map(([value, first, more]) => more.reduce(broken, broken(value, first)));
  const text = fc.oneof({ weight: 5, arbitrary: valid }, { weight: 4, arbitrary: wrong }).map((value) => JSON.stringify(value ?? null));
  return fc.oneof({ weight: 16, arbitrary: text }, { weight: 1, arbitrary: fc.constantFrom('none', '{', '[]', '"x"', '{"a":1,"a":1}', '0', '\ufeff{}') });
}

function mediaTypes({ body }: Operation): Arbitrary<string> {
  const right = body === 'none' ? 'application/json' : body.mediaType;
  return fc.oneof(
    { weight: 20, arbitrary: fc.constant(right) },
    { weight: 1, arbitrary: fc.constantFrom('text/html', 'application/json; charset=utf-16', 'multipart/form-data') },
  );
}
