import { isPublicAddress, resolvePublic, systemResolve, type Resolve } from '@vitrine/public-address';

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

export { systemResolve, type Resolve };

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
  const found = await resolvePublic(host, resolve, allowed);
  switch (found.verdict) {
    case 'public':
      return { verdict: 'allowed', address: found.address, port };
    case 'refused':
      return { verdict: 'refused', why: 'address' };
    case 'unresolved':
      return { verdict: 'unresolved', why: 'name' };
  }
}
