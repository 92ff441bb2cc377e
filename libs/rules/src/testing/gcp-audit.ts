import { type CloudSim, type GcpVerdictLabel, labelGcpVerdicts, labelledGcpAuditorEmail, labelledGcpProjectIds } from '@vitrine/cloud-sim';
import {
  type AnyReader,
  type BillingPins,
  type BillRow as ReadRow,
  type Estate,
  gcpBillingExportBillReader,
  gcpMonitoringMetricReader,
  type MetricQuery,
  openSession,
  type OpenSession,
  operationsOf,
  parseCredential,
  readBill,
  readPages,
  type ResourceIdentity,
  type Scope,
  scopesOf,
  silentObserver,
} from '@vitrine/cloud-readers';
import { type BilledResource, claimedResources, priceResource } from '@vitrine/pricing';
import type { AnyRule, LookupAnswer, MetricAnswer } from '../engine/define-rule.js';
import { type FinalVerdict, judgeItem, type Reading, screenItem } from '../engine/judge.js';
import { metricAnswer, metricQueries, metricWindow } from '../engine/metric-needs.js';
import { StoredLookup } from './judge-case.js';

/** One resource as a reader saw it. */
export interface SeenItem {
  readonly item: unknown;
  readonly identity: ResourceIdentity;
  readonly scope: Scope;
}

export interface JudgedItem {
  readonly seen: SeenItem;
  readonly verdict: FinalVerdict;
  /** What was judged from, so that a test can judge again with more use. */
  readonly context: Parameters<typeof judgeItem>[3];
  readonly currency: string | null;
  readonly saving: string | null;
}

interface Paging {
  readonly pageSize: number;
  readonly reversed: boolean;
}
interface Window {
  readonly start: Date;
  readonly end: Date;
}

const signal = new AbortController().signal;
const dayOf = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);

/** A small audit of a labelled Google Cloud estate, with the readers, metrics and bill of the real one, and without a database. */
export class GcpAudit {
  readonly at = new Date();
  readonly #read = new Map<string, Promise<readonly SeenItem[]>>();
  #bill: ReadonlyMap<string, BilledResource> = new Map();
  readonly #estate: Estate = { cloud: 'gcp', accounts: [...labelledGcpProjectIds], regions: [], tenantId: null };

  private constructor(
    private readonly session: OpenSession,
    /** Items of a page, and whether pages come last first. */
    private readonly paging: Paging,
  ) {}

  /** Signs in with the key whose public half the estate was given, and reads the bill. The caller closes. */
  static async open(sim: CloudSim, privateKey: string, paging: Partial<Paging> = {}): Promise<GcpAudit> {
    const [jobProject] = labelledGcpProjectIds;
    const pins: BillingPins = {
      bigQuery: { jobProject, table: `${jobProject}.billing.gcp_billing_export_resource_v1_01ABCD_23EF45_678901`, maximumBytesBilled: '1000000000' },
    };
    const session = await openSession(
      parseCredential('gcp.key', { clientEmail: labelledGcpAuditorEmail, privateKey, privateKeyId: 'key-1', projectId: jobProject }),
      {
        baseIdentities: {},
        endpoints: { gcp: sim.endpoints.gcp, extraCa: sim.caCertificatePem },
        operations: operationsOf('gcp')
          .filter(({ list }) => list !== 'sign-in')
          .map(({ id }) => id),
        clock: () => new Date(),
        observer: silentObserver,
        pins,
        signal,
      },
    );
    const audit = new GcpAudit(session, { pageSize: paging.pageSize ?? 500, reversed: paging.reversed ?? false });
    audit.#bill = await audit.#readBill(pins);
    return audit;
  }

  close(): void {
    this.session.close();
  }

  /** Every item that the rule's reader sees, judged and priced. */
  async judge(rule: AnyRule): Promise<JudgedItem[]> {
    const lookups: Record<string, Reading<LookupAnswer>> = {};
    for (const [name, lookup] of Object.entries(rule.lookups)) {
      const others = await this.#items(lookup.reader);
      lookups[name] = { state: 'read', answer: new StoredLookup(others.flatMap(({ item }) => [...lookup.keys(item)])) };
    }
    const context = { lookups, metrics: {}, at: this.at, settings: rule.defaults };
    const items = await this.#items(rule.needs.item);
    const candidates = items.filter(({ item, identity }) => screenItem(rule, item, identity, context) === 'candidate');
    const metrics = await this.#metrics(rule, candidates);
    return items.map((seen) => {
      const own = { ...context, metrics: metrics.get(seen.identity.canonicalId) ?? {} };
      const verdict = judgeItem(rule, seen.item, seen.identity, own);
      return { seen, verdict, context: own, ...this.#priced(seen, verdict) };
    });
  }

  #items(reader: AnyReader): Promise<readonly SeenItem[]> {
    const found = this.#read.get(reader.id) ?? this.#walk(reader);
    this.#read.set(reader.id, found);
    return found;
  }

