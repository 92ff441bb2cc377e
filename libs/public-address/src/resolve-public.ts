import { lookup } from 'node:dns/promises';
import { isPublicAddress } from './public-address.js';

/** Asks the system's resolver; given in tests. @returns every address of the name */
export type Resolve = (host: string) => Promise<readonly string[]>;

export const systemResolve: Resolve = async (host) => (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);

/** `refused` is for good, `unresolved` may pass. */
export type PublicResolution = { readonly verdict: 'public'; readonly address: string } | { readonly verdict: 'refused' | 'unresolved' };

/**
 * Resolves a name once, and gives the one address to connect to: the name must not be asked again, since it could answer otherwise then.
 * @param allowed tests of simulated hosts take any address
 */
export async function resolvePublic(
  host: string,
  resolve: Resolve = systemResolve,
  allowed: (address: string) => boolean = isPublicAddress,
): Promise<PublicResolution> {
  const addresses = await resolve(host).catch(() => []);
  const [first] = addresses;
  if (first === undefined) return { verdict: 'unresolved' };
  // One private address among public ones is a rebinding attempt, or a resolver that somebody poisoned: none of them is used.
  return addresses.every(allowed) ? { verdict: 'public', address: first } : { verdict: 'refused' };
}
