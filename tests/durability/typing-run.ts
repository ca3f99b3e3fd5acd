import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { TypingOrders, TypingSays } from './typing-child.ts'

const CHILD = fileURLToPath(new URL('typing-child.ts', import.meta.url))

/**
 * A run that says nothing for so long hangs. How long a whole run takes is no sign of it: sixty edits, each on disk before it
 * is said, can take minutes on a machine with thirty other programs at work.
 */
const SILENCE_LIMIT_MS = 120_000

/** For what it says of itself then. */
const LAST_WORDS_MS = 10_000

/** One life of the typist. */
export class TypingRun {
  /** The last that it said of where it stands. */
  step = 'start'
  /** Why it did not end as it should. */
  hung: string | null = null
  killed = false
  errors = ''
  readonly ended: Promise<unknown>
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  #silence: NodeJS.Timeout | null = null

  constructor(folder: string, orders: TypingOrders, heard: (said: TypingSays) => void) {
    const file = join(folder, 'orders.json')
    writeFileSync(file, JSON.stringify(orders))
    this.#child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD, file], {
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    this.#child.stdin.on('error', () => undefined)
    this.#child.stderr.setEncoding('utf8').on('data', (part: string) => (this.errors += part))
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      const said = parsed(line)
      if (said === null) return
      this.#listen()
      if ('step' in said) this.step = said.step
      else heard(said)
    })
    this.#listen()
    this.ended = once(this.#child, 'close').then(() => clearTimeout(this.#silence ?? undefined))
  }

  /** Asks for the text of one who only looks. */
  ask(): void {
    this.#child.stdin.write('?\n')
  }

  /** Nobody asks any more: it closes, and is waited for. */
  async end(): Promise<void> {
    this.#child.stdin.end()
    await this.ended
  }

  kill(): void {
    this.killed = true
    this.#child.kill('SIGKILL')
  }

  #listen(): void {
    clearTimeout(this.#silence ?? undefined)
    if (this.hung !== null) return
    this.#silence = setTimeout(() => this.#giveUp(), SILENCE_LIMIT_MS)
  }

  /** It is asked where it stands, as far as it answers at all, and killed. */
  #giveUp(): void {
    const at = this.step
    const words: string[] = []
    this.hung = at
    createInterface({ input: this.#child.stdout }).on('line', (line) => words.push(line))
    this.#child.kill('SIGUSR2')
    setTimeout(() => {
      this.hung = [`at "${at}"`, ...words].join('; ')
      this.kill()
    }, LAST_WORDS_MS)
  }
}

/** The last line may be cut off by the kill. */
function parsed(line: string): TypingSays | null {
  try {
    return JSON.parse(line) as TypingSays
  } catch {
    return null
  }
}
