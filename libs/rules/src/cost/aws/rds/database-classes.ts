import { halfSize, typeParts } from '../ec2/instance-families.js';

/** GiB of memory for each processor, by the family's letter. */
const gibPerProcessor: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8, x: 16 };
const processors: Readonly<Record<string, number>> = {
  ...{ large: 2, xlarge: 4, '2xlarge': 8, '4xlarge': 16, '8xlarge': 32, '12xlarge': 48, '16xlarge': 64, '24xlarge': 96 },
};
const gib = 2 ** 30;

export interface DatabaseClass {
  readonly family: string;
  readonly size: string;
  /** Null for classes that are not in the table (burstable, metal, odd sizes). */
  readonly memoryBytes: number | null;
  /** The class with half of the processors and memory; null where the family has none. */
  readonly half: string | null;
}

/** `db.m5.xlarge` or `cache.r6g.large`, as its parts; null for a name of another form. */
export function databaseClass(name: string): DatabaseClass | null {
  const [prefix, ...rest] = name.split('.');
  const parts = typeParts(rest.join('.'));
  if (parts === null || prefix === undefined) return null;
  const count = processors[parts.size];
  const each = gibPerProcessor[parts.family.charAt(0)];
  const half = halfSize[parts.size];
  return {
    ...parts,
    memoryBytes: count === undefined || each === undefined ? null : count * each * gib,
    half: half === undefined ? null : `${prefix}.${parts.family}.${half}`,
  };
}

/** How many sessions the engine takes by default on a machine with this memory. */
export function mostConnections(engine: string, memoryBytes: number): number {
  return engine.includes('postgres') ? Math.min(5000, Math.floor(memoryBytes / 9_531_392)) : Math.floor(memoryBytes / 12_582_880);
}
