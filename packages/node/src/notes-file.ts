import { rename } from 'node:fs/promises'
import { isAllmendeError } from '@allmende/vocabulary'
import { readJson, writeWhole } from './home.ts'

/** A small map kept in a file, for what is convenient and could be found out again. */
export class NotesFile<Value> {
  readonly #file: string
  #notes = new Map<string, Value>()
  #writing: Promise<void> = Promise.resolve()
  #waiting: Promise<void> | null = null

  constructor(file: string) {
    this.#file = file
  }

  /**
   * A damaged file doesn't stand in the way of everything else: it is laid aside and the notes begin anew.
   * @returns where it lies now, or null when nothing was wrong
   */
  async load(): Promise<string | null> {
    try {
      this.#notes = new Map(Object.entries(await readJson<Record<string, Value>>(this.#file, {})))
      return null
    } catch (error) {
      if (!isAllmendeError(error) || error.code !== 'HOME_DAMAGED') throw error
      const aside = `${this.#file}.damaged`
      await rename(this.#file, aside)
      return aside
    }
  }

  get(key: string): Value | undefined {
    return this.#notes.get(key)
  }

  entries(): IterableIterator<[string, Value]> {
    return this.#notes.entries()
  }

  async set(key: string, value: Value): Promise<void> {
    this.#notes.set(key, value)
    await this.#write()
  }

  async delete(key: string): Promise<void> {
    if (this.#notes.delete(key)) await this.#write()
  }

  /** Resolves when what was set so far is on disk, or could not be. */
  async settled(): Promise<void> {
    await this.#waiting?.catch(() => undefined)
    await this.#writing.catch(() => undefined)
  }

  /** One writing after the other, since both would use one temporary file; what is set while one runs shares the next. */
  #write(): Promise<void> {
    this.#waiting ??= this.#after(this.#writing)
    return this.#waiting
  }

  async #after(before: Promise<void>): Promise<void> {
    await before.catch(() => undefined)
    this.#waiting = null
    const text = JSON.stringify(Object.fromEntries(this.#notes), null, 2) + '\n'
    this.#writing = writeWhole(this.#file, text)
    await this.#writing
  }
}
