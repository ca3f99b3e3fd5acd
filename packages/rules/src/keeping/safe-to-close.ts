import type { NodeId } from '@allmende/vocabulary'
import { safeInWords } from './safe-in-words.ts'

/**
 * For how long a keeper's word stands. A laptop that is on at weekends only still counts; one that has been silent for
 * longer may be broken or gone, and what it holds is not known any more.
 */
export const KEEPER_WORD_MS = 7 * 24 * 60 * 60 * 1000

/** Titles that are told; of more only the number. */
const NAMED = 3

/** What a keeper lacks in one commons, by its last word. */
export type KeeperLack = {
  readonly records: number
  readonly edits: number
  readonly files: readonly { readonly title: string; readonly bytes: number }[]
  readonly bytes: number
  /** It counts otherwise than this node does. */
  readonly unclear: boolean
  /** It holds another content of a log than is here. */
  readonly differs: boolean
  /** The limit it has set for this person's files is reached. */
  readonly atLimit: boolean
}

/** A node that was asked to keep everything in one commons, and its last word. */
export type KeeperSays = {
  readonly node: NodeId
  readonly name: string
  /** Null: it has never said anything. */
  readonly at: number | null
  readonly agreed: boolean
  /** Null: nothing. */
  readonly lack: KeeperLack | null
  /** It can't read what it holds. */
  readonly mirror?: true
}

/** A mirror that nobody named a keeper, and that says it holds everything in one commons. */
export type UnnamedMirror = Pick<KeeperSays, 'node' | 'name'> & { readonly at: number }

export type SafeCommons = {
  readonly name: string
  readonly keepers: readonly KeeperSays[]
  /** Titles of own goods that no other computer is known to hold. */
  readonly alone: readonly string[]
  readonly mirrors?: readonly UnnamedMirror[]
}

/** Some titles, and how many there are besides. */
export type SomeTitles = { readonly titles: readonly string[]; readonly more: number }

/** What a keeper lacks in one commons, as it is told. `commons`: null if that is clear without it. */
export type SafeLack = {
  readonly commons: string | null
  readonly kind: 'unclear' | 'differs' | 'missing'
  readonly records: number
  readonly edits: number
  readonly bytes: number
  readonly of: SomeTitles
  readonly atLimit: boolean
}

type Teller = { readonly name: string; readonly mirror: boolean }

/** One reason why it is safe to close, isn't, or isn't known. Words for it are put where it is read, in the reader's language. */
export type SafeFact =
  | { readonly code: 'nothing-written' }
  /** So many of all keepers hold everything; `at` is their oldest word. */
  | { readonly code: 'whole'; readonly keepers: readonly Teller[]; readonly of: number; readonly at: number }
  | (Teller & { readonly code: 'holds' | 'stale' | 'not-agreed'; readonly at: number })
  | (Teller & { readonly code: 'silent' })
  | (Teller & { readonly code: 'lacks'; readonly at: number; readonly lacks: readonly SafeLack[] })
  | { readonly code: 'unnamed-mirror'; readonly name: string; readonly node: string; readonly at: number }
  | (SomeTitles & { readonly code: 'alone' })
  | { readonly code: 'no-keeper'; readonly commons: string | null }

export type SafeQuestion = {
  readonly now: number
  /** Those in which the person has written anything, but for the starter. */
  readonly commons: readonly SafeCommons[]
  /** How a moment and an amount are written for people. */
  readonly time: (ms: number) => string
  readonly amount: (bytes: number) => string
}

export type KeeperVerdict = {
  readonly node: NodeId
  readonly name: string
  /** Of its oldest word that counts; null: none. */
  readonly at: number | null
  readonly answer: 'yes' | 'no' | 'unknown'
  readonly agreed: boolean
  readonly reason: string
  readonly why: SafeFact
  readonly mirror?: true
}

export type SafeVerdict = {
  readonly answer: 'yes' | 'no' | 'unknown'
  /** The reasons in English. */
  readonly reasons: readonly string[]
  /** The same, without words. */
  readonly why: readonly SafeFact[]
  readonly keepers: readonly KeeperVerdict[]
}

/**
 * Whether this computer may be closed, or lost, without anything of its person's being lost. "Yes" only when every node
 * that was named has agreed and has said of everything that is here now that it holds it; that others happen to hold it
 * says nothing about tomorrow.
 */
