/** A rule, or a part of one, that `reference/cost.md` §2 gives and that is not here, with the reason; shown in docs/rules.md. */
export interface NotBuilt {
  /** Its id in the catalogue. */
  readonly catalogueId: string;
  /** What is missing of it; null where all is. */
  readonly part: string | null;
  readonly because: string;
}
