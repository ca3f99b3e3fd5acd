import { editDistance } from '../edit-distance.ts'
import { MAX_NEAR_TRIES } from '../limits.ts'
import { plainWord, type SearchPart } from '../search-words.ts'
import type { QuestionParts } from './parts.ts'
import { createSpellings } from './spellings.ts'

/** A search that found nothing, with words spelt nearly alike in the place of those that occur nowhere. */
export type NearSearches = {
  /** All words that were thought of, the nearest first. */
  near: string[]
  /** What to look for instead, the most likely first. */
  tries: SearchPart[][]
}

/** A word and how far it is from what was typed. */
type Candidate = { word: string; distance: number; docs: number }

/** How many mistakes a word may have: in a short one, more than one makes another word of it. */
function mistakesIn(length: number): number {
  if (length < 4) return 0
  return length < 8 ? 1 : 2
}

/**
 * Where to look, the likeliest first: few mistakes are in the first two letters, and those share a small part of the terms.
 * Else what begins with the first letter, or with the second if two were swapped or one was too many.
 */
function beginningsOf([first = '', second = '']: readonly string[]): string[][] {
  return [[first + second], [...new Set([first, second])]]
}

/** Thinks of other spellings. Costs a walk through a part of the terms, so it is for searches that found nothing. */
export function createNearSearches(questions: QuestionParts): (parts: readonly SearchPart[]) => NearSearches {
  const { db } = questions
  const spellings = createSpellings(questions)
  const occurs = db.prepare('SELECT 1 FROM search WHERE search MATCH ? LIMIT 1')

  function nearest(word: string): Candidate[] {
    const letters = Array.from(plainWord(word))
    const limit = mistakesIn(letters.length)
    if (limit === 0) return []
    const found = new Map<string, Candidate>()
    for (const beginnings of beginningsOf(letters)) {
      for (const { term, letters: other, docs } of beginnings.flatMap(spellings)) {
        const distance = editDistance(letters, other, limit)
        if (distance <= limit) found.set(term, { word: term, distance, docs })
      }
      if (found.size > 0) break
    }
    return [...found.values()]
      .sort((a, b) => a.distance - b.distance || b.docs - a.docs || (a.word < b.word ? -1 : 1))
      .slice(0, MAX_NEAR_TRIES)
  }

  return (parts) => {
    const last = parts.length - 1
    const others = new Map<string, Candidate[]>()
    for (const [at, { words, quoted }] of parts.entries()) {
      for (const word of quoted ? [] : words) {
        const beginning = at === last && word === words.at(-1)
        if (occurs.get(`"${word}"${beginning ? ' *' : ''}`) === undefined) others.set(word, nearest(word))
      }
    }
    const most = Math.max(0, ...[...others.values()].map((list) => list.length))
    const tries = Array.from({ length: most }, (_, rank) => replaced(parts, others, rank))
    const all = [...others.values()].flat().sort((a, b) => a.distance - b.distance)
    return { near: [...new Set(all.map(({ word }) => word))], tries }
  }
}

/** The search with each unknown word replaced by the candidate of a rank, or by its last one. */
function replaced(
  parts: readonly SearchPart[],
  others: ReadonlyMap<string, Candidate[]>,
  rank: number,
): SearchPart[] {
  const other = (word: string) => {
    const candidates = others.get(word)
    return (candidates?.[rank] ?? candidates?.at(-1))?.word ?? word
  }
  return parts.map(({ words, quoted }) => ({ words: quoted ? words : words.map(other), quoted }))
}