export function safeToClose(question: SafeQuestion): SafeVerdict {
  const { commons } = question
  const told = (
    answer: SafeVerdict['answer'],
    why: readonly SafeFact[],
    keepers: readonly KeeperVerdict[],
  ) => ({
    answer,
    reasons: why.map((fact) => safeInWords(fact, question)),
    why,
    keepers,
  })
  if (commons.length === 0) return told('yes', [{ code: 'nothing-written' }], [])
  const keepers = [...byNode(commons)].map(([node, said]) => judge(node, said, question))
  const why = [...wholeOf(keepers), ...keepers.filter(({ answer }) => answer !== 'yes').map((one) => one.why)]
  const answers = keepers.map(({ answer }) => answer)
  for (const { name, alone, keepers: named, mirrors = [] } of commons) {
    if (named.length > 0) continue
    // Anybody who has the link of a mirror may say so: it counts when the person has chosen it.
    why.push(...mirrors.map((mirror) => ({ code: 'unnamed-mirror' as const, ...mirror })))
    answers.push(alone.length > 0 ? 'no' : 'unknown')
    if (alone.length > 0) why.push({ code: 'alone', ...some(alone) })
    const clear = commons.length === 1 && keepers.length === 0
    why.push({ code: 'no-keeper', commons: clear ? null : name })
  }
  const answer = answers.includes('no') ? 'no' : answers.includes('unknown') ? 'unknown' : 'yes'
  return told(answer, why, keepers)
}

type Said = { readonly commons: string; readonly says: KeeperSays }

function byNode(commons: readonly SafeCommons[]): Map<NodeId, Said[]> {
  const found = new Map<NodeId, Said[]>()
  for (const { name, keepers } of commons)
    for (const says of keepers)
      found.set(says.node, [...(found.get(says.node) ?? []), { commons: name, says }])
  return found
}

function judge(node: NodeId, said: readonly Said[], question: SafeQuestion): KeeperVerdict {
  const { mirror, name } = said[0]!.says
  const times = said.map(({ says }) => says.at)
  const at = times.includes(null) ? null : Math.min(...(times as number[]))
  const agreed = said.every(({ says }) => says.agreed)
  const why = wordOf({ name, mirror: mirror === true }, at, agreed, said, question.now)
  return {
    node,
    name: mirror ? `mirror ${name}` : name,
    at,
    answer: answerOf(why),
    agreed,
    reason: safeInWords(why, question),
    why,
    ...(mirror && { mirror }),
  }
}

function wordOf(
  teller: Teller,
  at: number | null,
  agreed: boolean,
  said: readonly Said[],
  now: number,
): SafeFact {
  if (at === null) return { code: 'silent', ...teller }
  if (now - at > KEEPER_WORD_MS) return { code: 'stale', ...teller, at }
  const lacks = said.flatMap(({ commons, says: { lack } }) =>
    lack === null ? [] : [lackOf(lack, said.length > 1 ? commons : null)],
  )
  if (lacks.length > 0) return { code: 'lacks', ...teller, at, lacks }
  return { code: agreed ? 'holds' : 'not-agreed', ...teller, at }
}

function answerOf(why: SafeFact): KeeperVerdict['answer'] {
  if (why.code === 'holds') return 'yes'
  return why.code === 'lacks' && why.lacks.some(({ kind }) => kind !== 'unclear') ? 'no' : 'unknown'
}

function lackOf(lack: KeeperLack, commons: string | null): SafeLack {
  const { records, edits, files, bytes, differs, atLimit } = lack
  const nothing = records === 0 && edits === 0 && files.length === 0 && bytes === 0
  const kind = differs ? 'differs' : nothing ? 'unclear' : 'missing'
  return { commons, kind, records, edits, bytes, of: some(files.map(({ title }) => title)), atLimit }
}

function wholeOf(keepers: readonly KeeperVerdict[]): SafeFact[] {
  const whole = keepers.flatMap(({ why }) => (why.code === 'holds' ? [why] : []))
  if (whole.length === 0) return []
  const at = Math.min(...whole.map((one) => one.at))
  const tellers = whole.map(({ name, mirror }) => ({ name, mirror }))
  return [{ code: 'whole', keepers: tellers, of: keepers.length, at }]
}

function some(titles: readonly string[]): SomeTitles {
  const unique = [...new Set(titles)]
  return { titles: unique.slice(0, NAMED), more: Math.max(0, unique.length - NAMED) }
}
