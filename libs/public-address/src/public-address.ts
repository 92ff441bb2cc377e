import { BlockList, isIP } from 'node:net';

/** IANA's special-purpose registries (RFC 6890 and its successors): nothing here is anybody’s public service. */
const special = new BlockList();
const v4 = [
  ...[
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
  ],
  ...[
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
  ],
  ...[
    ['203.0.113.0', 24],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ],
] as const;
/** Inside 2000::/3: tunnels that carry an IPv4 address of somebody's choice (6to4, Teredo), documentation, benchmarks. */
const v6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;
for (const [network, prefix] of v4) special.addSubnet(String(network), Number(prefix), 'ipv4');
for (const [network, prefix] of v6) special.addSubnet(network, prefix, 'ipv6');

const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

/**
 * Whether an address is on the public Internet. Attacks: a name that resolves to the metadata service, to Redis beside us, to loopback,
 * or to one of those behind IPv4-mapped (`::ffff:`), NAT64 (`64:ff9b::`), 6to4 or Teredo spelling.
 */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address, 'ipv4');
    case 6:
      // IPv4-mapped, NAT64, unique local, link-local and multicast all lie outside 2000::/3.
      return globalUnicast.check(address, 'ipv6') && !special.check(address, 'ipv6');
    default:
      return false;
  }
}
