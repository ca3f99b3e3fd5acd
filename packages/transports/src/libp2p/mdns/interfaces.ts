import { networkInterfaces } from 'node:os'
import { BlockList } from 'node:net'

/** One IPv4 address of this computer on a network. */
export type LanInterface = { name: string; address: string; cidr: string }

/**
 * The networks to be found on: all that aren't this computer itself, or the one that `host` is the address of.
 * `cidr` says which addresses are neighbours there.
 */
export function lanInterfaces(host: string): LanInterface[] {
  return Object.entries(networkInterfaces()).flatMap(([name, entries]) =>
    (entries ?? [])
      .filter(({ family, internal, address }) =>
        host === '0.0.0.0' ? family === 'IPv4' && !internal : address === host,
      )
      .map(({ address, cidr }) => ({ name, address, cidr: cidr ?? `${address}/32` })),
  )
}

/** Whether an IPv4 address belongs to the network of an interface. */
export function onLink({ cidr }: LanInterface, address: string): boolean {
  const [net = '', prefix = '32'] = cidr.split('/')
  const list = new BlockList()
  list.addSubnet(net, Number(prefix), 'ipv4')
  return list.check(address, 'ipv4')
}
