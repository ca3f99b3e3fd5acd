import { createHash } from 'node:crypto'
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import sodium from 'sodium-universal'
import type { KeyPair } from '../contract.ts'
import { fail, inWords } from '../errors.ts'
import * as form from './format.ts'
import { sectionKeys, type SectionKeys } from './section-keys.ts'

/** Bytes gathered before they go to the file: a stick is slow at many small writes. */
const WRITE_BYTES = 1024 * 1024

export type BundleWriterOptions = {
  file: string
  /** Of the node that signs. */
  keyPair: KeyPair
  random: { bytes(count: number): Uint8Array }
  /** Put it in the place of a file of that name. */
  replace?: boolean
}

/**
 * Writes a bundle: sections one after the other, items into the open one. It grows in a partial file beside its place and
 * gets its name when it is whole and on disk.
 */
export class BundleWriter {
  readonly #options: BundleWriterOptions
  readonly #partial: string
  readonly #handle: FileHandle
  readonly #salt: Uint8Array
  readonly #hash = createHash('sha256')
  readonly #sections: SectionKeys[] = []
  readonly #key: KeyPair
  #waiting: Buffer[] = []
  #waitingBytes = 0
  #state: Buffer | null = null
  #frame = Buffer.alloc(form.FRAME_BYTES)
  #filled = 0
  #written = 0

  private constructor(options: BundleWriterOptions, partial: string, handle: FileHandle) {
    this.#options = options
    this.#partial = partial
    this.#handle = handle
    this.#salt = options.random.bytes(form.SALT_BYTES)
    this.#key = keyFor(options.random.bytes(form.KEY_BYTES))
  }

