import { describe, expect, it } from '@jest/globals';
import { isPublicAddress } from './public-address.js';
import { resolvePublic } from './resolve-public.js';

describe('a name and its public address', () => {
  const named = async (...addresses: string[]) => await resolvePublic('hooks.example.com', () => Promise.resolve(addresses));

  it('is the first of public ones', async () => {
    expect(await named('93.184.216.34', '2606:2800:220:1::1')).toEqual({ verdict: 'public', address: '93.184.216.34' });
  });

  it.each([
    ['the metadata service', '169.254.169.254'],
    ['loopback', '127.0.0.1'],
    ['loopback in IPv6', '::1'],
    ['IPv4-mapped', '::ffff:169.254.169.254'],
    ['NAT64', '64:ff9b::a9fe:a9fe'],
    ['6to4', '2002:a9fe:a9fe::'],
    ['unique local', 'fd00::1'],
    ['this network', '0.0.0.0'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['private', '10.0.0.1'],
    ['no address at all', 'localhost'],
  ])('refuses %s, alone and among public ones (rebinding)', async (_, address) => {
    expect(isPublicAddress(address)).toBe(false);
    expect(await named(address)).toEqual({ verdict: 'refused' });
    expect(await named('93.184.216.34', address)).toEqual({ verdict: 'refused' });
  });

  it('says apart what could not be resolved, which may pass', async () => {
    expect(await named()).toEqual({ verdict: 'unresolved' });
    expect(await resolvePublic('x', () => Promise.reject(new Error('SERVFAIL')))).toEqual({ verdict: 'unresolved' });
  });
});
