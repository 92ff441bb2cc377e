import {
  type AnyReader,
  awsCloudwatchMetricReader,
  awsCostExplorerBillReader,
  awsProductsPriceReader,
  type CloudSession,
  type Estate,
  type MetricQuery,
  type MetricSeries,
  readBill,
  readPages,
  readPrice,
  type ResourceIdentity,
  type Scope,
  scopesOf,
} from '@vitrine/cloud-readers';
import { type BilledResource, claimedResources, type ListPrice, neededPrices, type Priced, priceKeyText, priceResource } from '@vitrine/pricing';
import type { AnyRule, LookupAnswer, MetricAnswer } from '../engine/define-rule.js';
import { type FinalVerdict, judgeItem, type Reading, screenItem } from '../engine/judge.js';
import { metricAnswer, metricQueries, metricWindow } from '../engine/metric-needs.js';
import { StoredLookup } from './judge-case.js';

export interface AuditedResource {
  readonly ruleId: string;
  readonly identity: ResourceIdentity;
  readonly verdict: FinalVerdict;
  /** Null for every verdict but `fail`. */
  readonly priced: Priced | null;
}

interface Seen {
  readonly item: unknown;
  readonly identity: ResourceIdentity;
  readonly scope: Scope;
}

export interface AuditOptions {
  readonly session: CloudSession;
  readonly estate: Estate;
  readonly at: Date;
  readonly signal: AbortSignal;
  /** Of every reader and of Cost Explorer's answers; left out: each reader's own. */
  readonly pageSize?: number;
  /** The items and bill rows as they were read, in another order. */
  readonly reorder?: <Item>(items: readonly Item[]) => readonly Item[];
  /** Datapoints that an earlier audit of the same account, at the same moment, has read: they are most of the work. */
  readonly known?: Map<string, readonly Point[]>;
  /** What every datapoint that counts use is multiplied by. */
  readonly usage?: number;
}

type Point = MetricSeries['points'][number];

const dayMs = 86_400_000;
const same = <Item>(items: readonly Item[]): readonly Item[] => items;

/** A whole audit of one AWS account without a database: readers, look-ups, metrics, rules, the bill and the price list, as a worker joins them. */
export async function auditAws(rules: readonly AnyRule[], options: AuditOptions): Promise<AuditedResource[]> {
  const read = new Map<string, Promise<readonly Seen[]>>();
  const items = (reader: AnyReader): Promise<readonly Seen[]> => {
    const found = read.get(reader.id) ?? walk(reader, options);
    read.set(reader.id, found);
    return found;
  };
  const bills = await billsOf(options);
  const prices = new Map<string, ListPrice>();
  const audited: AuditedResource[] = [];
  for (const rule of rules) {
    for (const { seen, verdict } of await verdictsOf(rule, items, options)) {
      const priced = verdict.verdict === 'fail' ? await moneyOf(verdict, seen.identity.canonicalId, bills, prices, options) : null;
      audited.push({ ruleId: rule.id, identity: seen.identity, verdict, priced });
    }
  }
  return audited;
}

async function walk(reader: AnyReader, { session, estate, signal, pageSize, reorder = same }: AuditOptions): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  for (const scope of scopesOf(reader.scope, estate)) {
    for await (const page of readPages(reader, scope, session, { pageToken: null, signal, ...(pageSize === undefined ? {} : { pageSize }) })) {
      if (page.outcome !== 'read' || page.rejected.length > 0) throw new Error(`${reader.id}: ${JSON.stringify(page)}`);
      seen.push(...page.items.map((item) => ({ item, identity: reader.identify(item, scope), scope })));
    }
  }
  return reorder(seen);
}

async function verdictsOf(
  rule: AnyRule,
  items: (reader: AnyReader) => Promise<readonly Seen[]>,
  options: AuditOptions,
): Promise<{ readonly seen: Seen; readonly verdict: FinalVerdict }[]> {
  const lookups: Record<string, Reading<LookupAnswer>> = {};
  for (const [name, lookup] of Object.entries(rule.lookups)) {
    const others = await items(lookup.reader);
    lookups[name] = { state: 'read', answer: new StoredLookup(others.flatMap(({ item }) => [...lookup.keys(item)])) };
  }
  const context = { lookups, at: options.at, settings: rule.defaults };
  const screened = (await items(rule.needs.item)).map((seen) => ({ seen, verdict: screenItem(rule, seen.item, seen.identity, context) }));
  const candidates = screened.filter(({ verdict }) => verdict === 'candidate').map(({ seen }) => seen);
  const metrics = await metricsOf(rule, candidates, options);
  return screened.map(({ seen, verdict }) => ({
    seen,
    verdict: verdict === 'candidate' ? judgeItem(rule, seen.item, seen.identity, { ...context, metrics: metrics.get(seen) ?? {} }) : verdict,
  }));
}

