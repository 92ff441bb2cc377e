import type { Json } from '../../engine/cloud-request.js';

/**
 * The first random digit of an id, in four parts. Ids are `vol-0` and sixteen random hexadecimal digits, so the parts are about equal; those of
 * before 2016 are `vol-` and eight, so a part also takes the first digits that no longer id has. Together they take every first and second digit.
 */
const DIGITS: Readonly<Record<string, readonly string[]>> = {
  '0-3': ['00', '01', '02', '03', '1', '2', '3'],
  '4-7': ['04', '05', '06', '07', '4', '5', '6', '7'],
  '8-b': ['08', '09', '0a', '0b', '8', '9', 'a', 'b'],
  'c-f': ['0c', '0d', '0e', '0f', 'c', 'd', 'e', 'f'],
};

/** Names of the parts by which lists with an id filter are read side by side. */
export const idPartitions = ['0-3', '4-7', '8-b', 'c-f'] as const;

/**
 * EC2's filter for one part of a list; nothing for the whole. EC2 takes `*` in the values of its filters.
 * @param filter `volume-id`, `snapshot-id`
 * @param prefix `vol-`, `snap-`
 */
export function idFilter(filter: string, prefix: string, partition: string | undefined): { readonly Filter?: readonly Json[] } {
  if (partition === undefined) return {};
  const digits = DIGITS[partition];
  if (digits === undefined) throw new TypeError(`no part is called ${partition}`);
  return { Filter: [{ Name: filter, Value: digits.map((digit) => `${prefix}${digit}*`) }] };
}
