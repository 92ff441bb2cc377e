interface Placed {
  readonly region: string;
}
const byRegion = new WeakMap<readonly Placed[], Map<string, readonly Placed[]>>();

/** What of an inventory lies in one region. Worked out once: a large account is asked for it page by page, and what that takes here is no cloud's latency. */
export function ofRegion<Item extends Placed>(all: readonly Item[], region: string): readonly Item[] {
  const known = byRegion.get(all) ?? Map.groupBy(all, (each) => each.region);
  byRegion.set(all, known);
  return (known.get(region) ?? []) as readonly Item[]; // groups of `all` hold items of `all`
}
