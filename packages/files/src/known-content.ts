import type { ListedFile } from './contract.ts'

/** Content that needs no storing: by hash, from the version before and from this share so far. */
export class KnownContent {
  readonly #files = new Map<string, ListedFile>()
  readonly #sizes = new Set<number>()
  /** Read and handed over, but not yet appended, so that its place isn't known. */
  readonly #expected = new Set<string>()
  readonly #twins = new Map<number, string>()

  constructor(held: ListedFile[]) {
    for (const file of held) this.add(file)
  }

  add(file: ListedFile): void {
    this.#files.set(hex(file.hash), file)
    this.#sizes.add(file.bytes)
  }

  /** Notes that file number `index` has this content, to be placed later. */
  expect(hash: Uint8Array, index: number): void {
    this.#expected.add(hex(hash))
    this.#twins.set(index, hex(hash))
  }

  find(hash: Uint8Array): ListedFile | 'expected' | null {
    return this.#files.get(hex(hash)) ?? (this.#expected.has(hex(hash)) ? 'expected' : null)
  }

  twin(index: number): ListedFile | null {
    return this.#files.get(this.#twins.get(index) ?? '') ?? null
  }

  hasSize(bytes: number): boolean {
    return this.#sizes.has(bytes)
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}
