import { createStore } from './store.ts'

/** The 24 words, from when the node says them (once) until they are written down. In memory only. */
export const wordsToKeep = createStore<readonly string[] | null>(null)

/** Takes the words out of an answer, if it has them, and hands it on. Every action that may make an identity goes through here. */
export function keepingWords<T>(answer: T): T {
  const { words } = (answer ?? {}) as { words?: unknown }
  if (typeof words === 'string') wordsToKeep.set(words.split(' '))
  return answer
}

/** Two different places of the words to be asked for, chosen by two numbers in 0…1. */
export function placesToAsk(count: number, [a, b]: readonly [number, number]): readonly [number, number] {
  const first = Math.floor(a * count)
  const second = Math.floor(b * (count - 1))
  const other = second >= first ? second + 1 : second
  return first < other ? [first, other] : [other, first]
}

export function sameWord(typed: string, word: string | undefined): boolean {
  return word !== undefined && typed.trim().toLowerCase() === word
}
