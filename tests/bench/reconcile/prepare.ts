import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Corestore from 'corestore'
import Hypercore from 'hypercore'
import { deriveCommonsKeys, openLogs, type CommonsLogs, type Logs, type Prefix } from '@allmende/logs'
import { collectingLogger } from '@allmende/testkit'
import { encodeBlock, keyBytes } from '@allmende/vocabulary'
import { readManifest } from '../../../packages/logs/src/signed-head.ts'
import { importInto, newLog, packed, prefixOf } from '../sync/generate.ts'

export const READ_KEY = Buffer.alloc(32, 11)
const RECORDS_EACH = 10

export type Prepared = { logs: number; grown: number; blocks: number; bytes: number }

/**
 * Two homes and two raw stores with the same logs of as many authors: `ours-0`, `ours-1`, `raw-0`, `raw-1` in the folder.
 * The first `grown` logs have one block more in the ones that end with 0.
 */
export async function prepare(folder: string, size: { logs: number; grown: number }): Promise<Prepared> {
  const homes = await Promise.all(['ours-0', 'ours-1'].map((name) => openHome(join(folder, name))))
  const stores = ['raw-0', 'raw-1'].map((name) => {
    mkdirSync(join(folder, name))
    return new Corestore(join(folder, name))
  })
  const [full, short] = homes.map(({ commons }) => commons) as [CommonsLogs, CommonsLogs]
  const [rawFull, rawShort] = stores as [Corestore, Corestore]
  const made = { ...size, blocks: 0, bytes: 0 }
  for (let author = 0; author < size.logs; author++) {
    const { core, log, keyPair, binding } = await newLog(rawFull, full)
    const blocks = [[binding], ...packed(author, RECORDS_EACH)].map((items) =>
      Buffer.from(encodeBlock(items)),
    )
    await core.append(blocks, { keyPair })
    const before = await prefixOf(core)
    await importInto(short, log, before)
    await importRaw(rawShort, core, before)
    if (author < size.grown)
      for (const items of packed(author, 1)) await core.append(Buffer.from(encodeBlock(items)), { keyPair })
    await importInto(full, log, author < size.grown ? await prefixOf(core) : before)
    made.blocks += core.length
    made.bytes += core.byteLength
    await core.close()
  }
  // Somebody who writes on while the two are apart.
  await (homes[0] as Home).logs.createIdentity()
  for (const { logs } of homes) await logs.close()
  for (const store of stores) await store.close()
  return made
}

type Home = { logs: Logs; commons: CommonsLogs }

export async function openHome(dir: string): Promise<Home> {
  const random = { bytes: (n: number) => crypto.getRandomValues(new Uint8Array(n)) }
  const logs = await openLogs({ dir, clock: { now: () => Date.now() }, random, logger: collectingLogger() })
  return { logs, commons: await logs.commons(deriveCommonsKeys(READ_KEY, true)) }
}

async function importRaw(store: Corestore, { key }: Hypercore, prefix: Prefix): Promise<void> {
  const manifest = readManifest(prefix.manifest, key)
  if (!manifest) throw new Error('the manifest could not be read')
  const copy = store.get({ key, manifest })
  await copy.ready()
  const blocks = prefix.blocks.map((block) => Buffer.from(block))
  await copy.append(blocks, { signature: Buffer.from(prefix.signature), maxLength: blocks.length })
  await copy.close()
}

/** All keys of a raw store, as a raw program would have them in a list of its own. */
export function keysOf(commons: CommonsLogs): string[] {
  return commons.logs().map(({ key }) => Buffer.from(keyBytes(key)).toString('hex'))
}
