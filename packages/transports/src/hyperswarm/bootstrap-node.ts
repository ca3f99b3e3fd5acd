import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import HyperDHT from 'hyperdht'
import type { Clock, KeyPair, Logger, Timers } from '../contract.ts'
import { formatAddress, type NetworkAddress } from '../network-address.ts'
import { RELAY_LIMITS, type RelayLimits, type RelayStats } from '../relay/limits.ts'
import { systemTimers } from '../system-timers.ts'
import { RelayService } from './offer-relay.ts'
import { bindError, mustBeFree } from './open-dht.ts'

export type BootstrapNode = {
  /** What others give as `bootstrap`. */
  address: string
  /** UDP: the one others give, then those of the helpers. */
  ports: number[]
  /** Nodes of the DHT that are known now: those a restart begins with. */
  known(): string[]
  status(): BootstrapStatus
  close(): Promise<void>
}

export type BootstrapStatus = {
  /** Other nodes in the routing tables. */
  nodes: number
  requests: { received: number; sent: number; answered: number }
  relay: (RelayStats & { limits: RelayLimits }) | null
}

export type { RelayLimits, RelayRates } from '../relay/limits.ts'

export type BootstrapOptions = {
  /** The IPv4 address others use. */
  host: string
  /** The local one, if it differs. */
  bind?: string
  /** 0 takes any that is free. */
  port: number
  /**
   * Ports of further DHT nodes in this process; 0 takes any. A node behind a router learns from at least three others
   * what the router does with its packets, and doesn't punch before it knows: one bootstrap node alone connects nobody.
   */
  helpers?: readonly number[]
  /** Nodes known from before, as `known()` gave them. */
  known?: readonly string[]
  relay?: { keyPair: KeyPair; logger: Logger; limits?: Partial<RelayLimits>; clock?: Clock; timers?: Timers }
}

/** Another program may take a free port between our question and our use of it. */
const TRIES = 5

/** What a restart begins with. A few that still live are enough to find all others. */
const MOST_KNOWN = 200

/**
 * A DHT node that others start from. One is enough for a network of any size up to a few hundred nodes: it keeps the
 * announcements itself until others have stayed long enough to help.
 * @throws TransportError TRANSPORT_PORT_TAKEN, TRANSPORT_HOST
 */
export async function startBootstrapNode(options: BootstrapOptions): Promise<BootstrapNode> {
  const { host, bind = host, helpers = [], known = [] } = options
  const opened: HyperDHT[] = []
  try {
    const port = await openNode({ host, bind, port: options.port, bootstrap: [], known }, opened)
    const address = { host, port }
    // One after another: each gets to know those before it, and so is told of to whoever asks.
    const ports = [port]
    for (const wanted of helpers)
      ports.push(await openHelper({ host, bind, port: wanted, bootstrap: [address], known: [] }, opened))
    const relay = await openRelay(options, opened[0])
    return {
      address: formatAddress(address),
      ports,
      known: () => knownTo(opened, ports),
      status: () => ({
        ...statusOf(opened, ports),
        relay: relay ? { ...relay.service.stats(), limits: relay.limits } : null,
      }),
      close: async () => {
        await Promise.all([relay?.service.close(), ...opened.map((dht) => dht.destroy({ force: true }))])
      },
    }
  } catch (error) {
    await Promise.all(opened.map((dht) => dht.destroy({ force: true })))
    throw error
  }
}

async function openRelay(
  { relay }: BootstrapOptions,
  dht: HyperDHT | undefined,
): Promise<{ service: RelayService; limits: RelayLimits } | undefined> {
  if (!relay || !dht) return undefined
  const { keyPair, logger, clock = { now: () => performance.now() }, timers = systemTimers } = relay
  const limits = { ...RELAY_LIMITS, ...relay.limits }
  const service = new RelayService({ dht, keyPair, logger, clock, timers, limits })
  await service.open()
  return { service, limits }
}

type NodeOptions = {
  host: string
  bind: string
  port: number
  bootstrap: NetworkAddress[]
  known: readonly string[]
}

/** Nobody writes a helper's port down: where it is taken, any does. */
async function openHelper(options: NodeOptions, opened: HyperDHT[]): Promise<number> {
  try {
    return await openNode(options, opened)
  } catch (error) {
    if (options.port === 0) throw error
    return openNode({ ...options, port: 0 }, opened)
  }
}

/** Resolves with the port. */
async function openNode(options: NodeOptions, opened: HyperDHT[]): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const port = options.port || (await anyFreePort(options.bind))
    try {
      opened.push(await open({ ...options, port }))
      return port
    } catch (error) {
      if (options.port !== 0 || attempt === TRIES) throw error
    }
  }
}

async function open({ host, bind, port, bootstrap, known }: NodeOptions): Promise<HyperDHT> {
  await mustBeFree(bind, port)
  const dht = HyperDHT.bootstrapper(port, host, { host: bind, bootstrap })
  try {
    await dht.bind()
    await dht.fullyBootstrapped()
  } catch (error) {
    throw bindError(bind, port, error)
  }
  // Asked whether they still live by the library, which drops those that don't answer.
  for (const one of known.slice(0, MOST_KNOWN)) {
    const cut = one.lastIndexOf(':')
    dht.addNode({ host: one.slice(0, cut), port: Number(one.slice(cut + 1)) })
  }
  return dht
}

function knownTo(opened: readonly HyperDHT[], own: readonly number[]): string[] {
  const all = opened.flatMap((dht) => dht.toArray())
  const hosts = new Set(opened.map((dht) => dht.host))
  const others = all.filter(({ host, port }) => !(hosts.has(host) && own.includes(port)))
  return [...new Set(others.map(({ host, port }) => `${host}:${port}`))].slice(0, MOST_KNOWN)
}

function statusOf(opened: readonly HyperDHT[], own: readonly number[]): Omit<BootstrapStatus, 'relay'> {
  const sum = (one: (dht: HyperDHT) => number): number => opened.reduce((total, dht) => total + one(dht), 0)
  return {
    nodes: knownTo(opened, own).length,
    requests: {
      received: sum(({ stats }) => Object.values(stats.commands).reduce((all, { rx }) => all + rx, 0)),
      sent: sum(({ stats }) => stats.requests.total),
      answered: sum(({ stats }) => stats.requests.responses),
    },
  }
}

/** The library wants a number beforehand, since a node's id is made of its address. */
async function anyFreePort(host: string): Promise<number> {
  const socket = createSocket('udp4')
  try {
    socket.bind({ address: host, port: 0, exclusive: true })
    await once(socket, 'listening')
    return socket.address().port
  } catch (error) {
    throw bindError(host, 0, error)
  } finally {
    await new Promise<void>((resolve) => socket.close(resolve))
  }
}
