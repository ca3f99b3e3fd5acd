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
}

export type LiveWork = {
  readonly editor: number
  readonly perSecond: number
  readonly seconds: number
  readonly seed: number
}

/** Characters seen or typed, with the time in milliseconds since the epoch (fractions kept). */
export type LiveLog = { readonly typed: [string, number][]; readonly seen: [string, number][] }

const FIRST = 0xe000
const PER_EDITOR = 2000

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
  let state = work.seed >>> 0
  const started = performance.now()
  for (let index = 0; index < count; index++) {
    const due = started + (index * 1000) / work.perSecond
    const wait = due - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const character = String.fromCharCode(FIRST + work.editor * PER_EDITOR + index)
    typed.push([character, precise()])
    document.insert(Math.floor((state / 2 ** 32) * document.length()), character)
  }
  return { typed, seen }
}
