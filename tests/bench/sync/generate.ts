import Corestore from 'corestore'
import Hypercore from 'hypercore'
import IdentityKey from 'keet-identity-key'
import type { CommonsKeys, CommonsLogs, Prefix } from '@allmende/logs'
import { deviceIdOf, encodeBlock, encodeRecord, personIdOf, type LogKey } from '@allmende/vocabulary'
import { makeBinding } from '../../../packages/logs/src/binding.ts'
import { deviceKeyPair, type DeviceSecrets } from '../../../packages/logs/src/identity.ts'
import { freshCores, ownManifest } from '../../../packages/logs/src/own-logs.ts'
import { encodeManifest } from '../../../packages/logs/src/signed-head.ts'

/** As an import writes them. */
const RECORDS_PER_BLOCK = 32
const AT = Date.UTC(2026, 0, 1)

/**
 * Writes the logs of many authors, as they would have themselves, into a raw corestore and, the same blocks, into a home.
 * Gives the keys of the logs.
 */
export async function generate(
  raw: Corestore,
  commons: CommonsLogs,
  options: { authors: number; records: number },
): Promise<LogKey[]> {
  const { authors, records } = options
  const keys: LogKey[] = []
  for (let author = 0; author < authors; author++) {
    const count = Math.floor((records * (author + 1)) / authors) - Math.floor((records * author) / authors)
    keys.push(await writeLog(raw, commons, author, count))
  }
  return keys
}

async function writeLog(
  raw: Corestore,
  commons: CommonsLogs,
  author: number,
  count: number,
): Promise<LogKey> {
  const { core, log, keyPair, binding } = await newLog(raw, commons)
  await core.append(
    [[binding], ...packed(author, count)].map((items) => Buffer.from(encodeBlock(items))),
    { keyPair },
  )
  await importInto(commons, log, await prefixOf(core))
  await core.close()
  return log
}

export type NewLog = {
  core: Hypercore
  log: LogKey
  keyPair: Hypercore.KeyPair
  /** The first entry, signed by a person made for it. */
  binding: Uint8Array
}

/** An empty core of somebody who has never been here, in a raw corestore, and what belongs into its first block. */
export async function newLog(raw: Corestore, commons: CommonsLogs): Promise<NewLog> {
  const identity = await makeIdentity()
  const cores = freshCores()
  const { records, edits, files } = cores
  const log = records.key as LogKey
  const clock = { now: () => AT }
  const binding = makeBinding(
    identity,
    commons.id,
    { records: log, edits: edits.key, files: files.key },
    clock,
  )
  const core = raw.get({
    key: Hypercore.key(ownManifest(records)),
    manifest: ownManifest(records),
    encryption: { key: Buffer.from(commons.keys.encryptionKey) },
  })
  await core.ready()
  const keyPair = {
    publicKey: Buffer.from(records.publicKey),
    secretKey: Buffer.from(records.secretKey ?? []),
  }
  return { core, log, keyPair, binding }
}

/** What is signed of a core now. */
export async function prefixOf(core: Hypercore): Promise<Prefix> {
  const plain = core.session({ encryption: null })
  await plain.ready()
  const blocks: Uint8Array[] = []
  for (let i = 0; i < core.length; i++) {
    const block = await plain.get(i, { decrypt: false, raw: true })
    if (block) blocks.push(block)
  }
  await plain.close()
  const { manifest, signature } = { manifest: core.manifest, signature: core.state.signature }
  if (!manifest || !signature) throw new Error('the log was not signed')
  return { manifest: encodeManifest(manifest as never), blocks, signature, length: blocks.length }
}

export async function importInto(commons: CommonsLogs, log: LogKey, prefix: Prefix): Promise<void> {
  const outcome = await commons.importPrefix(log, prefix)
  if (outcome !== 'ok') throw new Error(`the generated log ${log} was ${outcome}`)
}

/** Small goods, as in a catalogue. */
export function packed(author: number, count: number): Uint8Array[][] {
  const blocks: Uint8Array[][] = []
  for (let i = 0; i < count; i++) {
    if (i % RECORDS_PER_BLOCK === 0) blocks.push([])
    const record = encodeRecord({
      kind: 'good',
      v: 1,
      clock: [AT + i, 0],
      body: {
        title: `Cargo bike ${author} variant ${i}`,
        licence: 'CERN-OHL-S-2.0',
        type: 'design',
        description: `A load carrying bicycle number ${i} by author ${author}, welded frame and plywood box`,
        tags: ['bike', 'transport'],
      },
    })
    blocks.at(-1)?.push(record)
  }
  return blocks
}

async function makeIdentity(): Promise<DeviceSecrets> {
  const root = await IdentityKey.from({ mnemonic: IdentityKey.generateMnemonic() })
  const keyPair = deviceKeyPair()
  const proof = await root.bootstrap(Buffer.from(keyPair.publicKey))
  const person = personIdOf(new Uint8Array(root.identityPublicKey))
  root.clear()
  return { person, device: deviceIdOf(keyPair.publicKey), keyPair, proof: new Uint8Array(proof) }
}

export type { CommonsKeys }
