import type { CallResult, CloudRequest, ConnectionValidation, MetricReader, OpenSession, Reader } from '@vitrine/cloud-readers';
import { defineRule, lookup } from '@vitrine/rules';
import { z } from 'zod';
import type { AuditContext, LentSession, SessionLender } from '../audit/audit-context.js';
import { eraseRule, type AuditCatalogue } from '../audit/audit-catalogue.js';
import type { CallCounts } from '../jobs/page-record.js';

/** Two resource types, a look-up between them, and metrics: enough for every road through an audit, with no network. */
const volumeSchema = z.object({ id: z.string(), attached: z.boolean(), gib: z.number(), tags: z.record(z.string(), z.string()).optional() });
const machineSchema = z.object({ id: z.string(), volumeIds: z.array(z.string()) });
export type PretendVolume = z.infer<typeof volumeSchema>;
export type PretendMachine = z.infer<typeof machineSchema>;

const pageSchema = z.object({ items: z.array(z.unknown()), next: z.string().nullable() });

function reader<Item extends { id: string; tags?: Readonly<Record<string, string>> | undefined }>(
  id: string,
  operation: string,
  item: z.ZodType<Item>,
): Reader<Item> {
  return {
    id,
    cloud: 'aws',
    scope: 'aws.region',
    resourceType: `Pretend::${id}`,
    operations: [operation],
    pageSize: 2,
    request: (input) => ({ operation, region: input.scope.region ?? '', query: { token: input.pageToken ?? '' } }),
    page: (body) => pageSchema.parse(body),
    item,
    identify: (each, scope) => ({
      canonicalId: `arn:pretend:${scope.region ?? ''}:${each.id}`,
      resourceId: each.id,
      name: each.id,
      accountId: scope.accountId,
      region: scope.region,
      tags: each.tags ?? {},
    }),
  };
}
export const volumeReader = reader('pretend.volumes', 'pretend:DescribeVolumes', volumeSchema);
export const machineReader = reader('pretend.machines', 'pretend:DescribeMachines', machineSchema);

const text = {
  title: 't',
  why: 'w',
  verify: 'pretend describe {resourceId}',
  severity: 'low',
  effort: 'Low',
  actionGroup: 'terminate',
  defaults: {},
  version: 1,
  cloud: 'aws',
  family: 'cost',
} as const;
const remedy = { steps: ['delete it'], rollback: 'restore it' };

/** By state alone. */
export const unattachedRule = defineRule<PretendVolume>({
  ...text,
  remedy,
  id: 'aws.pretend.volume-unattached',
  needs: { item: volumeReader },
  lookups: {},
  metrics: {},
  evaluate: ({ item, at }) =>
    item.attached
      ? { verdict: 'pass' }
      : {
          verdict: 'fail',
          basis: 'state',
          facts: { gib: item.gib },
          // Up to now, as real rules say since when a thing is idle: a second audit sees the same until a later moment.
          window: { start: '2026-01-01T00:00:00.000Z', end: at.toISOString() },
          formula: 'cost of the volume',
          assumptions: [],
          cost: { kind: 'whole', list: [{ cloud: 'aws', service: 'Pretend', region: 'r', attributes: {}, quantity: String(item.gib), unit: 'GB-Mo' }] },
        },
});

/** By what another reader knows. */
export const unknownVolumeRule = defineRule<PretendVolume>({
  ...text,
  remedy,
  id: 'aws.pretend.volume-unreferenced',
  needs: { item: volumeReader },
  lookups: {
    machines: lookup<PretendVolume, PretendMachine>({
      reader: machineReader,
      keys: (machine) => machine.volumeIds.map((key) => ({ key })),
      ask: (volume) => [volume.id],
    }),
  },
  metrics: {},
  evaluate: ({ item, lookups }) =>
    lookups['machines']?.has(item.id) === true
      ? { verdict: 'pass' }
      : { verdict: 'fail', basis: 'state', facts: {}, window: null, formula: 'none', assumptions: [], cost: { kind: 'none' } },
});

/** By metrics. */
export const idleRule = defineRule<PretendMachine>({
  ...text,
  remedy,
  id: 'aws.pretend.machine-idle',
  needs: { item: machineReader },
  lookups: {},
  metrics: {
    cpu: {
      spec: { cloud: 'aws', namespace: 'Pretend', name: 'cpu', statistic: 'Maximum', periodSeconds: 86_400, windowDays: 2, absentMeansZero: false },
      dimensions: (item) => ({ id: item.id }),
    },
    net: {
      spec: { cloud: 'aws', namespace: 'Pretend', name: 'net', statistic: 'Sum', periodSeconds: 86_400, windowDays: 2, absentMeansZero: false },
      dimensions: (item) => ({ id: item.id }),
    },
  },
  candidate: () => 'candidate',
  evaluate: ({ metrics }) =>
    (metrics['cpu']?.values ?? []).every((value) => value < 5)
      ? { verdict: 'fail', basis: 'metrics', facts: {}, window: null, formula: 'idle', assumptions: [], cost: { kind: 'none' } }
      : { verdict: 'pass' },
});

