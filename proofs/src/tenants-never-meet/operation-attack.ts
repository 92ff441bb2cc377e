import { catalogueTables, belongsToOrganization, type SeededOrganization } from '@vitrine/testing';
import { z } from 'zod';
import type { AttackGround } from '../hostile-input/attack-ground.js';
import type { ApiOperation, Slot } from './api-operations.js';
import { ciWorkload, exchangeForm } from '../hostile-input/ci-run.js';
import { freshId, plantTarget, plantTrail } from './tenant-targets.js';

/** What the document leaves open about a body: a credential's fields depend on the connection's kind, a bill is no JSON. */
type Given = (ground: AttackGround, caller: Caller) => object | Promise<object>;
const bodies: Readonly<Record<string, Given>> = {
  'Invitations.create': () => ({ role: 'viewer' }),
  'Invitations.accept': () => ({ code: `vti_${'A'.repeat(43)}` }),
  'Members.add': ({ issuer }) => ({ issuer: issuer.issuer, subject: freshId(), role: 'viewer' }),
  'Rates.setRates': () => ({ rates: [{ from: 'EUR', to: 'USD', onDate: '2026-11-20', rate: '1.08', source: 'ECB' }] }),
  'PriceAgreement.replaceAgreement': () => ({ discounts: [{ cloud: 'aws', service: null, discountPct: '0.1', from: '2026-01-01', to: null }], prices: [] }),
  'Spend.setBudget': () => ({ usdPerDay: '1' }),
  'Schedules.create': () => ({ cron: '0 2 * * *' }),
  'Webhooks.create': () => ({ url: 'https://hooks.vitrine-receiver.dev/' }),
  'TrustRules.create': () => ({ workload: ciWorkload, scopes: ['vitrine.audits.read'] }),
  'IdentityProvider.pin': async ({ issuer }, { organization: { claim } }) => ({
    issuer: issuer.issuer,
    audience: 'vitrine',
    tenant: claim.value,
    assignment: null,
    algorithms: ['RS256'],
    token: await issuer.mint({ subject: freshId(), claims: { org_id: claim.value } }),
  }),
  'Connections.submit': () => ({ credential: { tenantId: '6f2c1e7a-54d0-4b7e-9c1f-0d5a7be31c01', clientId: '6f2c1e7a-54d0-4b7e-9c1f-0d5a7be31c02' } }),
};
const bill =
  'BilledCost,EffectiveCost,BillingCurrency,BillingAccountId,ChargePeriodStart,ChargePeriodEnd,BillingPeriodStart,BillingPeriodEnd,ChargeCategory,ServiceName\n1.5,1.5,USD,1,2026-11-01T00:00:00Z,2026-11-02T00:00:00Z,2026-11-01T00:00:00Z,2026-12-01T00:00:00Z,Usage,Compute\n';
const bills: Readonly<Record<string, { readonly text: string; readonly mediaType: string }>> = {
  'Costs.upload': { text: bill, mediaType: 'text/csv; charset=utf-8' },
  'Costs.uploadExport': { text: bill.replace('1.5,1.5', '2.5,2.5'), mediaType: 'application/octet-stream' },
};
/**
 * What an owner cannot do with what was planted: withdraw another's proposal, apply before its time, accept where he is a member, and with a
 * machine's token be anybody; and an API that was given no keys is no issuer.
 */
export const refusedByState: Readonly<Record<string, readonly number[]>> = {
  'Approvals.withdraw': [403],
  'Approvals.apply': [409],
  'Invitations.accept': [401, 404],
  'Federation.discovery': [404],
  'Federation.keySet': [404],
};
/** What must be made for the moment: an id token is good once. */
const forms: Readonly<Record<string, (ground: AttackGround, caller: Caller) => Promise<string>>> = {
  'TokenExchange.exchange': async ({ database, issuer }, { organization }) => await exchangeForm(database.poolFor('postgres'), issuer, organization),
};
/** Numbers that must fit one another, which the document cannot say. */
const queries: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Trail.inclusion': { index: '0', size: '1' },
  'Trail.consistency': { from: '1', to: '1' },
};
/** Collections that are the same for all: nobody's rules are foreign. */
const shared: Readonly<Record<string, string>> = { rules: '/v1/rules' };

export interface Caller {
  readonly organization: SeededOrganization;
  readonly neighbour: SeededOrganization;
  readonly kind: 'OIDC' | 'API token';
  readonly token: string;
}
export interface Answer {
  readonly status: number;
  readonly text: string;
  /** Status, headers and body with the id and what is of the moment taken out. */
  readonly comparable: string;
}
export interface Asked {
  readonly faults: readonly string[];
  readonly pairs: number;
  readonly own: number;
  readonly slots: number;
}

