/**
 * What became of the envelopes of a round: `overtaken` were replaced or revoked while they were opened, `unavailable` wait for the key service,
 * `unreadable` do not open under the key that they name.
 */
export interface ResealCounts {
  readonly resealed: number;
  readonly overtaken: number;
  readonly unavailable: number;
  readonly unreadable: number;
}

export const noCounts: ResealCounts = { resealed: 0, overtaken: 0, unavailable: 0, unreadable: 0 };

export function sum(one: ResealCounts, other: ResealCounts): ResealCounts {
  return {
    resealed: one.resealed + other.resealed,
    overtaken: one.overtaken + other.overtaken,
    unavailable: one.unavailable + other.unavailable,
    unreadable: one.unreadable + other.unreadable,
  };
}
