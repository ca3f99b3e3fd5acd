import { BlockList } from 'node:net'
import { networkInterfaces } from 'node:os'

const LOCAL = new BlockList()
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const)
  LOCAL.addSubnet(network, prefix, 'ipv4')
LOCAL.addSubnet('fc00::', 7, 'ipv6')

/**
 * This computer's addresses on local networks. One that the internet may reach is left out, and has to be named; so are addresses of
 * IPv6 that hold on one wire only, which browsers don't take.
 */
export function lanAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .filter(
      ({ internal, address, family }) =>
        !internal && LOCAL.check(address, family === 'IPv6' ? 'ipv6' : 'ipv4'),
    )
    .map(({ address }) => address)
}
