// What a hostile author can do: cores of their own making, with any first entry.
import { encodeBlock, type Clock, type CoreKey, type LogKey } from '@allmende/vocabulary'
import type { CommonsKeys, CommonsLogs, Piece, Prefix } from '@allmende/logs'
import Corestore from 'corestore'
import type Hypercore from 'hypercore'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { temporaryFolder, type Teardown } from '@allmende/testkit'
import { makeBinding } from '../src/binding.ts'
import { KEYS, note } from './support.ts'
import type { DeviceSecrets } from '../src/identity.ts'
import { freshCores, ownManifest, type OwnCore } from '../src/own-logs.ts'
import { encodeManifest, manifestOf } from '../src/signed-head.ts'

export const CLOCK: Clock = { now: () => 1_700_000_000_000 }

export type Forged = { log: LogKey; cores: ReturnType<typeof freshCores>; store: Corestore }

/** Three fresh cores, nothing in them. */
export function forge(dir: string): Forged {
  const cores = freshCores()
  return { log: cores.records.key as LogKey, cores, store: new Corestore(dir, { manifestVersion: 1 }) }
}

export function bindingOf(
  identity: DeviceSecrets,
  keys: CommonsKeys,
  forged: Forged,
  named: Partial<Record<'records' | 'edits' | 'files', CoreKey>> = {},
) {
  const { records, edits, files } = forged.cores
  const cores = { records: records.key as LogKey, edits: edits.key, files: files.key, ...named }
  return makeBinding(identity, keys.id, cores as { records: LogKey; edits: CoreKey; files: CoreKey }, CLOCK)
}

/** Appends blocks of single items to one of the cores, encrypted like the real ones. */
export async function write(
  forged: Forged,
  core: OwnCore,
  keys: CommonsKeys,
  items: Uint8Array[],
): Promise<Hypercore> {
  const encryption = { key: Buffer.from(keys.encryptionKey) }
  const session = forged.store.get({ manifest: ownManifest(core), encryption })
  await session.ready()
  const keyPair = { publicKey: Buffer.from(core.publicKey), secretKey: Buffer.from(core.secretKey!) }
  for (const item of items) await session.append(encodeBlock([item]), { keyPair })
  return session
}

/** The prefix a hostile peer would hand over. */
export async function prefixOf(core: OwnCore, session: Hypercore): Promise<Prefix> {
  const blocks: Uint8Array[] = []
  for (let block = 0; block < session.length; block++) blocks.push((await session.get(block, { raw: true }))!)
  return {
    manifest: encodeManifest(ownManifest(core)),
    blocks,
    signature: session.state.signature!,
    length: session.length,
  }
}

/** Replicates one core into a commons, as sync would; returns how to end it. */
export async function attach(
  from: Hypercore,
  commons: CommonsLogs,
  key: CoreKey,
): Promise<{ ours: Hypercore; end: () => Promise<void> }> {
  const ours = await commons.raw(key)
  const left = from.replicate(true, { keepAlive: false }) as Duplex
  const right = ours.replicate(false, { keepAlive: false }) as Duplex
  for (const stream of [left, right]) stream.on('error', () => undefined)
  left.pipe(right).pipe(left)
  const end = async () => {
    left.destroy()
    right.destroy()
    await ours.close().catch(() => undefined)
  }
  return { ours, end }
}

/** Replicates until everything of `from` is here. */
export async function fetchAll(from: Hypercore, commons: CommonsLogs, key: CoreKey): Promise<void> {
  const { ours, end } = await attach(from, commons, key)
  while (ours.length < from.length) await ours.update({ wait: true })
  await ours.download({ start: 0, end: from.length }).done()
  await end()
}

/** What another copy of our folder has written: our own log, with one entry more. */
export async function longerElsewhere(t: Teardown, dir: string, commons: CommonsLogs): Promise<Hypercore> {
  const { generations } = JSON.parse(readFileSync(join(dir, 'own', 'logs.json'), 'utf8')) as {
    generations: { cores: { records: { publicKey: string; secretKey: string } } }[]
  }
  const { publicKey, secretKey } = generations[0]!.cores.records
  const keyPair = { publicKey: Buffer.from(publicKey, 'hex'), secretKey: Buffer.from(secretKey, 'hex') }
  const store = new Corestore(join(temporaryFolder(t), 'elsewhere'))
  t.teardown(() => store.close())
  const encryption = { key: Buffer.from(KEYS.encryptionKey) }
  const core = store.get({ manifest: manifestOf(keyPair.publicKey), encryption })
  const { blocks, signature } = (await commons.exportPrefix(commons.own!.log))!
  const raw = store.get({ manifest: manifestOf(keyPair.publicKey) })
  await raw.append(blocks, { signature })
  await core.append(encodeBlock([note('N7')]), { keyPair })
  return core
}

/** Everything of a log as one piece. */
export async function pieceOf(session: Hypercore, log: LogKey): Promise<Piece> {
  const blocks: Uint8Array[] = []
  for (let block = 0; block < session.length; block++) blocks.push((await session.get(block, { raw: true }))!)
  const manifest = encodeManifest(session.manifest!)
  const signature = session.state.signature!
  const { length } = session
  return {
    core: log,
    which: 'records',
    manifest,
    length,
    signature,
    from: 0,
    blocks,
    left: [],
    right: [],
  }
}