async function metricsOf(
  rule: AnyRule,
  candidates: readonly Seen[],
  { session, at, signal, usage = 1, known = new Map<string, readonly Point[]>() }: AuditOptions,
): Promise<ReadonlyMap<Seen, Record<string, Reading<MetricAnswer>>>> {
  const wanted = candidates.flatMap((seen) => metricQueries(rule, seen.item, seen.identity).map((each) => ({ seen, ...each })));
  const answers = new Map<Seen, Record<string, Reading<MetricAnswer>>>();
  // A call is sent to one region and has one window.
  for (const alike of Map.groupBy(
    wanted,
    ({ seen, query }) => `${String(seen.scope.region)} ${String(query.spec.windowDays)} ${String(query.spec.periodSeconds)}`,
  ).values()) {
    const [first] = alike;
    if (first === undefined) continue;
    const window = metricWindow(first.query.spec, at);
    const unread = alike.map(({ query }) => query).filter(({ key }) => !known.has(key));
    const points = await pointsOf(unread, { session, signal, scope: first.seen.scope, window });
    for (const { key } of unread) known.set(key, points.get(key) ?? []);
    for (const { seen, need, query } of alike) {
      const factor = rule.metrics[need]?.higherMeans === 'spare' ? 1 : usage;
      const used = (known.get(query.key) ?? []).map((point) => ({ ...point, value: point.value * factor }));
      const answer = metricAnswer(used, query.spec, window);
      answers.set(seen, { ...answers.get(seen), [need]: { state: 'read', answer } });
    }
  }
  return answers;
}

interface Asked {
  readonly session: CloudSession;
  readonly signal: AbortSignal;
  readonly scope: Scope;
  readonly window: { readonly start: Date; readonly end: Date };
}

async function pointsOf(queries: readonly MetricQuery[], { session, signal, scope, window }: Asked): Promise<ReadonlyMap<string, readonly Point[]>> {
  const points = new Map<string, readonly Point[]>();
  for (const batch of awsCloudwatchMetricReader.batches(queries, scope)) {
    let pageToken: string | null = null;
    do {
      const result = await session.call(awsCloudwatchMetricReader.request({ batch, scope, ...window, pageToken }), signal);
      if (result.outcome !== 'read') throw new Error(JSON.stringify(result));
      const page = awsCloudwatchMetricReader.page(result.body, batch);
      for (const series of page.series) points.set(series.key, [...(points.get(series.key) ?? []), ...series.points]);
      pageToken = page.next;
    } while (pageToken !== null);
  }
  return points;
}

async function billsOf({ session, estate, at, signal, reorder = same }: AuditOptions): Promise<ReadonlyMap<string, BilledResource>> {
  const day = (days: number): string => new Date(Math.floor(at.getTime() / dayMs) * dayMs - days * dayMs).toISOString().slice(0, 10);
  const accountId = estate.accounts[0] ?? '';
  const input = { scope: { cloud: 'aws', accountId, region: null }, pins: { awsAccountId: accountId }, from: day(14), to: day(0), pageToken: null } as const;
  const rows = [];
  for await (const page of readBill(awsCostExplorerBillReader, input, session, signal)) {
    if (page.outcome !== 'read') throw new Error(JSON.stringify(page));
    rows.push(...page.rows);
  }
  const ofResources = reorder(rows).filter((row) => row.resource_id_canonical !== null);
  return new Map(
    [...Map.groupBy(ofResources, (row) => row.resource_id_canonical ?? '')].map(([canonicalId, all]) => [
      canonicalId,
      {
        canonicalId,
        rows: all.map((row) => ({
          day: row.charge_period_start.slice(0, 10),
          chargeCategory: row.charge_category,
          pricingCategory: row.pricing_category,
          effectiveCost: row.effective_cost,
          currency: row.billing_currency,
          meter: row.sku_meter,
        })),
      },
    ]),
  );
}

async function moneyOf(
  verdict: Extract<FinalVerdict, { verdict: 'fail' }>,
  canonicalId: string,
  bills: ReadonlyMap<string, BilledResource>,
  prices: Map<string, ListPrice>,
  { session, signal }: AuditOptions,
): Promise<Priced> {
  const claimed = claimedResources(verdict.cost, canonicalId);
  const wanted = neededPrices(
    verdict.cost,
    claimed.some((resource) => bills.has(resource)),
  );
  for (const key of wanted) {
    if (prices.has(priceKeyText(key))) continue;
    const reading = await readPrice(awsProductsPriceReader, key, session, signal);
    if (reading.outcome === 'found') prices.set(priceKeyText(key), { ...reading, fetchedAt: null });
    else if (reading.outcome !== 'none' && reading.outcome !== 'ambiguous') throw new Error(JSON.stringify(reading));
  }
  return priceResource({
    claim: verdict.cost,
    bills: claimed.flatMap((resource) => bills.get(resource) ?? []),
    prices,
    basis: verdict.basis,
    ...(verdict.bound === undefined ? {} : { bound: verdict.bound }),
  });
}
