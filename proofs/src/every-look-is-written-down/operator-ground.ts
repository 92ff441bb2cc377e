import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { belongsToOrganization, catalogueTables, startTestIssuer, type SeededOrganization } from '@vitrine/testing';
import { z } from 'zod';
import { projectRoot, startApiProcess, type ApiProcess } from '../hostile-input/api-process.js';
import { prepareGround, type AttackGround } from '../hostile-input/attack-ground.js';
import type { Seen, Shot } from '../hostile-input/shot.js';
import { apiOperations, type ApiOperation } from '../tenants-never-meet/api-operations.js';
import { freshId, plantTarget } from '../tenants-never-meet/tenant-targets.js';

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
  const ground = await prepareGround();
  const platform = await startTestIssuer({ audience: 'platform' });
  const leave = async (): Promise<void> => {
    await platform.stop();
    await ground.leave();
  };
  try {
    const api = await startApiProcess(ground, {
      ...(program === undefined ? {} : { program }),
      environment: {
        VITRINE_PLATFORM_ISSUER: JSON.stringify({ issuer: platform.issuer, audience: 'platform' }),
        VITRINE_PLATFORM_ADMIN_USER_IDS: `${platform.issuer}|one,${platform.issuer}|two`,
        VITRINE_OPERATOR_KEY: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        VITRINE_OPERATOR_DATABASE_URL: ground.database.url('vitrine_operator'),
        VITRINE_REQUEST_TIMEOUT_MS: '60000',
      },
    });
    const as = async (subject: string): Promise<string> => await platform.mint({ subject, lifetime: 3_600 });
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
      leave: async () => {
        await api.stop();
        await leave();
      },
    };
  } catch (error) {
    await leave();
    throw error;
  }
}

/** The operation with ids of fresh rows of this organization, and with a body that fits. */
export async function fittingShot(
  { ground }: OperatorGround,
  organization: SeededOrganization,
  operation: ApiOperation,
  ruleId: string,
): Promise<Omit<Shot, 'token'>> {
  const ids = new Map<string, string>();
  for (const { collection } of operation.slots) {
    if (ids.has(collection)) continue;
    // A collection that `tenant-targets.ts` does not know yet is loud in `every-operation`; here an id that nobody has is refused all the same.
    const planted = collection === 'rules' ? ruleId : await plantTarget(ground.database.poolFor('postgres'), organization, collection).catch(freshId);
    ids.set(collection, planted);
  }
  let path = operation.path;
  for (const slot of operation.slots) if (slot.in === 'path') path = path.replace(`{${slot.name}}`, ids.get(slot.collection) ?? '');
  const query = new URLSearchParams(operation.query);
  for (const slot of operation.slots) if (slot.in === 'query') query.set(slot.name, ids.get(slot.collection) ?? '');
  const body = operation.body((slot) => ids.get(slot.collection) ?? '');
  const search = query.size === 0 ? '' : `?${query.toString()}`;
  return { method: operation.method, path: `${path}${search}`, headers: { 'if-match': '*' }, ...(body === undefined ? {} : { body }) };
}

const securitySchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ operationId: z.string(), security: z.array(z.unknown()).default([]) }))),
});

/** Those that ask who is calling. What is public takes no token, so nobody writes there as an operator. */
export function operationsOf(what: 'reads' | 'writes'): ApiOperation[] {
  const { paths } = securitySchema.parse(JSON.parse(readFileSync(join(projectRoot, 'apps/api/openapi.json'), 'utf8')));
  const secured = Object.values(paths).flatMap((methods) =>
    Object.values(methods).flatMap(({ operationId, security }) => (security.length === 0 ? [] : [operationId])),
  );
  return apiOperations().filter(({ id, method }) => secured.includes(id) && (method === 'GET') === (what === 'reads'));
}

/** A digest of every row of every organization but the trail's own. */
export async function tenantRows({ ground }: OperatorGround): Promise<string> {
  const superuser = ground.database.poolFor('postgres');
  const tables = (await catalogueTables(superuser)).filter((table) => belongsToOrganization(table) && !table.name.startsWith('trail_'));
  const parts = tables.map(
    ({ name }) => `select '${name}' as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from vitrine."${name}" t`,
  );
  return JSON.stringify((await superuser.query(parts.join(' union all '))).rows);
}

export async function readEntries({ ground, sessionId }: OperatorGround): Promise<number> {
  const { rows } = await ground.database
    .poolFor('postgres')
    .query(`select count(*)::int as n from vitrine.trail_event where type = 'operator.session.read' and payload ->> 'sessionId' = $1`, [sessionId]);
  return z.object({ n: z.number() }).parse(rows[0]).n;
}
