import type { Decimal } from 'decimal.js';
import { type Confidence, decimalText, exact, type PriceReference, type Saving, unknownSaving, unreachable } from '@vitrine/contracts';
import { type BilledResource, type BillRow, claimText, type RunRate, runRate } from './billed-resource.js';
import { confidenceOf, type VerdictBasis } from './confidence.js';
import type { CostClaim } from './cost-claim.js';
import { listCost, type ListPrice } from './list-price.js';

export interface PriceInput {
  readonly claim: CostClaim;
  /** Bills of the claimed resources (`claimedResources`); empty where the bill knows none of them. */
  readonly bills: readonly BilledResource[];
  /** Unit prices under `priceKeyText`; what is not in the map is unknown. */
  readonly prices: ReadonlyMap<string, ListPrice>;
  readonly basis: VerdictBasis;
  /** The rule's word that a *list* price is only an upper bound; the bill has no such doubt. */
  readonly bound?: 'upper_bound';
  /** The organization's discount on list prices, decimal text 0 to 1 (CF-28). */
  readonly discount?: string;
}

/** Why there is no number, so that a screen can say more than "unknown". */
export type Unpriced = 'hygiene' | 'no-price' | 'mixed-currencies' | 'partly-billed';

export interface Priced {
  readonly saving: Saving;
  readonly confidence: Confidence;
  readonly unpriced: Unpriced | null;
}

function claims(claim: CostClaim): (row: BillRow) => boolean {
  switch (claim.kind) {
    case 'whole':
      return () => true;
    case 'ratio':
      return claim.meters === undefined ? () => true : ofMeters(claim.meters);
    case 'meters':
      return ofMeters(claim.meters);
    case 'share':
      return claim.meters === null ? () => true : ofMeters(claim.meters);
    case 'provider':
    case 'none':
      return () => false;
  }
}

function ofMeters(names: readonly string[]): (row: BillRow) => boolean {
  const meters = names.map((meter) => meter.toLowerCase());
  return (row) => row.meter !== null && meters.some((meter) => row.meter?.toLowerCase().includes(meter));
}

type Claimed = Exclude<CostClaim, { readonly kind: 'none' | 'provider' }>;

/** What the claim takes of the rows it names, 0 to 1; null where list prices that it follows from are not known. */
function factorOf(claim: Claimed, prices: PriceInput['prices']): Decimal | null {
  switch (claim.kind) {
    case 'whole':
    case 'meters':
      return exact('1');
    case 'share':
      return exact(claim.share);
    case 'ratio': {
      const now = listCost(claim.list, prices);
      const then = listCost(claim.target, prices);
      if (now.state !== 'read' || then.state !== 'read' || now.currency !== then.currency || now.monthly.lte(0)) return null;
      const factor = exact('1').minus(then.monthly.dividedBy(now.monthly));
      return factor.isNegative() ? exact('0') : factor;
    }
    default:
      return unreachable(claim);
  }
}

const methods = { whole: 'BILLED', meters: 'PART', share: 'PART', ratio: 'RATIO' } as const;
/** These say a part that no bill shows, so their number is never exact. */
const estimated: readonly CostClaim['kind'][] = ['share', 'ratio'];

/** The bill's answer: the sum of the claimed resources' run rates. */
function fromBill(input: PriceInput & { readonly claim: Claimed }, factor: Decimal, first: RunRate, rates: readonly RunRate[]): Priced {
  const estimate = estimated.includes(input.claim.kind);
  const confidence = confidenceOf({ basis: input.basis, billedDays: Math.min(...rates.map((rate) => rate.billedDays)) });
  const total = (pick: (rate: RunRate) => RunRate['total']): RunRate['total'] => rates.reduce((sum, rate) => sum.plus(pick(rate)), exact('0'));
  return {
    saving: {
      method: methods[input.claim.kind],
      currency: first.currency,
      costNowMonthly: decimalText(total((rate) => rate.total)),
      savingGrossMonthly: claimText(total((rate) => rate.claimed).times(factor)),
      // A freed commitment saves only if something else uses it, so its share is gross but not realisable.
      savingRealisableMonthly: claimText(total((rate) => rate.claimed.minus(rate.committed)).times(factor)),
      bound: estimate ? 'estimate' : 'exact',
      price: {
        source: 'bill',
        sku: null,
        unitPrice: null,
        unit: null,
        currency: first.currency,
        effectiveDate: rates.reduce((last, rate) => (rate.lastDay > last ? rate.lastDay : last), first.lastDay),
        fetchedAt: null,
        window: billWindow(first, rates),
      },
    },
    confidence: estimate && confidence === 'high' ? 'medium' : confidence,
    unpriced: null,
  };
}

