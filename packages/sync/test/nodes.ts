import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deriveCommonsKeys, openLogs, type CommonsKeys, type CommonsLogs, type Logs } from '@allmende/logs'
import { collectingLogger, seeded, until } from '@allmende/testkit'
import { createMemoryNetwork, nodeKeyPair, type KeyPair, type Transport } from '@allmende/transports'
import { encodeZ32, type CoreKey, type LogKey, type NodeId } from '@allmende/vocabulary'
import { createSync, type JoinSyncOptions, type Sync, type SyncOptions } from '../src/index.ts'
import { bytesOf } from './actors.ts'

export const commonsKeys = (name: string): CommonsKeys => deriveCommonsKeys(bytesOf(name), true)

/** A person with a node: real logs in a folder of their own, sync over the given transport. */
export type Actor = {
  name: string
  id: NodeId
  keyPair: KeyPair
  dir: string
  logs: Logs
  commons: CommonsLogs
  sync: Sync
  transport: Transport | undefined
  logger: ReturnType<typeof collectingLogger>
  write(...texts: string[]): Promise<LogKey>
  /** All records here, by log, as text; without the bindings. */
  read(): Promise<Record<string, string[]>>
  close(): Promise<void>
}

export type ActorOptions = Partial<Omit<SyncOptions, 'keyPair'>> & {
  keys?: CommonsKeys
  join?: JoinSyncOptions | false
  transport?: (keyPair: KeyPair) => Transport
  dir?: string
  identity?: boolean
}

export function stage() {
  const network = createMemoryNetwork()
  const actors: Actor[] = []
  const folders: string[] = []
  return {
    network,
    actors,
    async folder(): Promise<string> {
      const dir = await mkdtemp(join(tmpdir(), 'allmende-sync-'))
      folders.push(dir)
      return dir
    },
    async actor(name: string, options: ActorOptions = {}): Promise<Actor> {
      const dir = options.dir ?? (await this.folder())
      const actor = await openActor(name, dir, {
        transport: (keyPair) => network.transport(keyPair),
        ...options,
      })
      actors.push(actor)
      return actor
    },
    async close(): Promise<void> {
      for (const actor of actors) await actor.close()
      for (const dir of folders) await rm(dir, { recursive: true, force: true })
    },
  }
}

async function openActor(name: string, dir: string, options: ActorOptions): Promise<Actor> {
  const logger = collectingLogger()
  const clock = { now: () => Date.now() }
  const logs = await openLogs({ dir, clock, logger, random: seeded(`${name} ${dir}`) })
  if (!logs.identity && options.identity !== false) await logs.createIdentity()
  const commons = await logs.commons(options.keys ?? commonsKeys('common ground'), { write: true })
  const keyPair = nodeKeyPair(bytesOf(name))
  const transport = options.transport?.(keyPair)
  const sync = createSync({ keyPair, clock, logger, transports: transport ? [transport] : [], ...options })
  await sync.start()
  if (options.join !== false) await sync.join(commons, options.join)
  let closed = false
  return {
    name,
    id: encodeZ32(keyPair.publicKey) as NodeId,
    keyPair,
    dir,
    logs,
    commons,
    sync,
    transport,
    logger,
    async write(...texts) {
      await commons.append(texts.map((text) => Buffer.from(text)))
      return commons.own?.log as LogKey
    },
    read: () => recordsOf(commons),
    async close() {
      if (closed) return
      closed = true
      await sync.close()
      await logs.close()
    },
  }
}

export async function recordsOf(commons: CommonsLogs): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {}
  for (const { key } of commons.logs()) {
    const texts: string[] = []
    for await (const { block, records } of commons.read(key, 1)) {
      for (const record of records) texts.push(block > 0 ? Buffer.from(record).toString() : '')
    }
    if (texts.length) all[key] = texts
  }
  return Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

export function held(actor: Actor, core: CoreKey): number {
  return actor.commons.heads().find((head) => head.core === core)?.contiguous ?? 0
}

export function hasBlocks(actor: Actor, core: CoreKey, blocks: number): Promise<unknown> {
  return until(() => held(actor, core) >= blocks, {
    what: `${actor.name} to have ${blocks} blocks of ${core.slice(0, 6)}`,
  })
}

export function allEqual(actors: readonly Actor[], deadlineMs = 10_000): Promise<unknown> {
  const heads = (actor: Actor) =>
    actor.commons
      .heads()
      .filter(({ which }) => which !== 'files')
      .map(({ core, contiguous, rootHash }) => `${core} ${contiguous} ${encodeZ32(rootHash)}`)
      .toSorted()
      .join('\n')
  const what = `${actors.map(({ name }) => name).join(', ')} to be equal`
  return until(() => new Set(actors.map(heads)).size === 1 && heads(actors[0] as Actor) !== '', {
    what,
    deadlineMs,
  })
}
