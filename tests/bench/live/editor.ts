import { type Turning, TurningWatch } from './turning.ts'

/**
 * One editor of the live bench, the same for every system: types one character at a time at random places, and notes
 * when each character was typed and when each of the others' was seen. A character from the private-use area names its
 * edit, so that a merge can't hide it.
 */
export type LiveDocument = {
  /** Puts one character in; resolves or not, as the system does: the next edit comes when its time has come. */
  insert(at: number, character: string): void
  length(): number
  text(): Promise<string>
  /** Called with every piece of text that came in, from whomever. */
  onInsert(listener: (text: string) => void): void
  /** Closes everything, as a laptop that is shut; and opens it again with what was there. */
  leave?(): Promise<void>
  comeBack?(): Promise<void>
}

export type LiveWork = {
  readonly editor: number
  readonly perSecond: number
  readonly seconds: number
  readonly seed: number
  /** When this editor leaves and comes back, in seconds from the beginning. It types nothing meanwhile. */
  readonly away?: readonly [from: number, to: number]
}

/** Characters seen or typed, with the time in milliseconds since the epoch (fractions kept). */
export type LiveLog = {
  readonly typed: [string, number][]
  readonly seen: [string, number][]
  /** What was typed before is not seen live by who came back then; 0 for the others. */
  readonly backAt: number
} & Turning

const FIRST = 0xe000
/** Five editors have room in the private-use area for two minutes of ten a second. */
const PER_EDITOR = 1280

/** Wall clock with fractions: comparable between processes of one machine. */
export function precise(): number {
  return performance.timeOrigin + performance.now()
}

export async function edit(document: LiveDocument, work: LiveWork): Promise<LiveLog> {
  const typed: [string, number][] = []
  const seen: [string, number][] = []
  document.onInsert((text) => {
    const now = precise()
    for (const character of text)
      if (character.charCodeAt(0) >= FIRST && character.length === 1) seen.push([character, now])
  })
  const count = work.perSecond * work.seconds
  if (count > PER_EDITOR) throw new Error(`at most ${PER_EDITOR} edits each, asked for ${count}`)
  const [leaveAt, backAt] = document.leave && work.away ? work.away : [Infinity, Infinity]
  let returned = 0
  let state = work.seed >>> 0
  const turning = new TurningWatch()
  turning.start()
  const started = performance.now()
  for (let index = 0; index < count; index++) {
    const seconds = index / work.perSecond
    if (seconds >= leaveAt && seconds < backAt) {
      if (returned === 0) {
        // Closing and opening again are not part of editing: what blocks then is not counted.
        turning.pause()
        await document.leave?.()
        await wait(started + backAt * 1000)
        await document.comeBack?.()
        returned = precise()
        turning.start()
      }
      continue
    }
    // Somewhere in its share of the second: people don't type in the beat of others.
    state = next(state)
    await wait(started + (seconds + state / 2 ** 32 / work.perSecond) * 1000)
    state = next(state)
    const character = String.fromCharCode(FIRST + work.editor * PER_EDITOR + index)
    typed.push([character, precise()])
    document.insert(Math.floor((state / 2 ** 32) * document.length()), character)
  }
  turning.pause()
  return { typed, seen, backAt: returned, ...turning.figures() }
}

/** A linear congruential generator (Numerical Recipes): both systems type the same at the same places. */
function next(state: number): number {
  return (Math.imul(state, 1664525) + 1013904223) >>> 0
}

async function wait(due: number): Promise<void> {
  const left = due - performance.now()
  if (left > 0) await new Promise((resolve) => setTimeout(resolve, left))
}
