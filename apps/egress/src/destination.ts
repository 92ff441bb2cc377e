import { lookup } from 'node:dns/promises';
import { isPublicAddress } from './public-address.js';

/** Where a tunnel was asked to, exactly as written. */
export interface Destination {
  readonly host: string;
  readonly port: number;
}

export interface DestinationRules {
  /** Anchored patterns of lower-case host names. */
  readonly hosts: readonly string[];
  /** `host:port` of simulated clouds: neither list nor address is checked there. For tests only. */
  readonly testExceptions: ReadonlySet<string>;
}

/** `refused` is for good, `unresolved` may pass. */
export type Judgement =
  { readonly verdict: 'allowed'; readonly address: string; readonly port: number } | { readonly verdict: 'refused' | 'unresolved'; readonly why: string };

/** Asks the system's resolver; given in tests. @returns every address of the name */
export type Resolve = (host: string) => Promise<readonly string[]>;

export const systemResolve: Resolve = async (host) => (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);

/**
 * The authority of a CONNECT: `name:port` in its one plain spelling, or null. Anything that another reader could understand otherwise
 * (user parts, percent signs, a trailing dot, capitals, IPv6 zones, decimal addresses) is not one.
 */
export function parseDestination(authority: string): Destination | null {
  const [, host, port] = /^([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?):([1-9]\d{0,4})$/.exec(authority) ?? [];
  if (host === undefined || port === undefined || Number(port) > 65_535) return null;
  return host.split('.').every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label)) ? { host, port: Number(port) } : null;
}

/** Judges a destination, and gives the one address to connect to: the name is not asked again, so it cannot answer otherwise the second time. */
export async function judge({ host, port }: Destination, { hosts, testExceptions }: DestinationRules, resolve: Resolve): Promise<Judgement> {
  if (testExceptions.has(`${host}:${String(port)}`)) return await resolved(host, port, resolve, () => true);
  if (port !== 443) return { verdict: 'refused', why: 'port' };
  if (!hosts.some((pattern) => new RegExp(pattern).test(host))) return { verdict: 'refused', why: 'host' };
  return await resolved(host, port, resolve, isPublicAddress);
}

async function resolved(host: string, port: number, resolve: Resolve, allowed: (address: string) => boolean): Promise<Judgement> {
  const addresses = await resolve(host).catch(() => []);
  const [first] = addresses;
  if (first === undefined) return { verdict: 'unresolved', why: 'name' };
  // One private address among public ones is a rebinding attempt, or a resolver that somebody poisoned: none of them is used.
  return addresses.every(allowed) ? { verdict: 'allowed', address: first, port } : { verdict: 'refused', why: 'address' };
}
