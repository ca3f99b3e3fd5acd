import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import Corestore from 'corestore'
import Hypercore from 'hypercore'
import type { Test } from 'tape'
import { type CommonsKeys, type CommonsLogs, deriveCommonsKeys, openLogs } from '@allmende/logs'
import { createSync } from '@allmende/sync'
import { silentLogger } from '@allmende/testkit'
import { createDirectTransport, nodeKeyPair } from '@allmende/transports'
import { type CoreKey, decodeLink, keyBytes } from '@allmende/vocabulary'
import type { Mallory } from '../../packages/sync/test/strangers.ts'
import type { Scene } from '../scene.ts'
import { isTurnedAway } from './turned-away.ts'

const clock = { now: () => Date.now() }
const random = { bytes: (count: number) => new Uint8Array(randomBytes(count)) }

/** The keys of the epoch that a link opens, and of the first one. */
export function epochsOf(link: string): { root: CommonsKeys; newest: CommonsKeys } {
  const opened = decodeLink(link)
  if (opened.type === 'mirror' || !opened.root) throw new Error('no link to a commons whose key was changed')
  return { root: deriveCommonsKeys(opened.root, false), newest: deriveCommonsKeys(opened.readKey, false) }
}

/** Somebody with the new link who knows of no exclusion: holds all epochs and serves whoever proves one of them. */
export async function friend(t: Test, place: Scene, link: string) {
  const logs = await openLogs({ dir: place.home('friend'), clock, random, logger: silentLogger })
  const { root, newest } = epochsOf(link)
  const [old, fresh] = [
    await logs.commons(root, { write: false }),
    await logs.commons(newest, { write: false }),
  ]
  const keyPair = nodeKeyPair(random.bytes(32))
  const transport = createDirectTransport({ keyPair, host: '127.0.0.1', logger: silentLogger })
  const sync = createSync({ keyPair, transports: [transport], clock, logger: silentLogger })
  await sync.start()
  for (const one of [old, fresh]) await sync.join(one)
  t.teardown(async () => {
    await sync.close()
    await logs.close()
  })
  return { old, fresh, sync, address: transport.addresses()[0] ?? '' }
}

/** All that a raw peer gets to hear, decrypted by Noise: what she could keep. */
export function heardBy(peer: Mallory): Uint8Array[] {
  const heard: Uint8Array[] = []
  peer.stream.on('data', (bytes) => void heard.push(Uint8Array.from(bytes)))
  return heard
}

/** Asks by key for cores, as hypercore does, until each is refused; whatever came of any would have a length. */
export async function askFor(t: Test, place: Scene, peer: Mallory, cores: readonly CoreKey[]): Promise<void> {
  const store = new Corestore(mkdtempSync(join(place.folder, 'asker-')))
  t.teardown(() => store.close())
  for (const key of cores) {
    const core = store.get({ key: Buffer.from(keyBytes(key)) })
    t.ok(await isTurnedAway(core, peer.mux), 'nothing of it came')
    await core.close()
  }
}

/** Everything of the new epoch that could give something away: keys, their public names, and the ciphertext itself. */
export async function secretsOf(logs: CommonsLogs): Promise<{ what: string; bytes: Uint8Array }[]> {
  const { replicateKey, topic, readKey, encryptionKey } = logs.keys
  const secrets = Object.entries({ replicateKey, topic, readKey, encryptionKey }).map(([what, bytes]) => ({
    what,
    bytes,
  }))
  for (const { core, which } of logs.heads()) {
    const key = keyBytes(core)
    secrets.push({ what: `key of ${which}`, bytes: key })
    secrets.push({ what: `name of ${which}`, bytes: Hypercore.discoveryKey(Buffer.from(key)) })
    const raw = await logs.raw(core)
    for (let block = 0; block < raw.length; block++) {
      const bytes = await raw.get(block, { wait: false })
      if (bytes) secrets.push({ what: `block ${block} of ${which}`, bytes: Uint8Array.from(bytes) })
    }
    await raw.close()
  }
  return secrets
}
