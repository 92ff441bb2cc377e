/** `m5.2xlarge` as family and size; null for a name of another form. */
export function typeParts(instanceType: string): { readonly family: string; readonly size: string } | null {
  const [family, size, ...more] = instanceType.split('.');
  return family === undefined || family === '' || size === undefined || size === '' || more.length > 0 ? null : { family, size };
}

/** Families whose work is done by accelerators, which CPUUtilization does not see. */
export const accelerated = /^(p\d|g\d|gr\d|inf\d|trn\d|dl\d|f\d|vt\d)/;
/** Families that save up credits while idle: their size is bought for bursts. */
export const burstable = /^t\d/;

/** The size with half of the processors and memory, in families that go by halves. Metal and odd sizes have none. */
export const halfSize: Readonly<Record<string, string>> = {
  xlarge: 'large',
  '2xlarge': 'xlarge',
  '4xlarge': '2xlarge',
  '8xlarge': '4xlarge',
  '16xlarge': '8xlarge',
  '24xlarge': '12xlarge',
};

/**
 * Families two or more generations behind, and the x86 family with the same processors and memory per size that follows them
 * on the same kind of machine. Sizes beyond `sameSizes` differ between the two, so they are named without a price.
 */
export const successor: Readonly<Record<string, string>> = { m3: 'm5', m4: 'm5', c3: 'c5', c4: 'c5', r3: 'r5', r4: 'r5', t2: 't3' };
export const sameSizes: readonly string[] = ['nano', 'micro', 'small', 'medium', 'large', 'xlarge', '2xlarge'];
