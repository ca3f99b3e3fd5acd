import { coreKeyOf, keyBytes, type CoreKey } from '@allmende/vocabulary'
import Corestore from 'corestore'
import Hypercore from 'hypercore'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isCode } from './durable-file.ts'
import { fail } from './errors.ts'
import { keepRecent } from './recent-reads.ts'
import type { Manifest } from './signed-head.ts'

/** Of RocksDB: collect garbage in blob files now. */
const FORCE = 1

/**
 * The corestore behind one door: every core is opened with `allowFork: false` (the first opener decides for all), and
 * the store can be closed and opened anew in place after a failed write.
 */
export class Store {
  readonly dir: string
  readonly #readOnly: boolean
  #corestore: Corestore | null = null

  constructor(dir: string, readOnly: boolean) {
    this.dir = dir
    this.#readOnly = readOnly
  }

  /** `adopt`: takes a folder without a mark for its own. Errors: STORE_IN_USE, STORE_COPIED, STORE_UNMARKED, STORE_FAILED. */
  async open({ adopt = false } = {}): Promise<void> {
    if (!this.#readOnly && !adopt) await refuseUnmarked(this.dir)
    // The manifest's version is a part of every key: it must not change with a default of the library.
    const corestore = new Corestore(this.dir, { readOnly: this.#readOnly, manifestVersion: 1 })
    try {
      await corestore.ready()
    } catch (error) {
      await corestore.close().catch(() => undefined)
      throw translate(error, this.dir)
    }
    keepRecent(corestore.storage.db)
    this.#corestore = corestore
  }

  get #open(): Corestore {
    if (this.#corestore === null) throw fail('STORE_CLOSED')
    return this.#corestore
  }

  /** A session; the caller closes it. */
  get(options: {
    key: CoreKey
    manifest?: Manifest
    encryptionKey?: Uint8Array
    active?: boolean
  }): Hypercore {
    const { key, manifest, encryptionKey, active = true } = options
    return this.#open.get({
      key: Buffer.from(keyBytes(key)),
      ...(manifest === undefined ? {} : { manifest }),
      ...(encryptionKey === undefined ? {} : { encryption: { key: Buffer.from(encryptionKey) } }),
      allowFork: false,
      active,
    })
  }

  /** Cores that are open in memory now, those included whose last session was closed a few seconds ago. */
  get openCores(): number {
    let open = 0
    for (const core of this.#corestore?.cores ?? []) if (!core.closed) open++
    return open
  }

  /** A core that only this store knows and that is never replicated, for small tables. */
  local(name: string): Hypercore {
    return this.#open.get({ name, active: false, allowFork: false })
  }

  /** Heads from the database, without opening a core; null for cores that aren't here. */
  async infos(keys: readonly CoreKey[]): Promise<(Hypercore.CoreInfo | null)[]> {
    return this.#open.storage.getInfos(keys.map((key) => Hypercore.discoveryKey(Buffer.from(keyBytes(key)))))
  }

  /** The key of a core that lies here, by the name that peers ask for it by: one look-up, whatever the number of cores. */
  async keyOf(discoveryKey: Uint8Array): Promise<CoreKey | null> {
    const [info] = await this.#open.storage.getInfos([discoveryKey])
    return info?.auth ? coreKeyOf(info.auth.key) : null
  }

  async allInfos(): Promise<Hypercore.CoreInfo[]> {
    const keys: Uint8Array[] = []
    for await (const key of this.#open.storage.createDiscoveryKeyStream()) keys.push(key)
    return (await this.#open.storage.getInfos(keys)).filter((info) => info !== null)
  }

  /** The blocks of a core without opening it (a core costs some 100 kB while it is open); the caller closes it. */
  async blocks(key: CoreKey): Promise<Hypercore.CoreStorage | null> {
    return this.#open.storage.resumeCore(Hypercore.discoveryKey(Buffer.from(keyBytes(key))))
  }

  /** Takes cores that nobody has open out of the database, and gives their room back to the disk. */
  async purge(keys: readonly CoreKey[]): Promise<void> {
    const { storage } = this.#open
    const wanted = new Set(
      keys.map((key) => Buffer.from(Hypercore.discoveryKey(Buffer.from(keyBytes(key)))).toString('hex')),
    )
    for await (const { discoveryKey, core } of storage.createCoreStream())
      if (wanted.has(Buffer.from(discoveryKey).toString('hex'))) await storage.deleteCore(core)
    await storage.compact()
  }

  /**
   * Brings everything to disk, as tables. `storage.flush()` of hypercore-storage would not: it flushes the default
   * column family, and all data lies in another.
   */
  async flush(): Promise<void> {
    await this.#open.storage.db.flush()
  }

  /**
   * Gives the disk back what was cleared. Large blocks lie in blob files, of which RocksDB by itself looks at the oldest
   * quarter only (measured: of 105 MB cleared it freed 60); `thorough` writes everything that is still wanted anew, which
   * frees the rest, takes its time and needs as much room as there is content.
   */
  async compact(thorough: boolean): Promise<void> {
    const { db } = this.#open.storage
    await db.flush()
    await db.compactRange(
      thorough ? { blobGarbageCollectionPolicy: FORCE, blobGarbageCollectionAgeCutoff: 1 } : {},
    )
  }

  async close(): Promise<void> {
    const corestore = this.#corestore
    this.#corestore = null
    await corestore?.close()
  }
}

/** Forgets which computer the folder belongs to, after its own logs were sealed. */
export async function unmark(dir: string): Promise<void> {
  await rm(join(dir, 'CORESTORE'), { force: true })
}

/** Without its mark corestore would take any folder for its own: also one that was copied without the mark. */
async function refuseUnmarked(dir: string): Promise<void> {
  if ((await stat(join(dir, 'CORESTORE')).catch(() => null)) !== null) return
  const files = await readdir(join(dir, 'db')).catch(() => [])
  if (files.length > 0) throw fail('STORE_UNMARKED', { dir })
}

function translate(error: unknown, dir: string): Error {
  const reason = error instanceof Error ? error.message : 'unknown'
  if (reason.includes('could not be locked') || reason.includes('lock hold by')) {
    return fail('STORE_IN_USE', { dir, cause: error })
  }
  if (isCode(error, 'DEVICE_FILE')) return fail('STORE_COPIED', { dir, found: reason, cause: error })
  if (isNoSpace(error)) return fail('STORE_FULL', { dir, cause: error })
  return fail('STORE_FAILED', { dir, reason, cause: error })
}

/** RocksDB wraps the reason of a refused batch, and at times has only a text for it. */
export function isNoSpace(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return isCode(error, 'ENOSPC') || /no space left/i.test(error.message) || isNoSpace(error.cause)
}
