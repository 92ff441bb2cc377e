/** Families of which every size has the same memory per processor, billed by core and by GiB: half the size is half the price. */
const halving = /^(e2|n1|n2|n2d|n4|t2d|c2d)$/;
const halves: Readonly<Record<string, number>> = { 4: 2, 8: 4, 16: 8, 32: 16 };
/** Only these go down to one processor. */
const singles: readonly string[] = ['n1-standard', 't2d-standard'];

/** Meters of a machine's size; its disks, addresses and licences do not shrink with it. */
export const sizeMeters: readonly string[] = ['Instance Core', 'Instance Ram'];

/** `e2-standard-8` → `e2-standard-4`; null where no predefined type of half the size is known (shared-core, custom, accelerated, odd sizes). */
export function halfType(machineType: string): string | null {
  const found = /^([a-z]\d[a-z]?)-(standard|highmem|highcpu)-(\d+)$/.exec(machineType);
  const [, family = '', shape = '', size = ''] = found ?? [];
  if (!halving.test(family)) return null;
  const half = halves[size] ?? (size === '2' && singles.includes(`${family}-${shape}`) ? 1 : undefined);
  return half === undefined ? null : `${family}-${shape}-${String(half)}`;
}
