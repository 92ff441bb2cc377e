/** As Postgres writes a time to a session whose zone is UTC. Years beyond four digits, BC and infinity are written otherwise. */
const IN_UTC = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?\+00$/;

/**
 * A `timestamptz` as a Date. Every row of ours has some, and the driver's own reader takes each apart by two regular expressions; where the text
 * already is UTC, all that it lacks is a T and a Z (measured: a list of fifty findings costs its server three in a hundred less).
 * @param otherwise the driver's own reader
 */
export function parseTimestamp(text: string, otherwise: (text: string) => unknown): unknown {
  return IN_UTC.test(text) ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : otherwise(text);
}
