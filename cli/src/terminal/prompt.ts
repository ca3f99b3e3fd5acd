import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import type { World } from '../world.ts'

export type Prompt = {
  /** A line of text; the default for an empty one. */
  readonly line: (question: string, preset?: string) => Promise<string>
  /** A line of text that is not shown while it is typed. */
  readonly secret: (question: string) => Promise<string>
  readonly yes: (question: string, preset: boolean) => Promise<boolean>
  /** Index of what was chosen by number or by name; null when it was neither after three tries. */
  readonly choose: (question: string, names: readonly string[], preset: number) => Promise<number | null>
}

const TRIES = 3

/** Asks on standard error, so that standard output holds results only. */
export function promptOn({ stdin, stderr }: World, signal: AbortSignal): Prompt {
  /** Null when the input has ended (Ctrl-D). */
  const ask = async (question: string): Promise<string | null> => {
    const reader = createInterface({ input: stdin, output: stderr, terminal: false })
    try {
      // A closed input would leave the question open for ever.
      const closed = new Promise<null>((resolve) => reader.once('close', () => resolve(null)))
      const answer = await Promise.race([reader.question(question, { signal }), closed])
      // Ctrl-C closes the input too, and must never be taken for an answer.
      signal.throwIfAborted()
      return answer?.trim() ?? null
    } finally {
      reader.close()
    }
  }
  /** The line editor shows what is typed by writing it; so it gets nothing to write to. */
  const secret = async (question: string): Promise<string> => {
    stderr.write(question)
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
    const reader = createInterface({ input: stdin, output: nowhere, terminal: true, historySize: 0 })
    try {
      const closed = new Promise<null>((resolve) => reader.once('close', () => resolve(null)))
      // In raw mode the terminal doesn't make a signal of Ctrl-C.
      const stopped = new Promise<never>((_resolve, reject) =>
        reader.once('SIGINT', () => reject(new DOMException('stopped', 'AbortError'))),
      )
      const answer = await Promise.race([reader.question('', { signal }), closed, stopped])
      signal.throwIfAborted()
      return answer?.trim() ?? ''
    } finally {
      reader.close()
      stderr.write('\n')
    }
  }
  const line = async (question: string, preset = '') => (await ask(question)) || preset
  const yes = async (question: string, preset: boolean): Promise<boolean> => {
    for (let tries = 0; tries < TRIES; tries++) {
      const answer = (await ask(`${question} ${preset ? '[Y/n]' : '[y/N]'} `))?.toLowerCase()
      // Whoever goes away has agreed to nothing.
      if (answer === undefined) return false
      if (answer === '') return preset
      if ('yes'.startsWith(answer)) return true
      if ('no'.startsWith(answer)) return false
    }
    return false
  }
  const choose = async (question: string, names: readonly string[], preset: number) => {
    for (let tries = 0; tries < TRIES; tries++) {
      const answer = await line(`${question} [${preset + 1}] `, String(preset + 1))
      const number = Number(answer) - 1
      if (Number.isInteger(number) && names[number] !== undefined) return number
      const named = names.findIndex((name) => name.toLowerCase() === answer.toLowerCase())
      if (named >= 0) return named
      stderr.write(`Please answer with a number from 1 to ${names.length}.\n`)
    }
    return null
  }
  return { line, secret, yes, choose }
}
