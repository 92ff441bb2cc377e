import { DAY_MS } from '../estate/machine-load.js';

/** Both days are in the period. UTC midnights. */
export interface CostPeriod {
  readonly from: Date;
  readonly to: Date;
}

/** The days that a timeframe of Cost Management means; null for a custom one without sensible dates. */
export function costPeriod(timeframe: string, custom: { from: string; to: string } | undefined, now: Date): CostPeriod | null {
  const today = midnight(now);
  const monthStart = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), 1));
  switch (timeframe) {
    case 'Custom': {
      const [from, to] = [new Date(custom?.from ?? ''), new Date(custom?.to ?? '')];
      return Number.isNaN(from.getTime()) || Number.isNaN(to.getTime()) || from > to ? null : { from: midnight(from), to: midnight(to) };
    }
    case 'TheLastMonth':
    case 'TheLastBillingMonth':
      return { from: new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1, 1)), to: new Date(monthStart.getTime() - DAY_MS) };
    case 'WeekToDate':
      return { from: new Date(today.getTime() - today.getUTCDay() * DAY_MS), to: today };
    default:
      return { from: monthStart, to: today };
  }
}

/** The midnights of a period. */
export function daysOf({ from, to }: CostPeriod): Date[] {
  const count = Math.round((to.getTime() - from.getTime()) / DAY_MS) + 1;
  return Array.from({ length: count }, (_, day) => new Date(from.getTime() + day * DAY_MS));
}

export function midnight(at: Date): Date {
  return new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS);
}
