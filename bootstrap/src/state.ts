import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What a restart goes on with, so that addresses which others wrote down stay good. */
export type State = {
  /** UDP ports, the main one first. */
  ports: number[]
  /** Nodes of the DHT, `host:port`. */
  known: string[]
}

const EMPTY: State = { ports: [], known: [] }

/** Nodes noted; a damaged or foreign file must not make thousands of requests at the start. */
const MOST_KNOWN = 1_000

/** A folder of one's own for the service; without one, everything is new at each start. */
export class StateFolder {
  readonly #dir: string

  constructor(dir: string) {
    this.#dir = dir
  }

  /** Makes the folder. @throws the system's error when it can't be used */
  async open(): Promise<void> {
    await mkdir(this.#dir, { recursive: true, mode: 0o700 })
  }

  /** The seed of a key of this service, made when there is none. */
  async seed(name: string): Promise<Uint8Array> {
    const file = join(this.#dir, `${name}.seed`)
    const kept = Buffer.from((await textOf(file)).trim(), 'hex')
    if (kept.length === 32) return kept
    const fresh = randomBytes(32)
    await this.#write(file, `${fresh.toString('hex')}\n`)
    return fresh
  }

  /** What was noted last; empty when nothing was, or when it can't be read: all of it is found anew. */
  async load(): Promise<State> {
    try {
      const { ports, known } = JSON.parse(await textOf(join(this.#dir, 'state.json'))) as Partial<State>
      return {
        ports: (ports ?? []).filter((port) => Number.isInteger(port) && port > 0 && port < 65_536),
        known: (known ?? []).filter((one) => ADDRESS.test(one)).slice(0, MOST_KNOWN),
      }
    } catch {
      return EMPTY
    }
  }

  async save(state: State): Promise<void> {
    await this.#write(join(this.#dir, 'state.json'), `${JSON.stringify(state, null, 2)}\n`)
  }

  /** Whole or not at all: a power cut leaves the old one. */
  async #write(file: string, text: string): Promise<void> {
    await writeFile(`${file}.new`, text, { mode: 0o600, flush: true })
    await rename(`${file}.new`, file)
  }
}

const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}:\d{1,5}$/

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    return ''
  }
}
