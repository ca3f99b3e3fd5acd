import { open } from 'node:fs/promises'
import sodium from 'sodium-universal'
import { fail, inWords } from '../errors.ts'
import { ByteSource, type Watching } from './byte-source.ts'
import * as form from './format.ts'
import { ItemAssembly } from './item-assembly.ts'
import { sectionKeys, type SectionKeys } from './section-keys.ts'

/** What a reader does with the items of one section. A throw ends the reading. */
export type SectionVisitor = { item(bytes: Uint8Array): unknown; end?(): unknown }

export type ReadBundleOptions = Watching & {
  file: string
  /** Sections of which none of these is the secret stay closed. */
  secrets: readonly Uint8Array[]
  /** Called for each section that opens, with the number of its secret. */
  section(secret: number): SectionVisitor
}

export type BundleSummary = {
  /** The node that signed. */
  node: Uint8Array
  sections: number
  /** Numbers of the secrets whose sections were opened. */
  opened: number[]
  bytes: number
}

/**
 * Reads a bundle once, from its beginning to its end. What the visitors were given is to be believed only when this has
 * resolved: the signature over the whole comes last. Whoever applies anything reads twice.
 * Throws BUNDLE_UNKNOWN, BUNDLE_VERSION, BUNDLE_CUT, BUNDLE_ALTERED, BUNDLE_FOREIGN, BUNDLE_READ.
 */
export async function readBundle(options: ReadBundleOptions): Promise<BundleSummary> {
  const { file } = options
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw fail('BUNDLE_READ', { file, found: inWords(error), cause: error })
  })
  try {
    const info = await handle.stat()
    if (!info.isFile()) throw fail('BUNDLE_UNKNOWN', { file, found: 'not a file' })
    return await new Reading(options, new ByteSource(file, handle, info.size, options)).run()
  } finally {
    await handle.close()
  }
}

class Reading {
  readonly #options: ReadBundleOptions
  readonly #source: ByteSource
  readonly #opened: { secret: number; node: Buffer }[] = []
  #salt = Buffer.alloc(0)
  #key = Buffer.alloc(0)
  #secrets: SectionKeys[] = []
  #sections = 0

  constructor(options: ReadBundleOptions, source: ByteSource) {
    this.#options = options
    this.#source = source
  }

