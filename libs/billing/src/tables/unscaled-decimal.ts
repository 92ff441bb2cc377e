/**
 * Exact decimal text of a Parquet decimal: a whole number (int32, int64, or big-endian two's complement bytes) and how many of its digits
 * stand behind the point.
 */
export function decimalOfUnscaled(value: unknown, scale: number): string {
  const whole = wholeOf(value);
  if (whole === null) return 'invalid';
  const digits = (whole < 0n ? -whole : whole).toString().padStart(scale + 1, '0');
  const sign = whole < 0n ? '-' : '';
  return scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function wholeOf(value: unknown): bigint | null {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : null;
  if (!(value instanceof Uint8Array)) return null;
  if (value.length === 0) return 0n;
  return BigInt.asIntN(value.length * 8, BigInt(`0x${Buffer.from(value).toString('hex')}`));
}
