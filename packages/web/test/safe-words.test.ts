import i18next from 'i18next'
import test from 'tape'
import type { SafeFact } from '@allmende/api/client'
import { de } from '../src/app/locales/de.ts'
import { en } from '../src/app/locales/en.ts'
import { es } from '../src/app/locales/es.ts'
import { agoIn, bytesIn, momentIn } from '../src/app/state/format.ts'
import { safeWords } from '../src/app/state/safe-words.ts'

const CATALOGUES = { en, de, es }
const AT = Date.UTC(2026, 0, 2)
const BEN = { name: 'Ben', mirror: false }
const LACK = { commons: null, records: 2, edits: 0, bytes: 2_000_000, atLimit: false }
const FACTS: readonly SafeFact[] = [
  { code: 'nothing-written' },
  { code: 'whole', keepers: [BEN, { name: 'box', mirror: true }], of: 3, at: AT },
  { code: 'holds', ...BEN, at: AT },
  { code: 'silent', ...BEN },
  { code: 'stale', ...BEN, at: AT },
  { code: 'not-agreed', ...BEN, at: AT },
  {
    code: 'lacks',
    ...BEN,
    at: AT,
    lacks: [{ ...LACK, kind: 'missing', of: { titles: ['Lamp', 'Stool'], more: 3 } }],
  },
  { code: 'unnamed-mirror', name: 'box', node: 'n', at: AT },
  { code: 'alone', titles: ['Lamp'], more: 0 },
  { code: 'no-keeper', commons: 'Garden' },
]

async function wordsIn(language: keyof typeof CATALOGUES): Promise<Parameters<typeof safeWords>[1]> {
  const i18n = i18next.createInstance()
  const resources = { [language]: { translation: CATALOGUES[language] } }
  await i18n.init({ lng: language, resources, interpolation: { escapeValue: false } })
  return {
    t: i18n.t as never,
    language,
    bytes: (count) => bytesIn(language, count),
    moment: (at) => momentIn(language, at),
    ago: (at) => agoIn(language, at, AT + 180_000),
    number: String,
  }
}

test('WB48 every reason for its being safe to close or not is said in the language of the page', async (t) => {
  const said = new Map<string, string[]>()
  for (const language of ['en', 'de', 'es'] as const) {
    const words = await wordsIn(language)
    const sentences = FACTS.map((fact) => safeWords(fact, words))
    for (const sentence of sentences) t.notOk(/safe\.|\{\{|undefined/.test(sentence), sentence)
    said.set(language, sentences)
  }
  const lacks = FACTS.findIndex(({ code }) => code === 'lacks')
  t.equal(
    said.get('en')?.[lacks],
    'Ben lacks 2 records and 2 MB of “Lamp”, “Stool”, and 3 more (as of 3 minutes ago).',
  )
  t.equal(new Set([...said.values()].flat()).size, 3 * FACTS.length, 'no language says what another does')
})
