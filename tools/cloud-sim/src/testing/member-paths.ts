import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isJsonObject } from '../http/json-answer.js';

const EXAMPLES = resolve(process.env['VITRINE_SHARED'] ?? resolve(process.cwd(), '../shared'), 'cloud-examples');

/** Whether the providers' example payloads are beside this checkout; says so loudly when they are not. */
export function examplesPresent(): boolean {
  const present = existsSync(EXAMPLES);
  if (!present) process.stderr.write(`SKIPPED: no cloud examples at ${EXAMPLES} (set VITRINE_SHARED)\n`);
  return present;
}

/** One example file as JSON, read in place. */
export function readExample(...path: readonly string[]): unknown {
  return JSON.parse(readFileSync(join(EXAMPLES, ...path), 'utf8'));
}

/** The names of the example files of a folder. */
export function exampleNames(...path: readonly string[]): string[] {
  return readdirSync(join(EXAMPLES, ...path));
}

/** Every member name that occurs anywhere in a value, in lower case; list members do not add a level. */
export function memberNames(value: unknown, into = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const member of value) memberNames(member, into);
  if (isJsonObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      into.add(name.toLowerCase());
      memberNames(member, into);
    }
  }
  return into;
}

/** The members of an answer that no example has, beside those that are known to be newer than the examples. */
export function unknownMembers(answer: unknown, examples: readonly unknown[], newer: readonly string[] = []): string[] {
  const known = new Set([...examples.flatMap((example) => [...memberNames(example)]), ...newer.map((name) => name.toLowerCase())]);
  return [...memberNames(answer)].filter((name) => !known.has(name)).toSorted();
}
