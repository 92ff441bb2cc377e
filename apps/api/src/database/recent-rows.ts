/**
 * Milliseconds for which a row of who asks is good. Promised is that a revocation is in effect everywhere within a second (CF-18, reference
 * §3b): a quarter of that, and a browser's page that opens with eight lists asks once who it is, not eight times.
 */
export const RECENT_MS = 250;

/** Organizations remembered at once; one more and all are forgotten. */
const MOST_ORGANIZATIONS = 10_000;
const MOST_CALLERS = 1_000;

interface Recent {
  readonly row: Promise<unknown>;
  readonly until: number;
}

/**
 * Rows that say who asks, by organization and by what the caller presented. A change that this process makes in an organization forgets all
 * of it at once, so what a client revokes here is refused here with the next request; other processes follow within `RECENT_MS`.
 * Only rows that exist are kept: guessed tokens must not fill memory. Secrets are compared in every request, never remembered as right.
 */
export class RecentRows {
  readonly #organizations = new Map<string, Map<string, Recent>>();

  constructor(private readonly clock: () => number = () => performance.now()) {}

  async get<Row>(organizationId: string, presented: string, read: () => Promise<Row | undefined>): Promise<Row | undefined> {
    const known = this.#organizations.get(organizationId)?.get(presented);
    // The same key is only ever used with the same reader, so the row is of its type.
    if (known !== undefined && known.until > this.clock()) return (await known.row) as Row | undefined;
    const row = read();
    const callers = this.#callersOf(organizationId);
    if (callers.size >= MOST_CALLERS) callers.clear();
    const kept: Recent = { row, until: this.clock() + RECENT_MS };
    callers.set(presented, kept);
    const drop = (): void => {
      if (callers.get(presented) === kept) callers.delete(presented);
    };
    return await row.then(
      (found) => {
        if (found === undefined) drop();
        return found;
      },
      (error: unknown) => {
        drop();
        throw error;
      },
    );
  }

  /** Called after each change in the organization, before it is answered. */
  forget(organizationId: string): void {
    this.#organizations.delete(organizationId);
  }

  #callersOf(organizationId: string): Map<string, Recent> {
    const known = this.#organizations.get(organizationId);
    if (known !== undefined) return known;
    if (this.#organizations.size >= MOST_ORGANIZATIONS) this.#organizations.clear();
    const callers = new Map<string, Recent>();
    this.#organizations.set(organizationId, callers);
    return callers;
  }
}
