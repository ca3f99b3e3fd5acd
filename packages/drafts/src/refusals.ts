import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { RefusedChange } from './contract.ts'

/** Of one log so many refusals of a draft are remembered: a flood by one must not push out what is known of others. */
const KEPT_OF_A_LOG = 100
/** Of all logs together. */
const KEPT = 1_000

/**
 * What was kept out of one draft, remembered beside its snapshot: the snapshot has the verdicts, so after a restart
 * nobody would say them again.
 */
export class Refusals {
  readonly #file: string
  #kept: RefusedChange[] | null = null
  #writing: NodeJS.Immediate | null = null

  constructor(file: string) {
    this.#file = file
  }

  list(): readonly RefusedChange[] {
    return (this.#kept ??= read(this.#file))
  }

  add(refused: RefusedChange): void {
    const kept = this.list()
    if (kept.some((one) => placeOf(one) === placeOf(refused))) return
    const ofLog = kept.filter(({ log }) => log === refused.log)
    const dropped = ofLog.length >= KEPT_OF_A_LOG ? ofLog[0] : kept.length >= KEPT ? kept[0] : undefined
    this.#kept = [...kept.filter((one) => one !== dropped), refused]
    // A batch from one block is written once.
    this.#writing ??= setImmediate(() => this.write())
  }

  write(): void {
    if (this.#writing === null) return
    clearImmediate(this.#writing)
    this.#writing = null
    mkdirSync(dirname(this.#file), { recursive: true })
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.list()))
    renameSync(`${this.#file}.new`, this.#file)
  }
}

function placeOf({ log, block, index }: RefusedChange): string {
  return `${log}.${block}.${index}`
}

/** A file that is missing or damaged means none: they are told anew when the draft is judged from its logs. */
function read(file: string): RefusedChange[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RefusedChange[]
  } catch {
    return []
  }
}