function billWindow(first: RunRate, rates: readonly RunRate[]): NonNullable<PriceReference['window']> {
  return {
    start: rates.reduce((start, rate) => (rate.firstDay < start ? rate.firstDay : start), first.firstDay),
    end: rates.reduce((end, rate) => (rate.lastDay > end ? rate.lastDay : end), first.lastDay),
    billedDays: Math.max(...rates.map((rate) => rate.billedDays)),
  };
}

const unknown = (unpriced: Unpriced): Priced => ({ saving: unknownSaving, confidence: 'low', unpriced });

/** What the provider says it would save; never more sure than our own look at metrics. */
function fromProvider({ costNow, saving, currency }: Extract<CostClaim, { readonly kind: 'provider' }>): Priced {
  if (saving === null || currency === null) return unknown('no-price');
  return {
    saving: {
      method: 'PROVIDER',
      currency,
      costNowMonthly: costNow,
      savingGrossMonthly: saving,
      savingRealisableMonthly: saving,
      bound: 'estimate',
      price: { source: 'provider-advice', sku: null, unitPrice: null, unit: null, currency, effectiveDate: null, fetchedAt: null },
    },
    confidence: 'medium',
    unpriced: null,
  };
}

function fromList(input: PriceInput, claim: Claimed, factor: Decimal): Priced {
  const reading = listCost(claim.list, input.prices, input.discount);
  switch (reading.state) {
    case 'no-price':
      return unknown('no-price');
    case 'mixed-currencies':
      return unknown('mixed-currencies');
    case 'read': {
      const amount = claimText(reading.monthly.times(factor));
      return {
        saving: {
          method: 'LIST',
          currency: reading.currency,
          costNowMonthly: claimText(reading.monthly),
          savingGrossMonthly: amount,
          savingRealisableMonthly: amount,
          bound: input.bound ?? 'estimate',
          price: reading.reference,
        },
        confidence: 'low',
        unpriced: null,
      };
    }
  }
}

/**
 * The money of one failing verdict per month of 30.44 days: from the bill where it has a row of what is claimed,
 * else from the list, else unknown: null, never 0 (`reference/cost.md` §2.0). Pure; the order of rows never matters.
 */
export function priceResource(input: PriceInput): Priced {
  const { claim } = input;
  if (claim.kind === 'none') return { ...unknown('hygiene'), confidence: confidenceOf({ basis: input.basis, billedDays: null }) };
  if (claim.kind === 'provider') return fromProvider(claim);
  const factor = factorOf(claim, input.prices);
  if (factor === null) return unknown('no-price');
  const expected = claim.kind === 'whole' ? (claim.resources?.length ?? 1) : 1;
  const readings = input.bills.map((bill) => runRate(bill, claims(claim)));
  const rates = readings.flatMap((reading) => (reading.state === 'read' && reading.rate.claimedRows > 0 ? [reading.rate] : []));
  const currencies = new Set(rates.map((rate) => rate.currency));
  if (currencies.size > 1 || readings.some((reading) => reading.state === 'mixed-currencies')) return unknown('mixed-currencies');
  const [first] = rates;
  if (first !== undefined && rates.length >= expected) return fromBill({ ...input, claim }, factor, first, rates);
  const listed = fromList(input, claim, factor);
  // A sum with a hole reads as a small number: with one part unbilled and unlisted, the whole is unknown.
  return listed.unpriced === 'no-price' && first !== undefined ? unknown('partly-billed') : listed;
}
