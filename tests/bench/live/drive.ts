import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LiveLog } from './editor.ts'
import type { Turning } from './turning.ts'

/** The first seconds, in which logs begin and code is compiled, have a figure of their own. */
const WARM_UP_SECONDS = 2

export type LiveFigures = {
  readonly p50: number
  readonly p99: number
  /** Of what was typed in the first two seconds, which the other figures leave out. */
  readonly firstP50: number
  readonly firstP99: number
  readonly edits: number
  readonly lost: number
  readonly equal: boolean
  readonly memory: number
} & Turning

/** What one tells who has opened the document: where others find it, if they do. */
type Opened = { readonly address: string | undefined }

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
  const folder = await mkdtemp(join(tmpdir(), 'allmende-live-'))
  const env = { ...process.env, TMPDIR: folder }
  const children = Array.from({ length: options.editors }, (_, editor) =>
    fork(options.script, options.args?.(editor) ?? [], { stdio: ['ignore', 2, 2, 'ipc'], env }),
  )
  try {
    const [first, ...others] = children as [ChildProcess, ...ChildProcess[]]
    const text = 'All that is made in common can be kept in common. '.repeat(options.size / 50)
    const { reference, address } = (await order(first, { do: 'create', text })) as Opened & {
      reference: string
    }
    const addresses = [address]
    for (const child of others) {
      addresses.push(((await order(child, { do: 'open', reference })) as Opened).address)
      await order(child, { do: 'meet', addresses: addresses.slice(1, -1) })
    }
    const { perSecond, leaving } = options
    const seconds = options.seconds + WARM_UP_SECONDS
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
    // Whose processes may not be gone yet.
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
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
  const warmFrom = Math.min(...typed.values()) + WARM_UP_SECONDS * 1000
  const ways = results.flatMap((result, index) => {
    const first = new Map<string, number>()
    for (const [character, at] of result.seen)
      if (!own[index]?.has(character) && !first.has(character) && (typed.get(character) ?? 0) > result.backAt)
        first.set(character, at)
    return [...first].map(([character, at]) => ({ at, typedAt: typed.get(character) ?? at }))
  })
  const [cold, warm] = [true, false].map((isCold) =>
    ways.flatMap(({ at, typedAt }) => (typedAt < warmFrom === isCold ? [at - typedAt] : [])),
  ) as [number[], number[]]
  const lost = Math.max(...results.map((result) => typed.size - edits(result.text).size))
  const equal = results.every((result) => result.text === results[0]?.text)
  return {
    p50: percentile(warm, 0.5),
    p99: percentile(warm, 0.99),
    firstP50: percentile(cold, 0.5),
    firstP99: percentile(cold, 0.99),
    edits: typed.size,
    lost,
    equal,
    memory: Math.max(...results.map((r) => r.memory)),
    blocked: Math.max(...results.map((r) => r.blocked)),
    worked: Math.max(...results.map((r) => r.worked)),
    cpu: results.reduce((sum, r) => sum + r.cpu, 0),
  }
}

function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
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