const seriesSchema = z.array(z.object({ key: z.string(), points: z.array(z.object({ at: z.string(), value: z.number() })) }));
const metricReader: MetricReader = {
  id: 'pretend.metrics',
  cloud: 'aws',
  operations: ['pretend:GetMetricData'],
  batches: (queries) => Array.from({ length: Math.ceil(queries.length / 500) }, (_, n) => queries.slice(n * 500, n * 500 + 500)),
  request: ({ batch, start, end }) => ({
    operation: 'pretend:GetMetricData',
    body: {
      keys: batch.map((query) => query.key),
      ids: batch.map((query) => query.dimensions['id'] ?? ''),
      start: start.toISOString(),
      end: end.toISOString(),
    },
  }),
  page: (body) => ({ series: seriesSchema.parse(body), next: null }),
};

export const pretendCatalogue: AuditCatalogue = {
  rules: [eraseRule(unattachedRule), eraseRule(unknownVolumeRule), eraseRule(idleRule)],
  metricReaders: { aws: metricReader },
  permissionOf: (operation) => `allow/${operation}`,
};

export interface PretendEstate {
  regions: string[];
  volumes: Record<string, PretendVolume[]>;
  machines: Record<string, PretendMachine[]>;
  /** By machine id; missing: no data. */
  cpu: Record<string, number>;
}

/** A cloud in memory. Hooks let a spec deny, refuse or pause any call; every call that was made is in `calls`. */
export class PretendCloud {
  readonly calls: CloudRequest[] = [];
  readonly opened: string[] = [];
  validation: Omit<ConnectionValidation, 'estate'> = { accountPinned: '111122223333', permissions: [], writeCapable: [] };
  before: (request: CloudRequest, signal: AbortSignal) => CallResult | null | Promise<CallResult | null> = () => null;

  constructor(public estate: PretendEstate) {}

  count(operation: string): number {
    return this.calls.filter((call) => call.operation === operation).length;
  }

  readonly session: OpenSession = {
    expiresAt: new Date(Date.now() + 900_000),
    principal: { cloud: 'aws', accountId: '111122223333', name: 'pretend' },
    trustPolicy: () => Promise.resolve('closed'),
    close: () => undefined,
    call: async (request, signal) => {
      signal.throwIfAborted();
      this.calls.push(request);
      return (await this.before(request, signal)) ?? { outcome: 'read', body: this.answer(request), requestId: null };
    },
  };

  private answer(request: CloudRequest): unknown {
    if (request.operation === 'pretend:GetMetricData') {
      const { keys, ids, start } = z.object({ keys: z.array(z.string()), ids: z.array(z.string()), start: z.string() }).parse(request.body);
      return keys.flatMap((key, n) => {
        const value = this.estate.cpu[ids[n] ?? ''];
        const at = (day: number): string => new Date(Date.parse(start) + day * 86_400_000).toISOString();
        return value === undefined ? [] : [{ key, points: [0, 1].map((day) => ({ at: at(day), value })) }];
      });
    }
    const here: readonly { readonly id: string }[] =
      (request.operation === volumeReader.operations[0] ? this.estate.volumes : this.estate.machines)[request.region ?? ''] ?? [];
    const part = request.query?.['part'];
    const all = part === undefined ? here : here.filter(({ id }) => partOf(id) === part);
    const from = Number(request.query?.['token'] ?? 0);
    return { items: all.slice(from, from + 2), next: from + 2 < all.length ? String(from + 2) : null };
  }
}

/** The parts of a list that `inParts` readers ask for. */
const partOf = (id: string): string => (Number(id.slice(1)) % 2 === 0 ? 'even' : 'odd');

/** The same reader with a filter by which its list is read in two parts. */
export function inParts<Item>(whole: Reader<Item>): Reader<Item> {
  const request: Reader<Item>['request'] = (input) => {
    const asked = whole.request(input);
    return input.partition === undefined ? asked : { ...asked, query: { ...asked.query, part: input.partition } };
  };
  return { ...whole, partitions: ['odd', 'even'], request };
}

/** Lends the pretended session as the real lender does: with calls counted per page. */
export function pretendLender(cloud: PretendCloud): SessionLender {
  return {
    withSession: async (job, _lease, _operations, use) => {
      cloud.opened.push(job.id);
      let counts: CallCounts = {};
      const lent: LentSession = {
        pins: {},
        session: {
          ...cloud.session,
          call: async (request, signal) => {
            const sum = (counts[request.operation] ??= { calls: 0, denied: 0, throttled: 0 });
            sum.calls += 1;
            const result = await cloud.session.call(request, signal);
            if (result.outcome === 'denied') sum.denied += 1;
            return result;
          },
        },
        takeCalls: () => {
          const taken = counts;
          counts = {};
          return taken;
        },
      };
      return await use(lent);
    },
  };
}

export function pretendContext(pool: AuditContext['pool'], cloud: PretendCloud, more: Partial<AuditContext> = {}): AuditContext {
  return {
    pool,
    catalogue: pretendCatalogue,
    lender: pretendLender(cloud),
    validate: () =>
      Promise.resolve({ ...cloud.validation, estate: { cloud: 'aws', accounts: ['111122223333'], regions: cloud.estate.regions, tenantId: null } }),
    validationOperations: { aws: [], azure: [], gcp: [] },
    priceReaders: {},
    billSources: [],
    draining: () => false,
    ...more,
  };
}
