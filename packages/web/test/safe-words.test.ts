import test from 'tape'
import type { SafeFact } from '@allmende/api/client'
import { safeWords } from '../src/app/state/safe-words.ts'
import { LANGUAGES, wordsIn } from './words-in.ts'

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

test('WB48 every reason for its being safe to close or not is said in the language of the page', async (t) => {
  const said = new Map<string, string[]>()
  for (const language of LANGUAGES) {
    const words = await wordsIn(language, AT + 180_000)
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