/** Headers that differ from answer to answer by their nature. */
const momentary = [
  'date',
  'x-request-id',
  'keep-alive',
  'connection',
  'traceparent',
  'ratelimit',
  'ratelimit-remaining',
  'ratelimit-reset',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
];

export async function askEverything(ground: AttackGround, url: string, operations: readonly ApiOperation[]): Promise<Asked> {
  const superuser = ground.database.poolFor('postgres');
  const faults: string[] = [];
  const callers = await callersOf(ground, url);
  for (const { organization } of callers) await plantTrail(superuser, organization);
  const ruleId = await anyRule(url, callers[0]?.token ?? '');
  let pairs = 0;
  let own = 0;

  // First every foreign and missing id, while a change anywhere is a fault.
  for (const caller of callers) {
    for (const operation of operations) {
      for (const slot of operation.slots.filter(({ collection }) => shared[collection] === undefined)) {
        const foreignId = await plantTarget(superuser, caller.neighbour, slot.collection);
        const rest = await ownIds(ground, caller, operation, ruleId);
        const before = await rowsOf(ground, caller.neighbour);
        const foreign = await ask(ground, url, caller, operation, { ...rest, [keyOf(slot)]: foreignId }, foreignId);
        const unchanged = (await rowsOf(ground, caller.neighbour)) === before;
        const missingId = freshId();
        const again = await ownIds(ground, caller, operation, ruleId);
        const missing = await ask(ground, url, caller, operation, { ...again, [keyOf(slot)]: missingId }, missingId);
        pairs += 1;
        const where = `${operation.id} ${slot.in} ${slot.name} (${caller.kind})`;
        if (foreign.comparable !== missing.comparable)
          faults.push(`${where}: foreign ${String(foreign.status)}, missing ${String(missing.status)}, and not the same`);
        if (slot.in === 'path' && foreign.status < 400) faults.push(`${where}: a foreign id answers ${String(foreign.status)}`);
        if (!unchanged) faults.push(`${where}: the neighbour’s rows changed`);
      }
    }
  }
  for (const caller of callers) {
    const foreignIds = await idsOf(ground, caller.neighbour);
    for (const operation of operations) {
      const answer = await ask(ground, url, caller, operation, await ownIds(ground, caller, operation, ruleId), 'no-id');
      own += 1;
      const permitted = (answer.status >= 200 && answer.status < 300) || refusedByState[operation.id]?.includes(answer.status) === true;
      // A machine's token may not do all that its owner may; it must be told so, never anything else.
      if (!permitted && !(caller.kind === 'API token' && answer.status === 403))
        faults.push(`${operation.id} (${caller.kind}): own ids answer ${String(answer.status)} ${answer.text.slice(0, 200)}`);
      if (foreignIds.some((id) => answer.text.includes(id))) faults.push(`${operation.id} (${caller.kind}): the answer names an id of the neighbour`);
    }
  }
  return { faults, pairs, own, slots: operations.reduce((sum, { slots }) => sum + slots.length, 0) };
}

export async function callersOf(ground: AttackGround, url: string): Promise<Caller[]> {
  const callers: Caller[] = [];
  for (const [organization, neighbour] of [
    [ground.acme, ground.umbra],
    [ground.umbra, ground.acme],
  ] as const) {
    const token = await ground.tokenOf(organization, 'owner');
    const response = await fetch(`${url}/v1/api-tokens`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'machine', scopes: allScopes, lifetimeDays: 1 }),
    });
    if (response.status !== 201) throw new Error(`no API token: ${await response.text()}`);
    const made = z.object({ token: z.string() }).parse(await response.json());
    callers.push({ organization, neighbour, kind: 'OIDC', token }, { organization, neighbour, kind: 'API token', token: made.token });
  }
  return callers;
}

const allScopes = ['organization', 'members', 'tokens', 'identity', 'connections', 'audits', 'findings', 'costs', 'schedules', 'webhooks', 'approvals']
  .flatMap((what) => [`vitrine.${what}.read`, `vitrine.${what}.write`])
  .concat('vitrine.rules.read', 'vitrine.trail.read');

export async function anyRule(url: string, token: string): Promise<string> {
  const response = await fetch(`${url}${shared['rules'] ?? ''}`, { headers: { authorization: `Bearer ${token}` } });
  const { items } = z.object({ items: z.array(z.object({ id: z.string() })).min(1) }).parse(await response.json());
  return items[0]?.id ?? '';
}

const keyOf = ({ in: place, name }: Slot): string => `${place} ${name}`;

/** A fresh row of the caller's own for every slot, since some operations end what they are given. */
export async function ownIds(ground: AttackGround, { organization }: Caller, operation: ApiOperation, ruleId: string): Promise<Record<string, string>> {
  const ids: Record<string, string> = {};
  for (const slot of operation.slots) {
    ids[keyOf(slot)] = shared[slot.collection] === undefined ? await plantTarget(ground.database.poolFor('postgres'), organization, slot.collection) : ruleId;
  }
  return ids;
}

