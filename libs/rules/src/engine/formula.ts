/** How the money of a state follows, so that a person can recompute it (CF-44). */
export const billedOrListed =
  'saving = Σ EffectiveCost over the last ≤ 30 complete billed days ÷ billed days × 30.44; where the bill has no row: Σ list unit price × quantity';

/** The text of a finding's condition with how its money follows. */
export function formula(condition: string): string {
  return `${condition}; ${billedOrListed}`;
}
