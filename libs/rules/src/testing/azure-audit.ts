import {
  type AzureVerdictLabel,
  type CloudSim,
  labelAzureVerdicts,
  labelledAzureClientId,
  labelledAzureClientSecret,
  labelledAzureSubscriptionIds,
  labelledAzureTenantId,
} from '@vitrine/cloud-sim';
import {
  type AnyReader,
  azureCostQueryBillReader,
  azureMonitorMetricReader,
  azureRetailPriceReader,
  type BillRow as ReadRow,
  type Estate,
  type MetricQuery,
  openSession,
  type OpenSession,
  operationsOf,
  parseCredential,
  readBill,
  readPages,
  readPrice,
  type ResourceIdentity,
  type Scope,
  scopesOf,
  silentObserver,
} from '@vitrine/cloud-readers';
import { type BilledResource, claimedResources, type ListPrice, neededPrices, priceKeyText, priceResource } from '@vitrine/pricing';
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

const signal = new AbortController().signal;
const dayOf = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);

/** A small audit of a labelled Azure estate, with the readers, metrics, bill and prices of the real one, and without a database. */
export class AzureAudit {
  readonly at = new Date();
  readonly #read = new Map<string, Promise<readonly SeenItem[]>>();
  readonly #prices = new Map<string, ListPrice>();
  #bill: ReadonlyMap<string, BilledResource> = new Map();
  readonly #estate: Estate = { cloud: 'azure', accounts: [...labelledAzureSubscriptionIds], regions: [], tenantId: labelledAzureTenantId };

  private constructor(
    private readonly session: OpenSession,
    /** Rows of a page, and whether pages come last first. */
    private readonly paging: { readonly pageSize: number; readonly reversed: boolean },
  ) {}

  /** Signs in and reads the bill. The caller closes. */
  static async open(sim: CloudSim, paging: { readonly pageSize?: number; readonly reversed?: boolean } = {}): Promise<AzureAudit> {
    const { endpoints } = sim;
    const pins = { azureScopes: labelledAzureSubscriptionIds.map((id) => `subscriptions/${id}`) };
    const session = await openSession(
      parseCredential('azure.secret', { tenantId: labelledAzureTenantId, clientId: labelledAzureClientId, clientSecret: labelledAzureClientSecret }),
      {
        baseIdentities: {},
        endpoints: {
          azureArm: endpoints.azure,
          azureAuthority: endpoints.azureAuthority,
          azureGraph: endpoints.azureGraph,
          azureMetrics: endpoints.azureMetrics,
          azureRetail: endpoints.azurePrices,
          extraCa: sim.caCertificatePem,
        },
        operations: operationsOf('azure')
          .filter(({ list }) => list !== 'sign-in')
          .map(({ id }) => id),
        clock: () => new Date(),
        observer: silentObserver,
        pins,
        signal,
      },
    );
    const audit = new AzureAudit(session, { pageSize: paging.pageSize ?? 1000, reversed: paging.reversed ?? false });
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
    const judged: JudgedItem[] = [];
    for (const seen of items) {
      const own = { ...context, metrics: metrics.get(seen.identity.canonicalId) ?? {} };
      const verdict = judgeItem(rule, seen.item, seen.identity, own);
      judged.push({ seen, verdict, context: own, ...(await this.#priced(seen, verdict)) });
    }
    return judged;
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

  /** The metrics of all candidates, in the fewest calls. */
  async #metrics(rule: AnyRule, candidates: readonly SeenItem[]): Promise<ReadonlyMap<string, Readonly<Record<string, Reading<MetricAnswer>>>>> {
    const asked = candidates.flatMap((seen) => metricQueries(rule, seen.item, seen.identity).map((each) => ({ ...each, seen })));
    const points = new Map<string, { readonly at: string; readonly value: number }[]>();
    for (const scope of scopesOf('azure.subscription', this.#estate)) {
      const queries = asked.filter(({ seen }) => seen.scope.accountId === scope.accountId).map(({ query }): MetricQuery => query);
      for (const batch of azureMonitorMetricReader.batches(queries, scope)) {
        const [first] = batch;
        if (first === undefined) continue;
        const window = metricWindow(first.spec, this.at);
        const result = await this.session.call(azureMonitorMetricReader.request({ batch, scope, ...window, pageToken: null }), signal);
        if (result.outcome !== 'read') throw new Error(JSON.stringify(result));
        for (const series of azureMonitorMetricReader.page(result.body, batch).series) points.set(series.key, [...series.points]);
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

  async #priced({ identity }: SeenItem, verdict: FinalVerdict): Promise<{ readonly currency: string | null; readonly saving: string | null }> {
    if (verdict.verdict !== 'fail') return { currency: null, saving: null };
    const claimed = claimedResources(verdict.cost, identity.canonicalId);
    const bills = claimed.flatMap((id) => this.#bill.get(id) ?? []);
    for (const key of neededPrices(verdict.cost, bills.length > 0)) {
      if (this.#prices.has(priceKeyText(key))) continue;
      const found = await readPrice(azureRetailPriceReader, key, this.session, signal);
      if (found.outcome === 'found') this.#prices.set(priceKeyText(key), { ...found, fetchedAt: null });
    }
    const { saving } = priceResource({ claim: verdict.cost, bills, prices: this.#prices, basis: verdict.basis });
    // A list price stands for a bill that does not know the resource; the label says "unknown" there.
    return saving.method === 'LIST' ? { currency: null, saving: null } : { currency: saving.currency, saving: saving.savingRealisableMonthly };
  }

  async #readBill(pins: { readonly azureScopes: string[] }): Promise<ReadonlyMap<string, BilledResource>> {
    const rows: ReadRow[] = [];
    for (const scope of scopesOf('azure.subscription', this.#estate)) {
      for await (const page of readBill(azureCostQueryBillReader, { scope, pins, from: dayOf(30), to: dayOf(0), pageToken: null }, this.session, signal)) {
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
export function labelsOf(sim: CloudSim): ReadonlyMap<string, AzureVerdictLabel> {
  const { azure, seed } = sim.estate;
  if (azure === undefined) throw new Error('the estate has no Azure');
  return new Map(labelAzureVerdicts(azure, seed).map((each) => [labelKey(each.fault, each.resourceId), each]));
}

export function labelKey(fault: string, resourceId: string): string {
  return `${fault} ${resourceId.toLowerCase()}`;
}
