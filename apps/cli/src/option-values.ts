import { connectionIdSchema, decimalSchema, severitySchema, type ConnectionId, type Severity } from '@vitrine/contracts';
import { InvalidArgumentError } from 'commander';

export function connectionId(text: string): ConnectionId {
  const parsed = connectionIdSchema.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('Not the id of a connection.');
  return parsed.data;
}

export function severity(text: string): Severity {
  const parsed = severitySchema.safeParse(text.replace(/^severity>=/, ''));
  if (!parsed.success) throw new InvalidArgumentError('One of low, medium, high, critical.');
  return parsed.data;
}

/** Decimal text; money is never a float. */
export function amount(text: string): string {
  const plain = text.replace(/\/mo$/, '');
  if (!decimalSchema.safeParse(plain).success || plain.startsWith('-')) throw new InvalidArgumentError('An amount per month, such as 500 or 99.50.');
  return plain;
}

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** `90s`, `30m`, `2h` in milliseconds. */
export function duration(text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  if (number === '' || !(unit in UNITS)) throw new InvalidArgumentError('A time such as 90s, 30m or 2h.');
  // The expression above admits the three units only.
  return Number(number) * UNITS[unit as keyof typeof UNITS];
}
