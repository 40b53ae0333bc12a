import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

const own = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  own.addSubnet(network, bits, 'ipv4')
const world = new BlockList()
world.addSubnet('2000::', 3, 'ipv6')
for (const [network, bits] of [
  // Transition mechanisms carry an IPv4 address inside; documentation.
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const)
  own.addSubnet(network, bits, 'ipv6')

/** Whether an IP address is one of the open internet: not this machine, not a private or reserved network (RFC 6890). */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address)
  if (version === 4) return !own.check(address, 'ipv4')
  return version === 6 && world.check(address, 'ipv6') && !own.check(address, 'ipv6')
}

/**
 * The address of a host that somebody typed, to connect to that very address: a name that is looked up twice may answer
 * differently. Undefined when it is not known or leads into a network of ours (SSRF).
 */
export async function publicAddressOf(host: string): Promise<string | undefined> {
  const found = await lookup(host, { all: true }).catch(() => [])
  const first = found[0]?.address
  return found.every(({ address }) => isPublicAddress(address)) ? first : undefined
}
