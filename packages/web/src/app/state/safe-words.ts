import type { SafeFact } from '@allmende/api/client'
import type { useWords } from './i18n.ts'

type Words = ReturnType<typeof useWords>
type Lacks = Extract<SafeFact, { code: 'lacks' }>['lacks'][number]

/** A reason why it is safe to close, isn't, or isn't known, in the language of the page. */
export function safeWords(fact: SafeFact, words: Words): string {
  const { t, ago, moment } = words
  switch (fact.code) {
    case 'nothing-written':
      return t('safe.nothing')
    case 'whole': {
      const names = listed(
        words,
        fact.keepers.map((one) => teller(one, words)),
      )
      return t('safe.whole', { count: fact.of, held: fact.keepers.length, names, time: ago(fact.at) })
    }
    case 'holds':
      return t('safe.holds', { name: teller(fact, words), time: ago(fact.at) })
    case 'silent':
      return t('safe.silent', { name: teller(fact, words) })
    case 'stale':
      return t('safe.stale', { name: teller(fact, words), time: moment(fact.at) })
    case 'not-agreed':
      return t('safe.notAgreed', { name: teller(fact, words), time: ago(fact.at) })
    case 'lacks': {
      const what = listed(
        words,
        fact.lacks.map((lack) => lackWords(lack, words)),
      )
      return t('safe.lacks', { name: teller(fact, words), what, time: ago(fact.at) })
    }
    case 'unnamed-mirror':
      return t('safe.unnamedMirror', { name: fact.name, time: ago(fact.at) })
    case 'alone':
      return t('safe.alone', { titles: titleWords(fact, words) })
    case 'no-keeper':
      return fact.commons === null ? t('safe.noKeeper') : t('safe.noKeeperIn', { commons: fact.commons })
  }
}

/** A mirror can't read what it holds. */
function teller({ name, mirror }: { readonly name: string; readonly mirror: boolean }, { t }: Words): string {
  return mirror ? t('safe.mirror', { name }) : name
}

function lackWords(lack: Lacks, words: Words): string {
  const { t } = words
  const what = lack.kind === 'missing' ? missingWords(lack, words) : t(`safe.${lack.kind}`)
  return lack.commons === null ? what : t('safe.in', { commons: lack.commons, what })
}

function missingWords({ records, edits, bytes, of, atLimit }: Lacks, words: Words): string {
  const { t, bytes: size } = words
  const titles = of.titles.length > 0 ? titleWords(of, words) : null
  const what = listed(words, [
    ...(records > 0 ? [t('safe.records', { count: records })] : []),
    ...(edits > 0 ? [t('safe.edits', { count: edits })] : []),
    ...(bytes > 0 ? [titles ? t('safe.bytesOf', { bytes: size(bytes), titles }) : size(bytes)] : []),
  ])
  return t(atLimit ? 'safe.missingAtLimit' : 'safe.missing', { what })
}

function titleWords({ titles, more }: { titles: readonly string[]; more: number }, words: Words): string {
  const named = titles.map((title) => `“${title}”`)
  return listed(words, more > 0 ? [...named, words.t('safe.more', { count: more })] : named)
}

function listed({ language }: Words, parts: readonly string[]): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(parts)
}
