import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApiProcess } from '../hostile-input/api-process.js';
import { prepareGround, type AttackGround } from '../hostile-input/attack-ground.js';
import type { Proof } from '../proof.js';
import { apiOperations, type ApiOperation } from './api-operations.js';
import { recordStatements } from './recorded-statements.js';
import { plantTarget } from './tenant-targets.js';

const MARK = 'vtrmark';

/** T04, at the API's side: the tenant setting is not signed (ADR 0005), so what stops an injected statement is that no text of a caller's ever is one. */
export const proof: Proof = {
  attack:
    'an SQL injection that sets the tenant, in every path, query, header and body member of every operation; each statement that leaves the API process is read',
  expected: 'it is in parameters or refused, and in the text of 0 statements',
  pace: 'whole',
  beside: 'computes',
  mutation: { removes: 'the parameters (statements built from strings)' },
  attempt: async ({ guard, say }) => {
    const ground = await prepareGround();
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-statements-'));
    try {
      const recorded = await recordStatements(folder, MARK, guard === 'removed');
      const api = await startApiProcess(ground, { environment: { VITRINE_REQUEST_TIMEOUT_MS: '60000', NODE_OPTIONS: recorded.nodeOptions } });
      const statuses: number[] = [];
      try {
        const token = await ground.tokenOf(ground.acme, 'owner');
        const hostile = `${MARK}'||set_config('vitrine.organization_id','${ground.umbra.organizationId}',false)--`;
        for (const operation of apiOperations()) {
          for (const request of await requestsWith(ground, operation, hostile)) {
            const response = await fetch(`http://127.0.0.1:${String(api.port)}${request.path}`, {
              method: operation.method,
              headers: {
                authorization: `Bearer ${token}`,
                'content-type': request.body === undefined ? 'text/csv' : 'application/json',
                'if-match': '"v1"',
                ...request.headers,
              },
              ...(operation.method === 'GET' ? {} : { body: request.body ?? '' }),
            });
            statuses.push(response.status);
            await response.body?.cancel();
          }
        }
      } finally {
        await api.stop();
      }
      const statements = await recorded.read();
      const built = statements.filter(({ text }) => text.includes(MARK));
      const carried = statements.filter(({ values }) => values.includes(MARK)).length;
      const broken = statuses.filter((status) => status >= 500).length;
      if (guard === 'standing') for (const { text } of built) say(text.slice(0, 200));
      return {
        held: built.length === 0 && carried >= 10 && broken === 0,
        seen: `${String(statuses.length)} requests, ${String(broken)} × 5xx; ${String(statements.length)} statements, in the parameters of ${String(carried)} and the text of ${String(built.length)}`,
      };
    } finally {
      await ground.leave();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

interface Request {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request per place that takes a text, everything else of it in order. */
async function requestsWith(ground: AttackGround, operation: ApiOperation, hostile: string): Promise<Request[]> {
  const superuser = ground.database.poolFor('postgres');
  const ids: Record<string, string> = {};
  for (const { in: place, name, collection } of operation.slots)
    ids[`${place} ${name}`] = collection === 'rules' ? 'aws.ec2.volume-unattached' : await plantTarget(superuser, ground.acme, collection);
  const pathWith = (replaced: string): string =>
    operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(name === replaced ? hostile : (ids[`path ${name}`] ?? '')));
  const withQuery = (query: Readonly<Record<string, string>>): string => `${pathWith('')}?${new URLSearchParams({ ...operation.query, ...query }).toString()}`;
  const bodyOf = (members: 'required' | 'all'): unknown => operation.body(({ in: place, name }) => ids[`${place} ${name}`] ?? '', members);
  const body = bodyOf('required');
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  return [
    ...operation.slots.filter((slot) => slot.in === 'path').map(({ name }): Request => ({ path: pathWith(name), ...sent })),
    ...operation.queryNames.map((name): Request => ({ path: withQuery({ [name]: hostile }), ...sent })),
    ...['if-match', 'idempotency-key', 'last-event-id'].map((name): Request => ({ path: withQuery({}), headers: { [name]: hostile }, ...sent })),
    // With every member more places are tried; with the required ones fewer of them are refused for another's sake.
    ...[...leavesReplaced(body, hostile), ...leavesReplaced(bodyOf('all'), hostile)].map((each): Request => ({
      path: withQuery({}),
      body: JSON.stringify(each),
    })),
  ];
}

/** Copies of a value, each with one of its leaves, or the name of one of its members, replaced. */
function leavesReplaced(value: unknown, by: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((each, at) => leavesReplaced(each, by).map((copy) => value.with(at, copy) as unknown));
  if (typeof value !== 'object') return value === undefined ? [] : [by];
  if (value === null) return [by];
  const members = Object.entries(value);
  const inside = members.flatMap(([name, of]) => leavesReplaced(of, by).map((copy) => ({ ...value, [name]: copy })));
  return [...inside, { ...value, [by]: by }];
}
