import { exact, isLive, type Finding, sumMoney, type Money } from '@vitrine/contracts';

/** `1,234.50 USD`: half-even to the cent, for reading; exact amounts stay in JSON and CSV. Unknown is said, never 0. */
export function moneyText(amount: string | null, currency: string | null): string {
  if (amount === null || currency === null) return 'unknown';
  const [whole = '0', cents = '00'] = exact(amount).toFixed(2).split('.');
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}.${cents} ${currency}`;
}

/** A fault that stands and counts: not superseded by a competing saving, not provisional, not waived, excluded or over. */
export function counts(finding: Finding): boolean {
  return finding.verdict === 'fail' && !finding.superseded && !finding.provisional && isLive(finding.status);
}

/** Realisable savings per month of the findings that count, one sum per currency in the currency's order; never mixed. */
export function realisableTotals(findings: readonly Finding[]): Money[] {
  const byCurrency = new Map<string, Money[]>();
  for (const finding of findings) {
    const { savingRealisableMonthly: amount, currency } = finding.saving;
    if (!counts(finding) || amount === null || currency === null) continue;
    byCurrency.set(currency, [...(byCurrency.get(currency) ?? []), { amount, currency }]);
  }
  return [...byCurrency.values()].flatMap((amounts) => sumMoney(amounts) ?? []).sort((one, other) => one.currency.localeCompare(other.currency, 'en'));
}

/** Totals as one phrase; `unknown` where faults were found and none has a price, `none` where there is no fault. */
export function totalsText(findings: readonly Finding[]): string {
  const totals = realisableTotals(findings);
  if (totals.length > 0) return totals.map(({ amount, currency }) => moneyText(amount, currency)).join(' + ');
  return findings.some(counts) ? 'unknown' : 'none';
}

/** Most severe first, then most money; unknown money last. */
export function bySeverityThenSaving(one: Finding, other: Finding): number {
  const rank = { critical: 0, high: 1, medium: 2, low: 3 } as const;
  return rank[one.severity] - rank[other.severity] || bySaving(one, other);
}

/** Amounts of different currencies are not compared: each currency's findings stay together. */
export function bySaving(one: Finding, other: Finding): number {
  const [left, right] = [one.saving, other.saving];
  if (left.savingRealisableMonthly === null || right.savingRealisableMonthly === null) {
    return (
      Number(left.savingRealisableMonthly === null) - Number(right.savingRealisableMonthly === null) || one.resourceId.localeCompare(other.resourceId, 'en')
    );
  }
  const currency = (left.currency ?? '').localeCompare(right.currency ?? '', 'en');
  return currency || exact(right.savingRealisableMonthly).cmp(exact(left.savingRealisableMonthly)) || one.resourceId.localeCompare(other.resourceId, 'en');
}

/** Groups of findings, most money first; like `bySaving`, by the first currency in which a group has any, and those without money last. */
export function byTotal([one]: readonly Money[], [other]: readonly Money[]): number {
  if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
  return one.currency.localeCompare(other.currency, 'en') || exact(other.amount).cmp(exact(one.amount));
}
