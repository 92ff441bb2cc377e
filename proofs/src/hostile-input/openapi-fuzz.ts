import fc from 'fast-check';
import type { ApiProcess } from './api-process.js';
import type { AttackGround } from './attack-ground.js';
import { freshTargets } from './fuzz-ground.js';
import { faults, judged, mediaTypeOf, type Fault } from './fuzz-judge.js';
import { draftsOf, type Bearer, type Draft } from './fuzz-requests.js';
import { thrownOf } from './fuzz-shot.js';
import { notToBeEntered, withTargetsOf } from './fuzz-targets.js';
import { readOpenApi, type OpenApi } from './openapi-operations.js';
import { operatorTokens, type Platform } from './platform.js';

export interface FuzzOptions {
  readonly perOperation: number;
  readonly seed: number;
  readonly say: (text: string) => void;
  /** Ends with the first operation that showed a fault: for a copy without its guard, of which no more is asked. */
  readonly untilWrong: boolean;
}
export interface FuzzOutcome {
  readonly operations: number;
  readonly requests: number;
  readonly wrong: Readonly<Record<Fault | 'wrong method', number>>;
  /** Operations that answered a success at least once: where it is none, nothing behind the door was tried. */
  readonly entered: number;
  /** Operations that were not entered and could have been. */
  readonly left: number;
  readonly peakMemory: number;
}

/** At once, so that requests meet each other. An upload is refused as busy beyond three, which is not what is asked here. */
const AT_ONCE = 8;
const UPLOADS_AT_ONCE = 3;
const UPLOADS = new Set(['Costs.upload', 'Costs.uploadExport']);
/** Told per fault; the counts are of all. */
const TOLD = 5;

/** Throws `perOperation` requests at each operation of the committed document and judges every answer by the document. */
export async function fuzz(
  ground: AttackGround,
  platform: Platform,
  api: ApiProcess,
  { perOperation, seed, say, untilWrong }: FuzzOptions,
): Promise<FuzzOutcome> {
  const openApi = readOpenApi();
  const tokens = await bearerTokens(ground);
  const ofOperators = await operatorTokens(platform, tokens.owner, tokens);
  const counts: Record<Fault | 'wrong method', number> = { ...zero(), 'wrong method': 0 };
  const entered = new Set<string>();
  let requests = 0;
  let operations = 0;
  let shared = await freshTargets(ground, api, { owner: tokens.owner, umbraOwner: tokens['foreign-organization'] });
  let spent = false;
  for (const [index, operation] of openApi.operations.entries()) {
    // What only reads leaves every row as it was for the next one.
    if (spent) shared = await freshTargets(ground, api, { owner: tokens.owner, umbraOwner: tokens['foreign-organization'] });
    spent = operation.method !== 'GET';
    operations += 1;
    const targets = await withTargetsOf(operation, shared, { ground, platform, api, owner: tokens.owner });
    const drafts = fc.sample(draftsOf(operation, openApi.components), { numRuns: perOperation, seed: seed + index });
    await atOnce(drafts, UPLOADS.has(operation.id) ? UPLOADS_AT_ONCE : AT_ONCE, async (draft) => {
      const thrown = thrownOf(operation, draft, targets, operation.ofOperators ? ofOperators : tokens);
      const seen = await api.send(thrown.shot);
      requests += 1;
      if (seen.status < 400) entered.add(operation.id);
      for (const { fault, why } of judged(thrown, seen)) {
        counts[fault] += 1;
        if (counts[fault] <= TOLD) say(`  ${fault}: ${operation.id}, ${why}; ${told(thrown.shot)}`);
      }
    });
    if (untilWrong && Object.values(counts).some((count) => count > 0)) break;
  }
  counts['wrong method'] = await wrongMethods(ground, api, openApi, tokens.owner, say);
  const { peak } = await api.memory();
  const left = openApi.operations.map(({ id }) => id).filter((id) => !entered.has(id) && notToBeEntered[id] === undefined);
  if (left.length > 0) say(`  never entered: ${left.join(', ')}`);
  return { operations, requests, wrong: counts, entered: entered.size, left: left.length, peakMemory: peak };
}

const zero = (): Record<Fault, number> =>
  faults.reduce((all, fault) => ({ ...all, [fault]: 0 }), {
    '5xx': 0,
    'no problem document': 0,
    undocumented: 0,
    'broken request taken': 0,
    'token let in': 0,
    'row shown': 0,
  });

async function bearerTokens({ issuer, acme, umbra, tokenOf }: AttackGround): Promise<Record<Bearer, string>> {
  const { subject } = acme.members.owner;
  const claims = { org_id: acme.claim.value };
  return {
    owner: await tokenOf(acme, 'owner'),
    missing: '',
    garbage: 'vtr_live_0000000000_not-a-token',
    forged: await issuer.mint({ subject, claims, foreignKey: true }),
    expired: await issuer.mint({ subject, claims, lifetime: -60 }),
    'other-audience': await issuer.mint({ subject, claims, audience: 'another-api' }),
    'foreign-organization': await tokenOf(umbra, 'owner'),
  };
}

/** Every method that a path does not document is 405, with the documented ones (and HEAD beside GET) in Allow. */
async function wrongMethods(ground: AttackGround, api: ApiProcess, { methods }: OpenApi, token: string, say: (text: string) => void): Promise<number> {
  let wrong = 0;
  for (const [pattern, documented] of methods) {
    const path = pattern.replaceAll(/\{\w+\}/g, ground.acme.connections.aws);
    const allowed = [...documented, ...(documented.includes('GET') ? ['HEAD'] : [])].sort().join(', ');
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'].filter((each) => !documented.includes(each))) {
      const seen = await api.send({ method, path, token });
      if (seen.status === 405 && seen.headers.allow === allowed && mediaTypeOf(seen) === 'application/problem+json') continue;
      wrong += 1;
      say(`  wrong method: ${method} ${path}: ${String(seen.status)}, Allow ${seen.headers.allow ?? 'missing'} instead of ${allowed}`);
    }
  }
  return wrong;
}

async function atOnce(drafts: readonly Draft[], width: number, work: (draft: Draft) => Promise<void>): Promise<void> {
  const rest = drafts.values();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const draft of rest) await work(draft);
    }),
  );
}

/** Enough to send it again; a token never. */
function told({ method, path, headers, raw }: { method: string; path: string; headers?: object; raw?: string | Buffer }): string {
  return `${method} ${path.slice(0, 160)} ${JSON.stringify(headers ?? {}).slice(0, 160)} ${JSON.stringify(String(raw ?? '').slice(0, 240))}`;
}
