import type { SeededRole } from '@vitrine/testing';
import type { ApiProcess } from './api-process.js';
import type { AttackGround } from './attack-ground.js';
import type { Seen } from './shot.js';

/** The API that is attacked, and who attacks it. */
export interface Attacked {
  readonly ground: AttackGround;
  readonly api: ApiProcess;
  /** The program that further processes of the attack run. */
  readonly program: string;
  readonly tokens: Readonly<Record<SeededRole, string>>;
  readonly umbraOwner: string;
}

/** One case of the bad input catalogue (reference security.md §7), by its number there. */
export interface CatalogueCase {
  readonly number: number;
  readonly what: string;
  /** `422 invalid-limit`, with `+ Header` for each header that must be there. */
  readonly expected: string;
  /** Where we answer otherwise than the catalogue, and why. */
  readonly byDesign?: string;
  /** The same text, of what came; several different ones are joined, so that none hides. */
  seen(attacked: Attacked): Promise<string>;
}

/** `401 unauthenticated + WWW-Authenticate`. */
export function outcome({ status, code, headers }: Seen, ...named: readonly string[]): string {
  const present = named.filter((name) => headers[name.toLowerCase()] !== undefined).map((name) => ` + ${name}`);
  return `${String(status)}${code === '' ? '' : ` ${code}`}${present.join('')}`;
}

/** Every different outcome once: a case of many variants holds only where all agree. */
export function together(outcomes: readonly string[]): string {
  return [...new Set(outcomes)].sort().join(', ');
}

/** One variant after the other. */
export async function each<T>(variants: readonly T[], of: (variant: T) => Promise<string>): Promise<string> {
  const outcomes: string[] = [];
  for (const variant of variants) outcomes.push(await of(variant));
  return together(outcomes);
}

/** The id in an answer. @throws where there is none: the case could not be set up */
export function idIn({ status, json, text }: Seen): string {
  if (typeof json === 'object' && json !== null && 'id' in json && typeof json.id === 'string') return json.id;
  throw new Error(`no id in an answer ${String(status)}: ${text.slice(0, 200)}`);
}
