import type { SafeFact, SafeLack, SafeQuestion, SomeTitles } from './safe-to-close.ts'

type Words = Pick<SafeQuestion, 'time' | 'amount'>

/** A reason of `safeToClose` in English, for terminals and whoever has no words of their own for it. */
export function safeInWords(fact: SafeFact, { time, amount }: Words): string {
  switch (fact.code) {
    case 'nothing-written':
      return 'nothing was written on this computer yet that anybody else could need'
    case 'whole':
      return wholeInWords(fact, time(fact.at))
    case 'holds':
      return `${who(fact)} holds everything of yours${fact.mirror ? ' (ciphertext)' : ''} as of ${time(fact.at)}`
    case 'silent':
      return `${who(fact)} has not said yet what they hold`
    case 'stale':
      return `${who(fact)} has said nothing since ${time(fact.at)}: what they hold is not known any more`
    case 'not-agreed':
      return `${who(fact)} holds everything of yours as of ${time(fact.at)}, but has not agreed to keep it (\`allmende keeper keep\` there)`
    case 'lacks':
      return `${who(fact)} ${fact.lacks.map((lack) => lackInWords(lack, amount)).join('; ')} (as of ${time(fact.at)})`
    case 'unnamed-mirror':
      return `mirror ${fact.name} says that it holds everything of yours (ciphertext) as of ${time(fact.at)}; to count on it: \`allmende keeper add ${fact.node}\``
    case 'alone':
      return `only on this computer as far as is known: ${titlesInWords(fact)}`
    case 'no-keeper':
      return `nobody was named a keeper of what you wrote ${fact.commons === null ? 'here' : `in "${fact.commons}"`}`
  }
}

function who({ name, mirror }: { readonly name: string; readonly mirror: boolean }): string {
  return mirror ? `mirror ${name}` : name
}

function wholeInWords({ keepers, of }: Extract<SafeFact, { code: 'whole' }>, since: string): string {
  const names = keepers.map((one) => (one.mirror ? `${who(one)}: ciphertext` : one.name)).join(', ')
  const many = of === 1 ? 'keeper' : 'keepers'
  const hold = keepers.length === 1 ? 'holds' : 'hold'
  return `${keepers.length} of ${of} ${many} (${names}) ${hold} everything of yours as of ${since}`
}

function lackInWords(lack: SafeLack, amount: (bytes: number) => string): string {
  const { commons, kind, records, edits, bytes, of, atLimit } = lack
  const where = commons === null ? '' : ` in "${commons}"`
  if (kind === 'unclear')
    return `counts other files than this computer does${where}; the two are still exchanging`
  if (kind === 'differs')
    return `holds another content of your log${where} than is here: that is no copy of it`
  const parts = [
    ...(records > 0 ? [counted(records, 'record')] : []),
    ...(edits > 0 ? [counted(edits, 'edit')] : []),
    ...(of.titles.length > 0
      ? [`${amount(bytes)} of ${titlesInWords(of)}`]
      : bytes > 0
        ? [`${amount(bytes)} of files`]
        : []),
  ]
  const limit = atLimit ? ', and their limit for you is reached' : ''
  return `lacks ${joined(parts)}${where}${limit}`
}

function titlesInWords({ titles, more }: SomeTitles): string {
  const shown = titles.map((title) => `"${title}"`).join(', ')
  return more > 0 ? `${shown} and ${more} more` : shown
}

function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`
}