export async function ask(
  ground: AttackGround,
  url: string,
  caller: Caller,
  operation: ApiOperation,
  ids: Readonly<Record<string, string>>,
  asked: string,
): Promise<Answer> {
  const { token } = caller;
  const { path, headers: given, body } = await fittingRequest(ground, caller, operation, ids);
  const response = await fetch(`${url}${path}`, {
    method: operation.method,
    redirect: 'manual',
    headers: {
      authorization: `Bearer ${token}`,
      ...given,
      ...(operation.needsMatch ? { 'if-match': await stateOf(`${url}${path.split('?')[0] ?? ''}`, token) } : {}),
    },
    ...(body === undefined ? {} : { body }),
  });
  const stream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  // An open stream has no end to wait for: that it opened is its answer.
  if (stream) await response.body?.cancel();
  const text = stream ? '' : await response.text();
  const headers = [...response.headers].filter(([name]) => !momentary.includes(name)).map(([name, value]) => `${name}: ${value}`);
  const requestId = response.headers.get('x-request-id') ?? 'no-request-id';
  const comparable = [String(response.status), ...headers, text].join('\n').replaceAll(asked, '{id}').replaceAll(requestId, '{request}');
  return { status: response.status, text, comparable };
}

export interface FittingRequest {
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The operation with these ids and whatever else it needs to succeed, but who is asking. */
export async function fittingRequest(
  ground: AttackGround,
  caller: Caller,
  operation: ApiOperation,
  ids: Readonly<Record<string, string>>,
): Promise<FittingRequest> {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[`path ${name}`] ?? '');
  const query = new URLSearchParams({ ...operation.query, ...queries[operation.id] });
  for (const { in: place, name } of operation.slots) if (place === 'query') query.set(name, ids[`query ${name}`] ?? '');
  const upload = bills[operation.id];
  const sample = operation.body((slot) => ids[keyOf(slot)] ?? '');
  const form = await forms[operation.id]?.(ground, caller);
  const given = await bodies[operation.id]?.(ground, caller);
  // What is given goes over the sample: an id that stands in it is attacked all the same.
  const body = upload?.text ?? form ?? json(given === undefined ? sample : { ...(typeof sample === 'object' ? sample : {}), ...given });
  const mediaType = upload?.mediaType ?? (form === undefined ? 'application/json' : 'application/x-www-form-urlencoded');
  return {
    path: query.size === 0 ? path : `${path}?${query.toString()}`,
    ...(body === undefined ? { headers: {} } : { headers: { 'content-type': mediaType }, body }),
  };
}

/** The ETag of what is to be changed; where there is nothing to see, that of a fresh row. */
async function stateOf(address: string, token: string): Promise<string> {
  const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
  await response.body?.cancel();
  return response.headers.get('etag') ?? '"v1"';
}

const json = (body: unknown): string | undefined => (body === undefined ? undefined : JSON.stringify(body));

/** A digest of every row of an organization's. */
export const rowsOf = async (ground: AttackGround, { organizationId }: SeededOrganization): Promise<string> => await digestOf(ground, organizationId);

/** A digest of every row of every organization but the trail's own. */
export const rowsOfAll = async (ground: AttackGround): Promise<string> => await digestOf(ground, null);

async function digestOf(ground: AttackGround, organizationId: string | null): Promise<string> {
  const superuser = ground.database.poolFor('postgres');
  const all = (await catalogueTables(superuser)).filter(belongsToOrganization);
  const tables = organizationId === null ? all.filter(({ name }) => !name.startsWith('trail_')) : all;
  const parts = tables.map(
    ({ name }) =>
      `select '${name}' as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from vitrine."${name}" t where organization_id = $1 or $1 is null`,
  );
  const { rows } = await superuser.query(parts.join(' union all '), [organizationId]);
  return JSON.stringify(rows);
}

/** Ids by which the organization or anything of it is known. */
async function idsOf(ground: AttackGround, { organizationId }: SeededOrganization): Promise<string[]> {
  const superuser = ground.database.poolFor('postgres');
  const tables = (await catalogueTables(superuser)).filter((table) => belongsToOrganization(table) && table.columns.some(({ name }) => name === 'id'));
  const parts = tables.map(({ name }) => `select id::text as id from vitrine."${name}" where organization_id = $1`);
  const { rows } = await superuser.query(parts.join(' union all '), [organizationId]);
  return [
    organizationId,
    ...z
      .array(z.object({ id: z.string() }))
      .parse(rows)
      .map(({ id }) => id),
  ];
}