  /** Throws BUNDLE_EXISTS, BUNDLE_WRITE. */
  static async create(options: BundleWriterOptions): Promise<BundleWriter> {
    const { file } = options
    if (options.replace !== true && (await stat(file).catch(() => null)) !== null)
      throw fail('BUNDLE_EXISTS', { file })
    const partial = join(dirname(file), `.${basename(file)}.partial`)
    // What a killed run left is written over.
    const handle = await open(partial, 'w', 0o600).catch((error: unknown) => {
      throw writeError(file, error)
    })
    const writer = new BundleWriter(options, partial, handle)
    await writer.#put(
      Buffer.concat([form.MAGIC, Buffer.of(form.VERSION), writer.#salt, writer.#key.publicKey]),
    )
    return writer
  }

  /** Bytes so far. */
  get bytes(): number {
    return this.#written
  }

  /** Begins a section that opens to whoever has the secret. Not twice the same. */
  async begin(secret: Uint8Array): Promise<void> {
    const keys = sectionKeys(secret, this.#salt)
    if (this.#state !== null || this.#sections.some(({ name }) => name.equals(keys.name)))
      throw new TypeError('a section is open, or there is one for this secret already')
    this.#sections.push(keys)
    const state = Buffer.alloc(sodium.crypto_secretstream_xchacha20poly1305_STATEBYTES)
    const header = Buffer.alloc(form.STREAM_HEADER_BYTES)
    sodium.crypto_secretstream_xchacha20poly1305_init_push(state, header, keys.content)
    this.#state = state
    await this.#put(Buffer.concat([Buffer.of(form.SECTION), keys.name, this.#sealed(keys.seal), header]))
  }

  async item(bytes: Uint8Array): Promise<void> {
    if (bytes.length > form.MAX_ITEM_BYTES) throw new RangeError('the item is too large for a bundle')
    await this.#fill(uint32(bytes.length))
    await this.#fill(bytes)
  }

  async end(): Promise<void> {
    await this.#seal(sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL)
    this.#state = null
    await this.#put(uint32(0))
  }

  /** Signs, brings it to disk and gives it its name. Resolves to its size. */
  async finish(): Promise<number> {
    await this.#put(Buffer.of(form.END))
    await this.#put(signed(form.wholeStatement(this.#hash.copy().digest()), this.#key))
    try {
      await this.#flush()
      await this.#handle.sync()
      await this.#handle.close()
      await rename(this.#partial, this.#options.file)
      await syncFolder(dirname(this.#options.file))
    } catch (error) {
      await this.abandon()
      throw writeError(this.#options.file, error)
    }
    return this.#written
  }

  /** Removes what was written so far. */
  async abandon(): Promise<void> {
    await this.#handle.close().catch(() => undefined)
    await rm(this.#partial, { force: true }).catch(() => undefined)
  }

  /** Who wrote it, readable only by those for whom the section is. */
  #sealed(key: Uint8Array): Buffer {
    const { keyPair } = this.#options
    const out = Buffer.alloc(form.SEAL_BYTES)
    // The key is used for this only, since the salt is random: a nonce of zeroes is no reuse.
    const nonce = Buffer.alloc(sodium.crypto_secretbox_NONCEBYTES)
    const signature = signed(form.writerStatement(this.#salt, this.#key.publicKey), keyPair)
    sodium.crypto_secretbox_easy(out, Buffer.concat([keyPair.publicKey, signature]), nonce, key)
    return out
  }

  async #fill(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const count = Math.min(bytes.length - at, form.FRAME_BYTES - this.#filled)
      this.#frame.set(bytes.subarray(at, at + count), this.#filled)
      this.#filled += count
      at += count
      if (this.#filled === form.FRAME_BYTES)
        await this.#seal(sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE)
    }
  }

  async #seal(tag: number): Promise<void> {
    if (this.#state === null) throw new TypeError('no section is open')
    const out = Buffer.allocUnsafe(4 + this.#filled + form.FRAME_OVERHEAD)
    out.writeUInt32LE(out.length - 4, 0)
    const plain = this.#frame.subarray(0, this.#filled)
    sodium.crypto_secretstream_xchacha20poly1305_push(this.#state, out.subarray(4), plain, null, tag)
    this.#filled = 0
    await this.#put(out)
  }

  async #put(bytes: Buffer): Promise<void> {
    this.#hash.update(bytes)
    this.#waiting.push(bytes)
    this.#waitingBytes += bytes.length
    this.#written += bytes.length
    if (this.#waitingBytes < WRITE_BYTES) return
    try {
      await this.#flush()
    } catch (error) {
      throw writeError(this.#options.file, error)
    }
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#waiting)
    this.#waiting = []
    this.#waitingBytes = 0
    for (let at = 0; at < bytes.length;)
      at += (await this.#handle.write(bytes, at, bytes.length - at)).bytesWritten
  }
}

function signed(statement: Uint8Array, { secretKey }: KeyPair): Buffer {
  const signature = Buffer.alloc(form.SIGNATURE_BYTES)
  sodium.crypto_sign_detached(signature, statement, secretKey)
  return signature
}

function keyFor(seed: Uint8Array): KeyPair {
  const publicKey = Buffer.alloc(form.KEY_BYTES)
  const secretKey = Buffer.alloc(64)
  sodium.crypto_sign_seed_keypair(publicKey, secretKey, seed)
  return { publicKey, secretKey }
}

function uint32(value: number): Buffer {
  const out = Buffer.allocUnsafe(4)
  out.writeUInt32LE(value)
  return out
}

/** Some file systems of sticks can't sync a folder; the file itself is on disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

const FULL = new Set(['ENOSPC', 'EDQUOT'])

function writeError(file: string, error: unknown): Error {
  const code = (error as { code?: string } | null)?.code ?? ''
  if (FULL.has(code)) return fail('BUNDLE_FULL', { file, cause: error })
  if (code === 'EFBIG') return fail('BUNDLE_TOO_LARGE', { file, cause: error })
  return fail('BUNDLE_WRITE', { file, found: inWords(error), cause: error })
}