  async run(): Promise<BundleSummary> {
    await this.#begin()
    this.#secrets = this.#options.secrets.map((secret) => sectionKeys(secret, this.#salt))
    while ((await this.#next()) === form.SECTION) await this.#section()
    await this.#end()
    const node = this.#writer()
    const { size } = this.#source
    this.#options.onProgress?.(size, size)
    return { node, sections: this.#sections, opened: this.#opened.map(({ secret }) => secret), bytes: size }
  }

  async #begin(): Promise<void> {
    const { file } = this.#options
    if (this.#source.size < form.MAGIC.length) throw fail('BUNDLE_UNKNOWN', { file })
    if (!form.MAGIC.equals(await this.#source.take(form.MAGIC.length))) throw fail('BUNDLE_UNKNOWN', { file })
    const version = (await this.#source.take(1))[0]
    if (version !== form.VERSION)
      throw fail('BUNDLE_VERSION', { file, expected: `version ${form.VERSION}`, found: `version ${version}` })
    this.#salt = Buffer.from(await this.#source.take(form.SALT_BYTES))
    this.#key = Buffer.from(await this.#source.take(form.KEY_BYTES))
  }

  async #next(): Promise<number> {
    const what = (await this.#source.take(1))[0]
    if (what !== form.SECTION && what !== form.END) throw this.#altered('an unknown part')
    return what
  }

  async #section(): Promise<void> {
    if (++this.#sections > form.MAX_SECTIONS) throw this.#altered('too many sections')
    const name = await this.#source.take(form.NAME_BYTES)
    const secret = this.#secrets.findIndex((keys) => keys.name.equals(name))
    const seal = Buffer.from(await this.#source.take(form.SEAL_BYTES))
    const header = Buffer.from(await this.#source.take(form.STREAM_HEADER_BYTES))
    const keys = this.#secrets[secret]
    if (keys === undefined) return this.#skip()
    if (this.#opened.some((other) => other.secret === secret)) throw this.#altered('a section stands twice')
    this.#opened.push({ secret, node: this.#unseal(seal, keys.seal) })
    const state = Buffer.alloc(sodium.crypto_secretstream_xchacha20poly1305_STATEBYTES)
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, header, keys.content)
    await this.#content(state, this.#options.section(secret))
  }

  async #content(state: Buffer, visitor: SectionVisitor): Promise<void> {
    const assembly = new ItemAssembly()
    let ended = false
    for (let frame = await this.#frame(); frame !== null; frame = await this.#frame()) {
      if (ended) throw this.#altered('something behind the end of a section')
      const { plain, last } = this.#open(state, frame)
      ended = last
      for (const item of assembly.add(plain)) {
        if (item === null) throw this.#altered('an item that is too large')
        await visitor.item(item)
      }
    }
    if (!ended || !assembly.empty) throw this.#altered('a section without its end')
    await visitor.end?.()
  }

  #open(state: Buffer, frame: Buffer): { plain: Buffer; last: boolean } {
    const plain = Buffer.allocUnsafe(frame.length - form.FRAME_OVERHEAD)
    const tag = Buffer.alloc(1)
    try {
      sodium.crypto_secretstream_xchacha20poly1305_pull(state, plain, tag, frame, null)
    } catch {
      // It says no more than that the frame is not what was written.
      throw this.#altered('a frame that is not what was written')
    }
    const last = tag[0] === sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
    if (!last && tag[0] !== sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE)
      throw this.#altered('a frame of an unknown kind')
    return { plain, last }
  }

  async #skip(): Promise<void> {
    while ((await this.#frame()) !== null);
  }

  /** The next frame, or null at the end of the section. */
  async #frame(): Promise<Buffer | null> {
    const length = (await this.#source.take(4)).readUInt32LE(0)
    if (length === 0) return null
    if (length < form.FRAME_OVERHEAD || length > form.FRAME_BYTES + form.FRAME_OVERHEAD)
      throw this.#altered('a frame of an impossible size')
    return this.#source.take(length)
  }

  /** The signature over everything. It needs no secret: a stick can be checked by anybody who carries it. */
  async #end(): Promise<void> {
    const statement = form.wholeStatement(this.#source.digest())
    const signature = Buffer.from(await this.#source.take(form.SIGNATURE_BYTES))
    if (this.#source.left > 0) throw this.#altered('something behind its end')
    if (!isSigned(statement, signature, this.#key))
      throw this.#altered('the signature is not over these bytes')
  }

  /** The node that wrote the sections that were opened. */
  #writer(): Buffer {
    const [first, ...others] = this.#opened.map(({ node }) => node)
    if (first === undefined)
      throw fail('BUNDLE_FOREIGN', {
        file: this.#options.file,
        found: this.#sections === 1 ? '1 section' : `${this.#sections} sections`,
      })
    if (others.some((other) => !other.equals(first))) throw this.#altered('signed by several nodes')
    return first
  }

  #unseal(seal: Buffer, key: Buffer): Buffer {
    const plain = Buffer.alloc(form.KEY_BYTES + form.SIGNATURE_BYTES)
    const nonce = Buffer.alloc(sodium.crypto_secretbox_NONCEBYTES)
    if (!sodium.crypto_secretbox_open_easy(plain, seal, nonce, key))
      throw this.#altered('a seal that is broken')
    const node = plain.subarray(0, form.KEY_BYTES)
    const statement = form.writerStatement(this.#salt, this.#key)
    if (!isSigned(statement, plain.subarray(form.KEY_BYTES), node))
      throw this.#altered('its writer did not sign it')
    return node
  }

  #altered(found: string): Error {
    return fail('BUNDLE_ALTERED', { file: this.#options.file, found })
  }
}

function isSigned(statement: Uint8Array, signature: Uint8Array, node: Uint8Array): boolean {
  try {
    return sodium.crypto_sign_verify_detached(signature, statement, node)
  } catch {
    return false
  }
}
