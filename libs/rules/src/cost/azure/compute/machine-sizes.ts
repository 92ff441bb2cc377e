/** Memory for each processor of the general families, in GiB: D 4, E 8, F 2, the same in every size of versions 2 (F) and 3 to 6 (D, E). */
const gibPerCore: Readonly<Record<string, number>> = { D: 4, E: 8, F: 2 };
/** `Standard_D4s_v5`: family, processors, additives, version. Constrained (`E8-4s`), accelerated and burstable sizes do not match. */
const form = /^Standard_([DEF])(\d+)([a-z]*)_v([2-6])$/;
/** Sizes of these families, by processors; others (20, 96, 104) have no size of half as much. */
const halves: Readonly<Record<number, number>> = { 4: 2, 8: 4, 16: 8, 32: 16, 64: 32 };

export interface HalfSize {
  readonly target: string;
  readonly memoryGib: number;
}

/**
 * The size of half as much in the same family, and the memory of the present one; null where the name does not say.
 * The same family has the same additives, so premium storage, temporary disk and accelerated networking stay as they are.
 */
export function halfSize(vmSize: string): HalfSize | null {
  const [, family = '', cores = '', additives = '', version = ''] = form.exec(vmSize) ?? [];
  const perCore = gibPerCore[family];
  const half = halves[Number(cores)];
  if (perCore === undefined || half === undefined || additives.includes('l') || additives.includes('i')) return null;
  if (family === 'F' ? version !== '2' : version === '2') return null;
  // E64 of versions 3 and 4 has 432 and 504 GiB, not 512.
  if (family === 'E' && cores === '64') return null;
  return { target: `Standard_${family}${String(half)}${additives}_v${version}`, memoryGib: Number(cores) * perCore };
}
