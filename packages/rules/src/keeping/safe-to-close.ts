import type { NodeId } from '@allmende/vocabulary'

/**
 * For how long a keeper's word stands. A laptop that is on at weekends only still counts; one that has been silent for
 * longer may be broken or gone, and what it holds is not known any more.
 */
export const KEEPER_WORD_MS = 7 * 24 * 60 * 60 * 1000

/** Names and titles that are told; of more only the number. */
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
  readonly mirror?: true
}

export type SafeVerdict = {
  readonly answer: 'yes' | 'no' | 'unknown'
  readonly reasons: readonly string[]
  readonly keepers: readonly KeeperVerdict[]
}

/**
 * Whether this computer may be closed, or lost, without anything of its person's being lost. "Yes" only when every node
 * that was named has agreed and has said of everything that is here now that it holds it; that others happen to hold it
 * says nothing about tomorrow.
 */
export function safeToClose(question: SafeQuestion): SafeVerdict {
  const { commons } = question
  if (commons.length === 0)
    return {
      answer: 'yes',
      reasons: ['nothing was written on this computer yet that anybody else could need'],
      keepers: [],
    }
  const keepers = [...byNode(commons)].map(([node, said]) => judge(node, said, question))
  const reasons = [...wholeReason(keepers, question), ...keepers.flatMap(brokenReason)]
  const answers = keepers.map(({ answer }) => answer)
  for (const { name, alone, keepers: named, mirrors = [] } of commons) {
    if (named.length > 0) continue
    reasons.push(...mirrors.map((mirror) => unnamedReason(mirror, question)))
    answers.push(alone.length > 0 ? 'no' : 'unknown')
    if (alone.length > 0) reasons.push(`only on this computer as far as is known: ${some(alone)}`)
    const where = commons.length > 1 || keepers.length > 0 ? `in "${name}"` : 'here'
    reasons.push(`nobody was named a keeper of what you wrote ${where}`)
  }
  const answer = answers.includes('no') ? 'no' : answers.includes('unknown') ? 'unknown' : 'yes'
  return { answer, reasons, keepers }
}

type Said = { readonly commons: string; readonly says: KeeperSays }

function byNode(commons: readonly SafeCommons[]): Map<NodeId, Said[]> {
  const found = new Map<NodeId, Said[]>()
  for (const { name, keepers } of commons)
    for (const says of keepers)
      found.set(says.node, [...(found.get(says.node) ?? []), { commons: name, says }])
  return found
}

function judge(node: NodeId, said: readonly Said[], { now, time, amount }: SafeQuestion): KeeperVerdict {
  const { mirror } = said[0]!.says
  const name = mirror ? `mirror ${said[0]!.says.name}` : said[0]!.says.name
  const times = said.map(({ says }) => says.at)
  const at = times.includes(null) ? null : Math.min(...(times as number[]))
  const agreed = said.every(({ says }) => says.agreed)
  const verdict = (answer: KeeperVerdict['answer'], reason: string) => ({
    node,
    name,
    at,
    answer,
    agreed,
    reason,
    ...(mirror && { mirror }),
  })
  if (at === null) return verdict('unknown', `${name} has not said yet what they hold`)
  if (now - at > KEEPER_WORD_MS)
    return verdict(
      'unknown',
      `${name} has said nothing since ${time(at)}: what they hold is not known any more`,
    )
  const lacks = said.filter(({ says }) => says.lack !== null)
  if (lacks.length > 0) {
    const words = lacks.map(({ commons, says }) =>
      lackWords(says.lack!, said.length > 1 ? commons : null, amount),
    )
    const known = lacks.some(({ says }) => !isUnclearOnly(says.lack!))
    return verdict(known ? 'no' : 'unknown', `${name} ${words.join('; ')} (as of ${time(at)})`)
  }
  if (!agreed)
    return verdict(
      'unknown',
      `${name} holds everything of yours as of ${time(at)}, but has not agreed to keep it (\`allmende keeper keep\` there)`,
    )
  const what = mirror ? 'everything of yours (ciphertext)' : 'everything of yours'
  return verdict('yes', `${name} holds ${what} as of ${time(at)}`)
}

function isUnclearOnly({ records, edits, files, bytes, differs }: KeeperLack): boolean {
  return records === 0 && edits === 0 && files.length === 0 && bytes === 0 && !differs
}

function lackWords(lack: KeeperLack, commons: string | null, amount: (bytes: number) => string): string {
  const where = commons === null ? '' : ` in "${commons}"`
  if (isUnclearOnly(lack))
    return `counts other files than this computer does${where}; the two are still exchanging`
  if (lack.differs) return `holds another content of your log${where} than is here: that is no copy of it`
  const parts = [
    ...(lack.records > 0 ? [counted(lack.records, 'record')] : []),
    ...(lack.edits > 0 ? [counted(lack.edits, 'edit')] : []),
    ...fileWords(lack, amount),
  ]
  const limit = lack.atLimit ? ', and their limit for you is reached' : ''
  return `lacks ${joined(parts)}${where}${limit}`
}

function fileWords({ files, bytes }: KeeperLack, amount: (bytes: number) => string): string[] {
  if (files.length === 0) return bytes > 0 ? [`${amount(bytes)} of files`] : []
  return [`${amount(bytes)} of ${some(files.map(({ title }) => title))}`]
}

function wholeReason(keepers: readonly KeeperVerdict[], { time }: SafeQuestion): string[] {
  const whole = keepers.filter(({ answer }) => answer === 'yes')
  if (whole.length === 0) return []
  const since = Math.min(...whole.map(({ at }) => at ?? 0))
  const names = whole.map(({ name, mirror }) => (mirror ? `${name}: ciphertext` : name)).join(', ')
  const many = keepers.length === 1 ? 'keeper' : 'keepers'
  const hold = whole.length === 1 ? 'holds' : 'hold'
  return [
    `${whole.length} of ${keepers.length} ${many} (${names}) ${hold} everything of yours as of ${time(since)}`,
  ]
}

/** Anybody who has the link of a mirror may say so: it counts when the person has chosen it. */
function unnamedReason({ node, name, at }: UnnamedMirror, { time }: SafeQuestion): string {
  return `mirror ${name} says that it holds everything of yours (ciphertext) as of ${time(at)}; to count on it: \`allmende keeper add ${node}\``
}

function brokenReason({ answer, reason }: KeeperVerdict): string[] {
  return answer === 'yes' ? [] : [reason]
}

function some(titles: readonly string[]): string {
  const unique = [...new Set(titles)].map((title) => `"${title}"`)
  const shown = unique.slice(0, NAMED).join(', ')
  return unique.length > NAMED ? `${shown} and ${unique.length - NAMED} more` : shown
}

function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`
}
