import type { Decimal } from 'decimal.js';
import { type ActionGroup, decimalText, exact, unreachable } from '@vitrine/contracts';

/** One finding's money, in the race for its resource's bill. */
export interface Competitor {
  readonly fingerprint: string;
  /** Canonical id of the judged resource. */
  readonly resource: string;
  readonly actionGroup: ActionGroup;
  readonly currency: string | null;
  /** Decimal text a month; null = unknown. */
  readonly costNow: string | null;
  readonly gross: string | null;
  readonly realisable: string | null;
  /** The number is the provider's own advice: it counts only where no finding of ours has one for the same resource and action. */
  readonly advised?: boolean;
}

/** What of it counts in totals. */
export interface Competed {
  readonly fingerprint: string;
  /** Lost against another finding of the same resource: still shown, never in totals. */
  readonly superseded: boolean;
  /** Amounts that count; null where unknown or superseded. */
  readonly gross: string | null;
  readonly realisable: string | null;
  /** The claim was larger than what the resource costs and was cut down to it. */
  readonly capped: boolean;
}

/** `remove` ends the resource, `keep` makes it cheaper; both cannot happen. `apart` never competes. */
type Side = 'remove' | 'keep' | 'apart';

function sideOf(group: ActionGroup): Side {
  switch (group) {
    case 'terminate':
      return 'remove';
    case 'resize':
    case 'modernise':
    case 'config':
      return 'keep';
    // Commitments are judged last, on the baseline after waste; identity findings carry no money.
    case 'commit':
    case 'identity':
      return 'apart';
    default:
      return unreachable(group);
  }
}

interface Known {
  readonly competitor: Competitor;
  readonly gross: Decimal;
  readonly realisable: Decimal | null;
}

const zero = exact('0');
const least = (a: Decimal, b: Decimal): Decimal => (a.lt(b) ? a : b);
const total = (side: readonly Known[]): Decimal => side.reduce((sum, each) => sum.plus(each.gross), zero);
/** Larger saving first; equal savings by fingerprint, so that the order of findings never decides. */
const byWeight = (a: Known, b: Known): number => b.gross.comparedTo(a.gross) || (a.competitor.fingerprint < b.competitor.fingerprint ? -1 : 1);

function best(known: readonly Known[], group: ActionGroup): Known[] {
  const of = known.filter((each) => each.competitor.actionGroup === group);
  const own = of.filter((each) => each.competitor.advised !== true);
  // One opportunity: the provider's advice on what we have judged ourselves is evidence, not money on top, however large it is.
  return (own.length > 0 ? own : of).sort(byWeight).slice(0, 1);
}

function winners(known: readonly Known[]): Known[] {
  const remove = best(known, 'terminate');
  const keep = [...best(known, 'resize'), ...best(known, 'modernise'), ...best(known, 'config')];
  // At equal money ending the resource wins: it also ends its upkeep.
  return total(remove).gte(total(keep)) && remove.length > 0 ? remove : keep;
}

/** Cuts the winners down, largest first, until they fit the resource's cost: Σ saving ≤ Σ cost (`reference/cost.md` §2.6, 1). */
function withinCost(won: readonly Known[], known: readonly Known[]): Map<string, Competed> {
  const costs = known.flatMap(({ competitor }) => (competitor.costNow === null ? [] : [exact(competitor.costNow)]));
  const [first, ...rest] = costs;
  let left = first === undefined ? null : rest.reduce((highest, cost) => (cost.gt(highest) ? cost : highest), first);
  if (left !== null && left.isNegative()) left = zero;
  const counted = new Map<string, Competed>();
  for (const { competitor, gross, realisable } of [...won].sort(byWeight)) {
    const allowed = left === null ? gross : least(gross, left);
    if (left !== null) left = left.minus(allowed);
    counted.set(competitor.fingerprint, {
      fingerprint: competitor.fingerprint,
      superseded: false,
      gross: decimalText(allowed),
      realisable: realisable === null ? null : decimalText(least(realisable, allowed)),
      capped: allowed.lt(gross),
    });
  }
  return counted;
}

/** Money is compared only within one resource and one currency, since Vitrine never converts silently. */
const raceOf = (competitor: Competitor): string => `${competitor.currency ?? ''} ${competitor.resource}`;

/**
 * Decides per resource which savings count: the larger of {terminate} and {resize + modernise + config}, one finding per
 * action, never more than the resource costs. Losers are marked superseded. A finding without a number neither wins nor loses.
 */
export function compete(competitors: readonly Competitor[]): Competed[] {
  const races = new Map<string, Known[]>();
  for (const competitor of competitors) {
    if (competitor.gross === null || competitor.currency === null || sideOf(competitor.actionGroup) === 'apart') continue;
    const race = races.get(raceOf(competitor)) ?? [];
    race.push({ competitor, gross: exact(competitor.gross), realisable: competitor.realisable === null ? null : exact(competitor.realisable) });
    races.set(raceOf(competitor), race);
  }
  const counted = new Map([...races.values()].flatMap((known) => [...withinCost(winners(known), known)]));
  return competitors.map((competitor) => {
    const { fingerprint, gross, realisable } = competitor;
    const raced = gross !== null && competitor.currency !== null && sideOf(competitor.actionGroup) !== 'apart';
    if (!raced) return { fingerprint, superseded: false, gross, realisable, capped: false };
    return counted.get(fingerprint) ?? { fingerprint, superseded: true, gross: null, realisable: null, capped: false };
  });
}
