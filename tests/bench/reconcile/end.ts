// One end of a connection in a process of its own: a home with sync, or a raw corestore with everything attached.
import net from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import NoiseSecretStream from '@hyperswarm/secret-stream'
import Corestore from 'corestore'
import type Hypercore from 'hypercore'
import { createSync, type Sync } from '@allmende/sync'
import { collectingLogger } from '@allmende/testkit'
import { createDirectTransport, nodeKeyPair, type PeerStream } from '@allmende/transports'
import { encodeRecord } from '@allmende/vocabulary'
import { serveRemote } from '../../remote.ts'
import { openHome } from './prepare.ts'

/** An attached core that nothing happens on is let go after this here, so that the bench needn't drink a coffee. */
const IDLE_MS = 5_000

export type Met = { milliseconds: number; bytes: number }
export type Memory = { megabytes: number; peakMegabytes: number; openCores: number }

export interface End {
  open(): Promise<void>
  listen(): Promise<string>
  /** Until both sides know that nothing is missing; bytes are counted once it is quiet. */
  meet(address: string): Promise<Met>
  part(): Promise<void>
  /** Writes a record of its own. */
  write(): Promise<void>
  memory(): Promise<Memory>
}

class OurEnd implements End {
  readonly #dir: string
  #home: Awaited<ReturnType<typeof openHome>> | null = null
  #sync: Sync | null = null

  constructor(dir: string) {
    this.#dir = dir
  }

  async open(): Promise<void> {
    this.#home = await openHome(this.#dir)
  }

  async #start(): Promise<{ sync: Sync; addresses: () => string[] }> {
    if (!this.#home) throw new Error('not open')
    const logger = collectingLogger()
    const clock = { now: () => Date.now() }
    const keyPair = nodeKeyPair(crypto.getRandomValues(new Uint8Array(32)))
    const transport = createDirectTransport({ keyPair, host: '127.0.0.1', logger })
    const sync = createSync({ keyPair, transports: [transport], clock, logger, timings: { idle: IDLE_MS } })
    await sync.start()
    await sync.join(this.#home.commons)
    this.#sync = sync
    return { sync, addresses: () => transport.addresses() }
  }

  async listen(): Promise<string> {
    return (await this.#start()).addresses()[0] as string
  }

  async meet(address: string): Promise<Met> {
    const { sync } = await this.#start()
    const id = this.#home?.commons.id
    if (!id) throw new Error('not open')
    const started = performance.now()
    await sync.connect(address)
    for (;;) {
      const { reconciled, behind } = sync.progress(id)
      if (reconciled > 0 && behind === 0) break
      await pause(1)
    }
    const milliseconds = performance.now() - started
    const bytes = await quiet(() => sync.peers().reduce((sum, peer) => sum + peer.bytesIn + peer.bytesOut, 0))
    return { milliseconds, bytes }
  }

  async part(): Promise<void> {
    await this.#sync?.close()
    this.#sync = null
  }

  async write(): Promise<void> {
    const body = { title: 'One more', licence: 'CC0-1.0', type: 'text' } as const
    await this.#home?.commons.append([encodeRecord({ kind: 'good', v: 1, clock: [Date.now(), 0], body })])
  }

  async memory(): Promise<Memory> {
    return { ...processMemory(), openCores: this.#home?.logs.openCores ?? 0 }
  }
}

class RawEnd implements End {
  readonly #dir: string
  #store: Corestore | null = null
  #cores: Hypercore[] = []
  #streams = new Set<PeerStream>()
  #server: net.Server | null = null

  constructor(dir: string) {
    this.#dir = dir
  }

  async open(): Promise<void> {
    this.#store = new Corestore(this.#dir)
    await this.#store.ready()
    for await (const key of this.#store.storage.createDiscoveryKeyStream()) {
      const [info] = await this.#store.storage.getInfos([key])
      const core = info?.auth && this.#store.get({ key: info.auth.key })
      if (!core) continue
      await core.ready()
      this.#cores.push(core)
    }
  }

  #attach(isInitiator: boolean, socket: net.Socket): PeerStream {
    socket.setNoDelay(true)
    const stream = new NoiseSecretStream(isInitiator, socket) as PeerStream
    stream.on('error', () => {})
    this.#streams.add(stream)
    this.#store?.replicate(stream)
    return stream
  }

  async listen(): Promise<string> {
    const server = net.createServer((socket) => void this.#attach(false, socket))
    this.#server = server
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `127.0.0.1:${(server.address() as net.AddressInfo).port}`
  }

  async meet(address: string): Promise<Met> {
    const [host, port] = address.split(':') as [string, string]
    const started = performance.now()
    const stream = this.#attach(true, net.connect(Number(port), host))
    for (const core of this.#cores) core.download({ start: 0, end: -1 })
    const inSync = (core: Hypercore) => {
      const [peer] = core.core.replicator.peers
      return peer?.remoteOpened && core.contiguousLength >= Math.max(1, Number(peer['remoteLength']))
    }
    while (!this.#cores.every(inSync)) await pause(1)
    const milliseconds = performance.now() - started
    return { milliseconds, bytes: await quiet(() => stream.rawBytesRead + stream.rawBytesWritten) }
  }

  async part(): Promise<void> {
    for (const stream of this.#streams) stream.destroy()
    this.#streams.clear()
    this.#server?.close()
  }

  async write(): Promise<void> {}

  async memory(): Promise<Memory> {
    return { ...processMemory(), openCores: this.#cores.length }
  }
}

function processMemory(): { megabytes: number; peakMegabytes: number } {
  globalThis.gc?.()
  const mega = (bytes: number) => Math.round(bytes / 1024 / 1024)
  return {
    megabytes: mega(process.memoryUsage.rss()),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  }
}

/** Waits until a count stands still, and gives it. */
async function quiet(count: () => number): Promise<number> {
  for (let before = -1; ;) {
    const now = count()
    if (now === before) return now
    before = now
    await pause(150)
  }
}

const [way, dir] = process.argv.slice(2) as ['ours' | 'raw', string]
serveRemote(way === 'ours' ? new OurEnd(dir) : new RawEnd(dir))
