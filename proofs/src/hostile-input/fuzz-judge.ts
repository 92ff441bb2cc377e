import type { Thrown } from './fuzz-shot.js';
import type { Seen } from './shot.js';

/** The ways in which an answer can be wrong, in the order of the outcome's line. */
export const faults = ['5xx', 'no problem document', 'undocumented', 'broken request taken', 'token let in', 'row shown'] as const;
export type Fault = (typeof faults)[number];

export interface Verdict {
  readonly fault: Fault;
  readonly why: string;
}

const PROBLEM = 'application/problem+json';

/** What is wrong with an answer; empty where the API kept every word of its document. */
export function judged(thrown: Thrown, seen: Seen): Verdict[] {
  const verdicts: Verdict[] = [];
  const say = (fault: Fault, why: string): void => void verdicts.push({ fault, why });
  const { operation, draft, breaks, plain, namesOwn } = thrown;
  const { status, json, headers } = seen;
  const type = mediaTypeOf(seen);
  if (status >= 500) say('5xx', `${String(status)} ${seen.code}`);
  if (status >= 400 && (type !== PROBLEM || !isProblem(json, status, headers['x-request-id']))) say('no problem document', `${String(status)} ${type}`);
  const documented = operation.answers.get(status);
  if (documented === undefined) say('undocumented', `status ${String(status)} ${seen.code}`);
  else {
    const why = bodyFault(documented, seen, type);
    if (why !== 'none') say('undocumented', `${String(status)}: ${why}`);
  }
  if (headers['set-cookie'] !== undefined || headers['x-content-type-options'] !== 'nosniff') say('undocumented', 'a cookie, or no nosniff');
  if (status < 400 && breaks.length > 0) say('broken request taken', `${String(status)} in spite of ${breaks.join(', ')}`);
  // A body where none is taken is refused by size and media type before anything else is looked at (design §9).
  const bodyRefused = operation.body === 'none' && (status === 413 || status === 415);
  if (operation.secured) {
    if (draft.bearer === 'foreign-organization') {
      if (status < 400 && (namesOwn || operation.ofOperators))
        say('token let in', `${String(status)} for ${operation.ofOperators ? 'an' : 'the other'} organization’s owner`);
    } else if (draft.bearer !== 'owner') {
      if (status < 400 || (plain && status !== 401 && !bodyRefused)) say('token let in', `${String(status)} with a token that is ${draft.bearer}`);
    } else if (operation.path.includes('{') && !operation.path.startsWith('/v1/rules') && (draft.aim === 'foreign' || draft.aim === 'dead')) {
      const plainlyAsked = plain && operation.body === 'none' && !thrown.shot.path.includes('?');
      if (!isRecordOfTheEnd(thrown, seen) && (status < 400 || (plainlyAsked && status !== 404 && !bodyRefused)))
        say('row shown', `${String(status)} for an id that is ${draft.aim}`);
    }
  }
  return verdicts;
}

export function mediaTypeOf({ headers }: Seen): string {
  return (headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
}

/** RFC 9457, and that it is about this answer. */
function isProblem(json: unknown, status: number, requestId: unknown): boolean {
  return typeof json === 'object' && json !== null && 'status' in json && json.status === status && 'instance' in json && json.instance === requestId;
}

/** Who was a member and which token was revoked stays readable, as a record that says when it ended. */
function isRecordOfTheEnd({ operation, draft }: Thrown, { status, json }: Seen): boolean {
  if (draft.aim !== 'dead' || operation.method !== 'GET' || status >= 400 || typeof json !== 'object' || json === null) return status === 304;
  return ('revokedAt' in json && json.revokedAt !== null) || ('removedAt' in json && json.removedAt !== null);
}

function bodyFault(documented: ReadonlyMap<string, (value: unknown) => unknown>, { text, json }: Seen, type: string): string {
  if (documented.size === 0) return text === '' ? 'none' : 'a body where none is documented';
  const fits = documented.get(type);
  if (fits === undefined) return `media type ${type}`;
  return fits(/[/+]json$/.test(type) ? json : text) === true ? 'none' : 'a body that its schema does not describe';
}
