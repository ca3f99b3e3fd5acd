/**
 * Bounds what is fetched and not yet written, over all files at work. First come, first served, so that blocks are
 * asked for in the order of the files and no large file starves the small ones.
 */
export class Window {
  readonly #mostBytes: number
  readonly #mostBlocks: number
  readonly #queue: { bytes: number; go: () => void }[] = []
  #bytes = 0
  #blocks = 0
  #ended = false

  constructor(mostBytes: number, mostBlocks: number) {
    this.#mostBytes = mostBytes
    this.#mostBlocks = mostBlocks
  }

  /** Takes room if there is some and nobody waits for it. */
  tryTake(bytes: number): boolean {
    if (this.#queue.length > 0 || !this.#fits(bytes)) return false
    this.#add(bytes)
    return true
  }

  async take(bytes: number): Promise<void> {
    if (this.tryTake(bytes)) return
    await new Promise<void>((go) => this.#queue.push({ bytes, go }))
  }

  give(bytes: number, blocks: number): void {
    this.#bytes -= bytes
    this.#blocks -= blocks
    for (let first = this.#queue[0]; first && this.#fits(first.bytes); first = this.#queue[0]) {
      this.#queue.shift()
      this.#add(first.bytes)
      first.go()
    }
  }

  /** Lets everybody through from now on: the work has failed, and who waits here must come to see it. */
  end(): void {
    this.#ended = true
    for (const { go } of this.#queue.splice(0)) go()
  }

  /** One block larger than the whole window goes when nothing else is under way: it would wait for ever. */
  #fits(bytes: number): boolean {
    return (
      this.#ended ||
      this.#blocks === 0 ||
      (this.#blocks < this.#mostBlocks && this.#bytes + bytes <= this.#mostBytes)
    )
  }

  #add(bytes: number): void {
    this.#bytes += bytes
    this.#blocks++
  }
}
