import { hash } from 'node:crypto'
import { isIP } from 'node:net'

/** Enough that two ways are not taken for one by accident; the address itself is not kept. */
const WAY_CHARACTERS = 16

/**
 * By which way something came, for shares: nodes cost nothing to make, addresses cost something. So the host that a peer's
 * address names, and of IPv6 the network of 64 bits that one customer gets; where no host is to be seen, the
 * node. People behind one router share a way.
 */
export function wayOf(address: string, node: string): string {
  const host = hostOf(address)
  const name = host === null || isLoopback(host) ? `node ${node}` : `host ${networkOf(host)}`
  return hash('sha256', name, 'hex').slice(0, WAY_CHARACTERS)
}

/** Programs on this very computer, and what is tunnelled through one of them: the host says nothing. */
function isLoopback(host: string): boolean {
  return host === '::1' || host.startsWith('127.')
}

/** `192.0.2.7:4000` and `[2001:db8::1]:4000`. */
function hostOf(address: string): string | null {
  const host = /^\[([^\]]+)\]:\d+$/.exec(address)?.[1] ?? /^([^:]+):\d+$/.exec(address)?.[1] ?? ''
  return isIP(host) === 0 ? null : host
}

function networkOf(host: string): string {
  if (isIP(host) === 4) return host
  const [before = '', after = ''] = host.split('%')[0]?.split('::') ?? []
  const left = before === '' ? [] : before.split(':')
  const right = after === '' ? [] : after.split(':')
  const zeros = host.includes('::') ? Array.from({ length: 8 - left.length - right.length }, () => '0') : []
  const groups = [...left, ...zeros, ...right].slice(0, 4)
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')
}
