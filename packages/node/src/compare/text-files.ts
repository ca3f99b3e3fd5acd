import { type ListedFile, type OpenCore, readListed } from '@allmende/files'
import { isAllmendeError } from '@allmende/vocabulary'
import type { ComparedFile, ComparedPassage } from '../contract-compare.ts'
import { textOfBytes } from '../text-of-bytes.ts'
import { passagesOf } from './in-words.ts'

/** As the page shows texts. A longer one is a table or a drawing that a program wrote. */
const MAX_TEXT_BYTES = 256 * 1024
/** A person reads no more at once, and each costs reading two files. */
const MAX_FILES = 100
/** All that is shown together: ten thousand lines, which a page still draws without a pause. */
const MAX_SHOWN = 400_000

type Patience = { signal?: AbortSignal; waitsOn?: (quiet: number) => boolean }
export type Side = { readonly openCore: OpenCore; readonly patience: Patience }
type Shown = Pick<ComparedFile, 'passages' | 'why'>

/** Lays the two states of changed files beside each other, line by line, as far as they are texts that are here or come. */
export class TextFiles {
  readonly #before: Side
  readonly #after: Side
  #files = 0
  #shown = 0
  /** Somebody had one no longer: for the others nobody is waited for, one after another. */
  #alone = false

  constructor(before: Side, after: Side) {
    this.#before = before
    this.#after = after
  }

  async compare(before: ListedFile, after: ListedFile): Promise<Shown> {
    if (Buffer.compare(before.hash, after.hash) === 0) return { passages: null, why: 'mode' }
    if (Math.max(before.bytes, after.bytes) > MAX_TEXT_BYTES) return { passages: null, why: 'large' }
    if (this.#files >= MAX_FILES || this.#shown >= MAX_SHOWN) return { passages: null, why: 'many' }
    this.#files++
    try {
      const was = textOfBytes(await this.#read(before, this.#before))
      const is = was === null ? null : textOfBytes(await this.#read(after, this.#after))
      if (was === null || is === null) return { passages: null, why: 'no-text' }
      return this.#bounded(passagesOf(was, is))
    } catch (error) {
      if (!isAllmendeError(error) || error.code !== 'COPY_NO_HOLDER') throw error
      this.#alone = true
      return { passages: null, why: 'not-here' }
    }
  }

  #read(file: ListedFile, { openCore, patience }: Side): Promise<Uint8Array> {
    return readListed(file, openCore, this.#alone ? { ...patience, waitsOn: () => false } : patience)
  }

  #bounded(passages: ComparedPassage[]): Shown {
    const size = passages.reduce(
      (sum, { lines }) => sum + lines.reduce((of, { text }) => of + text.length + 40, 0),
      0,
    )
    if (this.#shown + size > MAX_SHOWN) return { passages: null, why: 'many' }
    this.#shown += size
    return { passages, why: null }
  }
}
