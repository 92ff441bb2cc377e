import { z } from 'zod';
import { startApiProcess, type ApiProcess } from '../hostile-input/api-process.js';
import { prepareGround, type AttackGround } from '../hostile-input/attack-ground.js';
import { startPlatform } from '../hostile-input/platform.js';
import type { Seen, Shot } from '../hostile-input/shot.js';
import { apiOperations, type ApiOperation } from '../tenants-never-meet/api-operations.js';
import { fittingRequest, ownIds, type Caller } from '../tenants-never-meet/operation-attack.js';
import { plantTrail } from '../tenants-never-meet/tenant-targets.js';

/** A platform with two operators before two organizations, one API process, and one operator inside acme. */
export interface OperatorGround {
  readonly ground: AttackGround;
  readonly api: ApiProcess;
  readonly sessionId: string;
  /** As the operator, in his session. */
  inSession(shot: Omit<Shot, 'token'>): Promise<Seen>;
  leave(): Promise<void>;
}

const sessionSchema = z.object({ id: z.string() });
const startedSchema = z.object({ token: z.string() });

/** @param program of a copy with a guard taken out; default: the API as built */
export async function operatorInside(program?: string): Promise<OperatorGround> {
  const undo: (() => Promise<unknown>)[] = [];
  const leave = async (): Promise<void> => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  try {
    const ground = await prepareGround();
    undo.push(() => ground.leave());
    await plantTrail(ground.database.poolFor('postgres'), ground.acme);
    const platform = await startPlatform(ground);
    undo.push(() => platform.stop());
    const api = await startApiProcess(ground, {
      ...(program === undefined ? {} : { program }),
      environment: { ...platform.environment, VITRINE_REQUEST_TIMEOUT_MS: '60000' },
    });
    undo.push(() => api.stop());
    const as = async (subject: string): Promise<string> => await platform.issuer.mint({ subject, lifetime: 3_600 });
    const [one, two] = [await as('one'), await as('two')];
    const { organizationId } = ground.acme;
    const post = async (token: string, path: string, body: unknown): Promise<unknown> => {
      const seen = await api.send({ method: 'POST', path, token, body });
      if (seen.status >= 300) throw new Error(`${path}: ${seen.text}`);
      return JSON.parse(seen.text);
    };
    const { id } = sessionSchema.parse(
      await post(one, '/v1/operator/sessions', { organizationId, reason: 'an attack on this promise', ticket: 'P-1', minutes: 60 }),
    );
    await post(two, `/v1/operator/sessions/${id}/approve`, { organizationId });
    const { token } = startedSchema.parse(await post(one, `/v1/operator/sessions/${id}/start`, { organizationId }));
    return {
      ground,
      api,
      sessionId: id,
      inSession: async (shot) => await api.send({ ...shot, token: one, headers: { ...shot.headers, 'vitrine-operator-session': token } }),
      leave,
    };
  } catch (error) {
    await leave();
    throw error;
  }
}

/** The operation with ids of fresh rows of the organization that the operator looks into, and with a body that fits. */
export async function fittingShot({ ground }: OperatorGround, operation: ApiOperation, ruleId: string): Promise<Omit<Shot, 'token'>> {
  const caller: Caller = { organization: ground.acme, neighbour: ground.umbra, kind: 'OIDC', token: '' };
  const { path, headers, body } = await fittingRequest(ground, caller, operation, await ownIds(ground, caller, operation, ruleId));
  return { method: operation.method, path, headers: { ...headers, 'if-match': '*' }, ...(body === undefined ? {} : { raw: body }) };
}

/** Those that ask who is calling. What is public takes no token, so nobody writes there as an operator. */
export const operationsOf = (what: 'reads' | 'writes'): ApiOperation[] =>
  apiOperations().filter(({ secured, method }) => secured && (method === 'GET') === (what === 'reads'));

export async function readEntries({ ground, sessionId }: OperatorGround): Promise<number> {
  const { rows } = await ground.database
    .poolFor('postgres')
    .query(`select count(*)::int as n from vitrine.trail_event where type = 'operator.session.read' and payload ->> 'sessionId' = $1`, [sessionId]);
  return z.object({ n: z.number() }).parse(rows[0]).n;
}
