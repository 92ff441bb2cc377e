import type { Confidence } from '@vitrine/contracts';

/** State is surer than metrics (`reference/cost.md` §2.0). */
export type VerdictBasis = 'state' | 'metrics';

/** Fewer billed days than this make a monthly number sparse (CF-43). */
export const sparseBelowDays = 7;

/**
 * high = judged by state and billed; medium = judged by metrics, or billed on few days only; low = list price, unknown price.
 * `billedDays` null: the finding has no money by its nature (hygiene), so only the basis speaks.
 */
export function confidenceOf(input: { readonly basis: VerdictBasis; readonly billedDays: number | null }): Confidence {
  const base: Confidence = input.basis === 'state' ? 'high' : 'medium';
  if (input.billedDays === null || input.billedDays >= sparseBelowDays) return base;
  return input.basis === 'state' ? 'medium' : 'low';
}
