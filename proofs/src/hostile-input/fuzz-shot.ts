import type { FuzzGround } from './fuzz-ground.js';
import type { Bearer, Draft } from './fuzz-requests.js';
import type { Operation } from './openapi-operations.js';
import { placeholder } from './schema-values.js';
import type { Shot } from './shot.js';

/** A draft with the ids of the running database in it, and what the document says of it. */
export interface Thrown {
  readonly operation: Operation;
  readonly draft: Draft;
  readonly shot: Shot;
  /** What of it the document forbids; empty where all of it fits. */
  readonly breaks: readonly string[];
  /** Nothing in it but what the document names: whatever is refused is refused for its meaning. */
  readonly plain: boolean;
  /** It names a row of the caller's own, so that somebody else must not get it. */
  readonly namesOwn: boolean;
}

/** Headers are kept below Node's 16 KiB, which has a raw-socket case of its own. */
const LONGEST_TARGET = 8_000;

export function thrownOf(operation: Operation, draft: Draft, ground: FuzzGround, tokens: Readonly<Record<Bearer, string>>): Thrown {
  const fill = (text: string): string => Object.entries(ground.fills).reduce((all, [kind, value]) => all.replaceAll(placeholder(kind), value), text);
  const texts = pathTexts(operation, draft, ground);
  const query = draft.query.map(([name, value]) => [name, fill(value)] as const);
  const path = operation.path.replaceAll(/\{\w+\}/g, () => encoded(texts.shift() ?? ''));
  const search = query.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');
  const target = search === '' || path.length + search.length > LONGEST_TARGET ? path : `${path}?${search}`;
  const sentQuery = target === path ? [] : query;
  const body = draft.body === 'none' ? 'none' : fill(draft.body);
  const type = body === 'none' ? [] : [['content-type', draft.mediaType] as const];
  const shot: Shot = {
    method: operation.method,
    path: target,
    headers: Object.fromEntries([...type, ...draft.headers]),
    ...(draft.bearer === 'missing' ? {} : { token: tokens[draft.bearer] }),
    ...(body === 'none' ? {} : { raw: body }),
  };
  const breaks = [
    ...pathBreaks(operation, draft, ground),
    ...queryBreaks(operation, sentQuery),
    ...headerBreaks(operation, draft),
    ...bodyBreaks(operation, body, draft),
  ];
  const declared = new Set(operation.parameters.map(({ name }) => name));
  const plain = breaks.length === 0 && [...sentQuery, ...draft.headers].every(([name]) => declared.has(name));
  // Rules are the house's, not an organization's.
  const namesOwn = (draft.aim === 'own' && operation.path.includes('{') && collectionOf(operation) !== 'rules') || body.includes(ground.connection);
  return { operation, draft, shot, breaks, plain, namesOwn };
}

/** Lone surrogates have no UTF-8; they come in JSON, where they can be escaped. */
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());
const collectionOf = ({ path }: Operation): string => path.split('/')[2] ?? '';

/** The texts of the path's parameters; ours all have one at most. */
function pathTexts(operation: Operation, { aim, pathTexts: drafted }: Draft, ground: FuzzGround): string[] {
  if (aim === 'schema' || aim === 'odd') return [...drafted];
  const rows = ground[aim][collectionOf(operation)];
  return rows === undefined ? [...drafted] : [...rows];
}

function pathBreaks(operation: Operation, draft: Draft, ground: FuzzGround): string[] {
  const texts = pathTexts(operation, draft, ground);
  return operation.parameters
    .filter((each) => each.in === 'path')
    .flatMap(({ name, fits }, at) => (fits(texts[at]) && texts[at] !== '' ? [] : [`path ${name}`]));
}

function queryBreaks(operation: Operation, query: Draft['query']): string[] {
  return operation.parameters
    .filter((each) => each.in === 'query')
    .flatMap(({ name, required, fits }) => {
      const given = query.filter(([each]) => each === name).map(([, value]) => value.toWellFormed());
      if (given.length === 0) return required ? [`query ${name} missing`] : [];
      return fits(given.length === 1 ? given[0] : given) ? [] : [`query ${name}`];
    });
}

function headerBreaks(operation: Operation, draft: Draft): string[] {
  return operation.parameters
    .filter((each) => each.in === 'header')
    .flatMap(({ name, required, fits }) => {
      const given = draft.headers.filter(([each]) => each === name).map(([, value]) => value);
      if (given.length === 0) return required ? [`header ${name} missing`] : [];
      return given.every((value) => fits(value)) ? [] : [`header ${name}`];
    });
}

function bodyBreaks({ body }: Operation, text: string, { mediaType }: Draft): string[] {
  if (body === 'none') return [];
  if (text === 'none') return body.required ? ['body missing'] : [];
  if (mediaType !== body.mediaType) return ['media type'];
  if (body.mediaType === 'application/x-www-form-urlencoded') return body.fits(Object.fromEntries(new URLSearchParams(text))) ? [] : ['body'];
  if (body.mediaType !== 'application/json') return body.fits(text) ? [] : ['body'];
  try {
    return body.fits(JSON.parse(text)) ? [] : ['body'];
  } catch {
    return ['body is no JSON'];
  }
}
