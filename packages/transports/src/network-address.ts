import { BlockList, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import { fail } from './errors.ts'

export type NetworkAddress = { host: string; port: number }

/**
 * Reads `host:port` and `[ipv6]:port`; spaces around are forgiven.
 * @throws TransportError PEER_ADDRESS: no port, port not in 1–65535, IPv6 without brackets, no host
 */
export function parseAddress(text: string): NetworkAddress {
  const address = text.trim()
  const match = /^(?:\[([^\]\s]+)\]|([^:[\]/@\s]+)):(\d{1,5})$/.exec(address)
  const port = Number(match?.[3])
  const host = (match?.[1] ?? match?.[2] ?? '').toLowerCase()
  const wrong = (found: string, hint?: string) =>
    fail('PEER_ADDRESS', { address, expected: 'HOST:PORT', found, hint })
  if (isIP(address) === 6) throw wrong('an IPv6 address without brackets', `Write [${address}]:PORT.`)
  if (isIP(address) === 4) throw wrong('no port', `Write ${address}:PORT.`)
  if (!match) throw wrong(address === '' ? 'nothing' : 'something else')
  if (match[1] !== undefined && isIP(host) !== 6) throw wrong('no IPv6 address in the brackets')
  if (port < 1 || port > 65_535) throw wrong(`port ${match[3]}`, 'Ports go from 1 to 65535.')
  return { host, port }
}

/** The form that `parseAddress` reads. */
export function formatAddress({ host, port }: NetworkAddress): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`
}

const local = new BlockList()
for (const [net, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const)
  local.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  local.addSubnet(net, prefix, 'ipv6')

/** True for this computer, private networks (RFC 1918, RFC 4193) and link-local addresses. */
export function isLocalNetwork(host: string): boolean {
  const plain = withoutZone(host)
  const version = isIP(plain)
  return version !== 0 && local.check(plain, version === 4 ? 'ipv4' : 'ipv6')
}

/** The addresses under which others reach a socket bound to `host`: for 0.0.0.0 and :: those of the interfaces. */
export function reachableHosts(host: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host]
  const found = Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter(
      ({ internal, family, address }) =>
        !internal && (family === 'IPv4' || (host === '::' && !address.startsWith('fe80'))),
    )
    .map(({ address }) => address)
  return found.length > 0 ? found : ['127.0.0.1']
}

/** Whether this computer has the address now. A network card without a cable has none. */
export function isOwnAddress(host: string): boolean {
  const plain = withoutZone(host)
  if (plain === '::1' || plain.startsWith('127.')) return true
  return Object.values(networkInterfaces()).some((entries) =>
    entries?.some(({ address }) => withoutZone(address) === plain),
  )
}

/** As a dual-stack socket tells it, `::ffff:192.0.2.1` is an IPv4 address. */
export function plainHost(host: string): string {
  return host.startsWith('::ffff:') && isIP(host.slice(7)) === 4 ? host.slice(7) : host
}

function withoutZone(host: string): string {
  return plainHost(host).replace(/%.*$/, '')
}
