import { readJson, writeWhole } from './home.ts'

/** A small map kept in a file, for what is convenient and could be found out again. */
export class NotesFile<Value> {
  readonly #file: string
  #notes = new Map<string, Value>()

  constructor(file: string) {
    this.#file = file
  }

  async load(): Promise<void> {
    this.#notes = new Map(Object.entries(await readJson<Record<string, Value>>(this.#file, {})))
  }

  get(key: string): Value | undefined {
    return this.#notes.get(key)
  }

  entries(): IterableIterator<[string, Value]> {
    return this.#notes.entries()
  }

  async set(key: string, value: Value): Promise<void> {
    this.#notes.set(key, value)
    await writeWhole(this.#file, JSON.stringify(Object.fromEntries(this.#notes), null, 2) + '\n')
  }
}
