import { type ChildProcess, fork } from 'node:child_process'
import type { LiveLog } from './editor.ts'
import type { Turning } from './turning.ts'

export type LiveFigures = {
  readonly p50: number
  readonly p99: number
  readonly edits: number
  readonly lost: number
  readonly equal: boolean
  readonly memory: number
} & Turning

type Result = LiveLog & { readonly text: string; readonly memory: number }

export type LiveOptions = {
  /** The script of one editor process. */
  readonly script: string
  readonly editors: number
  readonly perSecond: number
  readonly seconds: number
  /** Characters that stand in the document before. */
  readonly size: number
  /** The last editor leaves and comes back in the middle. */
  readonly leaving?: boolean
  readonly args?: (editor: number) => string[]
}

/** Runs one system's editors in a process each and measures from typed to seen by each of the others. */
export async function driveLive(options: LiveOptions): Promise<LiveFigures> {
  const children = Array.from({ length: options.editors }, (_, editor) =>
    fork(options.script, options.args?.(editor) ?? [], { stdio: ['ignore', 2, 2, 'ipc'] }),
  )
  try {
    const [first, ...others] = children as [ChildProcess, ...ChildProcess[]]
    const text = 'All that is made in common can be kept in common. '.repeat(options.size / 50)
    const { reference } = (await order(first, { do: 'create', text })) as { reference: string }
    for (const child of others) await order(child, { do: 'open', reference })
    const { perSecond, seconds, leaving } = options
    const away = leaving ? [seconds * 0.35, seconds * 0.6] : undefined
    const last = children.length - 1
    await Promise.all(
      children.map((child, editor) =>
        order(child, {
          do: 'edit',
          work: { editor, perSecond, seconds, seed: editor + 1, ...(editor === last && { away }) },
        }),
      ),
    )
    const results = await settled(children)
    return figures(results)
  } finally {
    for (const child of children) child.kill('SIGKILL')
  }
}

const SETTLE_LIMIT_MS = 60_000

/** Asks until all have the same text and everybody has seen everything, or it takes too long: then that is the result. */
async function settled(children: ChildProcess[]): Promise<Result[]> {
  const deadline = Date.now() + SETTLE_LIMIT_MS
  for (;;) {
    const results = (await Promise.all(children.map((child) => order(child, { do: 'result' })))) as Result[]
    const wanted = results.reduce((sum, result) => sum + result.typed.length, 0)
    const whole = results.every(
      (result) => result.text === results[0]?.text && edits(result.text).size === wanted,
    )
    if (whole || Date.now() > deadline) return results
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

function edits(text: string): Set<string> {
  return new Set(text.match(/[\ue000-\uf8ff]/g))
}

function figures(results: Result[]): LiveFigures {
  const typed = new Map(results.flatMap((result) => result.typed))
  const own = results.map((result) => new Set(result.typed.map(([character]) => character)))
  const times = results.flatMap((result, index) => {
    const first = new Map<string, number>()
    for (const [character, at] of result.seen)
      if (!own[index]?.has(character) && !first.has(character) && (typed.get(character) ?? 0) > result.backAt)
        first.set(character, at)
    return [...first].map(([character, at]) => at - (typed.get(character) ?? at))
  })
  times.sort((a, b) => a - b)
  const at = (share: number): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
  const lost = Math.max(...results.map((result) => typed.size - edits(result.text).size))
  const equal = results.every((result) => result.text === results[0]?.text)
  return {
    p50: at(0.5),
    p99: at(0.99),
    edits: typed.size,
    lost,
    equal,
    memory: Math.max(...results.map((r) => r.memory)),
    blocked: Math.max(...results.map((r) => r.blocked)),
    worked: Math.max(...results.map((r) => r.worked)),
    cpu: results.reduce((sum, r) => sum + r.cpu, 0),
  }
}

function order(child: ChildProcess, message: Record<string, unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`an editor ended with status ${code}`))
    child.once('exit', ended)
    child.once('message', (reply: { answer?: unknown; error?: string }) => {
      child.off('exit', ended)
      if (reply.error) reject(new Error(reply.error))
      else resolve(reply.answer)
    })
    child.send(message)
  })
}