  async #walk(reader: AnyReader): Promise<readonly SeenItem[]> {
    const seen: SeenItem[] = [];
    for (const scope of scopesOf(reader.scope, this.#estate)) {
      for await (const page of readPages(reader, scope, this.session, { pageToken: null, signal, pageSize: this.paging.pageSize })) {
        if (page.outcome !== 'read' || page.rejected.length > 0) throw new Error(`${reader.id}: ${JSON.stringify(page).slice(0, 300)}`);
        seen.push(...page.items.map((item) => ({ item, identity: reader.identify(item, scope), scope })));
      }
    }
    return this.paging.reversed ? seen.reverse() : seen;
  }

  /** The metrics of all candidates: one list per metric and project. */
  async #metrics(rule: AnyRule, candidates: readonly SeenItem[]): Promise<ReadonlyMap<string, Readonly<Record<string, Reading<MetricAnswer>>>>> {
    const asked = candidates.flatMap((seen) => metricQueries(rule, seen.item, seen.identity).map((each) => ({ ...each, seen })));
    const points = new Map<string, { readonly at: string; readonly value: number }[]>();
    for (const scope of scopesOf('gcp.project', this.#estate)) {
      const queries = asked.filter(({ seen }) => seen.scope.accountId === scope.accountId).map(({ query }): MetricQuery => query);
      for (const batch of gcpMonitoringMetricReader.batches(queries, scope)) {
        const [first] = batch;
        if (first === undefined) continue;
        for (const { key, points: own } of await this.#series(batch, scope, metricWindow(first.spec, this.at)))
          points.set(key, [...(points.get(key) ?? []), ...own]);
      }
    }
    const answers = new Map<string, Record<string, Reading<MetricAnswer>>>();
    for (const { need, query, seen } of asked) {
      const own = answers.get(seen.identity.canonicalId) ?? {};
      own[need] = { state: 'read', answer: metricAnswer(points.get(query.key) ?? [], query.spec, metricWindow(query.spec, this.at)) };
      answers.set(seen.identity.canonicalId, own);
    }
    return answers;
  }

  async #series(batch: readonly MetricQuery[], scope: Scope, window: Window): Promise<ReturnType<typeof gcpMonitoringMetricReader.page>['series']> {
    const series = [];
    let pageToken: string | null = null;
    do {
      const result = await this.session.call(gcpMonitoringMetricReader.request({ batch, scope, ...window, pageToken }), signal);
      if (result.outcome !== 'read') throw new Error(JSON.stringify(result));
      const page = gcpMonitoringMetricReader.page(result.body, batch);
      series.push(...page.series);
      pageToken = page.next;
    } while (pageToken !== null);
    return series;
  }

  /** From the bill alone: a list price stands for a bill that does not know the resource, and the label says "unknown" there. */
  #priced({ identity }: SeenItem, verdict: FinalVerdict): { readonly currency: string | null; readonly saving: string | null } {
    if (verdict.verdict !== 'fail') return { currency: null, saving: null };
    const bills = claimedResources(verdict.cost, identity.canonicalId).flatMap((id) => this.#bill.get(id) ?? []);
    const { saving } = priceResource({ claim: verdict.cost, bills, prices: new Map(), basis: verdict.basis });
    return { currency: saving.currency, saving: saving.savingRealisableMonthly };
  }

  async #readBill(pins: BillingPins): Promise<ReadonlyMap<string, BilledResource>> {
    const rows: ReadRow[] = [];
    for (const scope of scopesOf('gcp.project', this.#estate)) {
      for await (const page of readBill(gcpBillingExportBillReader, { scope, pins, from: dayOf(30), to: dayOf(0), pageToken: null }, this.session, signal)) {
        if (page.outcome !== 'read') throw new Error(JSON.stringify(page));
        rows.push(...page.rows);
      }
    }
    const byResource = Map.groupBy(rows, (row) => row.resource_id_canonical ?? '');
    return new Map([...byResource].map(([canonicalId, own]) => [canonicalId, { canonicalId, rows: own.map(billRow) }]));
  }
}

function billRow(row: ReadRow): BilledResource['rows'][number] {
  return {
    day: row.charge_period_start.slice(0, 10),
    chargeCategory: row.charge_category,
    pricingCategory: row.pricing_category,
    effectiveCost: row.effective_cost,
    currency: row.billing_currency,
    meter: row.sku_meter,
  };
}

/** The estate's own answer sheet, by fault and resource. */
export function labelsOf(sim: CloudSim): ReadonlyMap<string, GcpVerdictLabel> {
  const { gcp, seed } = sim.estate;
  if (gcp === undefined) throw new Error('the estate has no Google Cloud');
  return new Map(labelGcpVerdicts(gcp, seed).map((each) => [labelKey(each.fault, each.resourceId), each]));
}

export function labelKey(fault: string, resourceId: string): string {
  return `${fault} ${resourceId.toLowerCase()}`;
}
