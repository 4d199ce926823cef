import { BlockList, isIP } from 'node:net';

/** The special-purpose registries of IANA: none of these leads to somebody else's public server. */
const SPECIAL_V4 = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16',
  '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
];
/** Within what is given out at all (2000::/3): tunnels and translations that carry an IPv4 address, and documentation. */
const SPECIAL_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const special = new BlockList();
const global = new BlockList();
for (const [list, ranges, family] of [[special, SPECIAL_V4, 'ipv4'], [special, SPECIAL_V6, 'ipv6'], [global, ['2000::/3'], 'ipv6']] as const) {
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    list.addSubnet(network, Number(bits), family);
  }
}

/** False for private, loopback, link-local, metadata, mapped and multicast addresses, and for what is no address. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address, 'ipv4');
    case 6:
      return global.check(address, 'ipv6') && !special.check(address, 'ipv6');
    default:
      return false;
  }
}
