import test from 'tape'
import type { NodeStatus, SharePreview } from '@allmende/api/client'
import { en } from '../src/app/locales/en.ts'
import { fieldWords, lineFieldWords, valueWords } from '../src/app/state/field-words.ts'
import { happenedWords, wrongWords } from '../src/app/state/happened-words.ts'
import { hintWords } from '../src/app/state/hint-words.ts'
import { licenceNames, licenceWords } from '../src/app/state/licence-words.ts'
import { warningWords } from '../src/app/state/warning-words.ts'
import { isSaid, LANGUAGES, type Words, wordsIn } from './words-in.ts'

type Warning = SharePreview['warnings'][number]
type Hint = NodeStatus['network'][number]['hints'][number]

const RENAMED: Warning = {
  code: 'SHARE_RENAMED',
  message: 'as the node says it',
  values: { path: 'a:b.txt', as: 'a_b.txt' },
  at: null,
  hinders: false,
}
const QUANTITY: Warning = {
  ...RENAMED,
  code: 'TABLE_QUANTITY',
  values: { found: 'some' },
  at: { file: 'bom.csv', line: 3 },
}
const message = ''
const HINTS: readonly Hint[] = [
  { code: 'udp-blocked', message, host: 'place.example' },
  { code: 'meeting-place-silent', message, host: 'place.example' },
  { code: 'hard-router', message, relays: 0 },
  { code: 'hard-router', message, relays: 2 },
  { code: 'neighbours-unreachable', message, hosts: ['10.0.0.7'] },
  { code: 'neighbours-unreachable', message, hosts: ['10.0.0.7', '10.0.0.9'] },
  { code: 'no-answer', message },
  { code: 'network-quiet', message },
  { code: 'no-network', message },
]

/** In each language; no two say the same. */
async function everywhere(say: (words: Words) => readonly string[]): Promise<string[][]> {
  return Promise.all(LANGUAGES.map(async (language) => [...say(await wordsIn(language))]))
}

test('WB75 every warning of a share is said in the language of the page, with its place and what it names', async (t) => {
  const codes = Object.keys(en.warning)
  const said = await everywhere(({ t: translate }) => [
    ...codes.map((code) => warningWords({ ...RENAMED, code, values: {} }, translate)),
    warningWords(QUANTITY, translate),
  ])
  t.deepEqual(
    said.flat().filter((sentence) => !isSaid(sentence)),
    [],
    'what isn’t told leaves no hole',
  )
  t.equal(new Set(said.flat()).size, said.flat().length, 'no two say the same')
  const { t: german } = await wordsIn('de')
  t.equal(
    warningWords(QUANTITY, german),
    'bom.csv, Zeile 3: „some“ ist keine Menge; es steht jetzt in der Anmerkung.',
  )
  t.match(warningWords(RENAMED, german), /„a:b.txt“ wird als „a_b.txt“ geteilt/)
  t.equal(
    warningWords({ ...RENAMED, code: 'NEWER' }, german),
    RENAMED.message,
    'what is newer, as the node says it',
  )
})

test('WB76 every hint on the network is said in the language of the page', async (t) => {
  const said = await everywhere(({ t: translate, language }) =>
    HINTS.map((hint) => hintWords(hint, translate, language)),
  )
  t.deepEqual(
    said.flat().filter((sentence) => !isSaid(sentence)),
    [],
  )
  t.equal(new Set(said.flat()).size, said.flat().length, 'no two say the same')
  t.match(said[0]?.[5] ?? '', /^10\.0\.0\.7 and 10\.0\.0\.9 are heard/)
})

test('WB77 fields are called by what they are for, and what is unknown as it is written', async (t) => {
  const { t: german } = await wordsIn('de')
  t.equal(fieldWords('design.size.width', german), 'Breite in Millimetern')
  t.equal(lineFieldWords('cost.amount', german), 'Kosten')
  for (const name of ['foreign.okh1.x', 'constructor', 'design', 'design.size.toString', '__proto__'])
    t.equal(fieldWords(name, german), name)
  t.equal(valueWords('type', 'design', german), 'Bauplan')
  t.equal(valueWords('design.made', 'true', german), 'ja')
  t.equal(valueWords('title', 'true', german), 'true', 'a title is what somebody wrote')
})

test('WB80 what a licence lets one do with a good is said in the language of the page', async (t) => {
  const asks = ['nothing', 'notice', 'weak', 'same', 'network'] as const
  const names = ['MIT License', 'GNU GPL']
  const said = await everywhere(({ t: translate }) =>
    ['design', 'data', 'text'].flatMap((type) =>
      asks.flatMap((one) =>
        ([null, 'or', 'and'] as const).map((joined) =>
          licenceWords({ asks: one, joined, names }, type, translate),
        ),
      ),
    ),
  )
  t.deepEqual(
    said.flat().filter((sentence) => !isSaid(sentence)),
    [],
  )
  const { t: german } = await wordsIn('de')
  t.equal(
    licenceWords({ asks: 'same', joined: null, names: null }, 'design', german),
    'Du darfst es nutzen, bauen, verändern und verkaufen; veränderte Kopien müssen unter derselben Lizenz bleiben.',
  )
  const licensed = { licence: 'MIT OR X', licenceName: 'MIT License or GNU GPL' }
  const joined = { asks: 'notice', joined: 'or', names } as const
  t.equal(licenceNames({ ...licensed, licenceTerms: joined }, 'de'), 'MIT License oder GNU GPL')
  t.equal(licenceNames({ ...licensed, licenceTerms: { ...joined, names: null } }, 'de'), 'MIT OR X')
  t.equal(licenceNames({ licence: 'Own', licenceName: null, licenceTerms: null }, 'de'), 'Own')
})

test('WB81 what happened to the logs, and what a check finds wrong, is said in the language of the page', async (t) => {
  const happened = (code: string, values = {}) => ({ code, values, message: 'as the node says it', at: 0 })
  const codes = Object.keys(en.happened).filter((code) => code !== 'unclean-stop-rebooted')
  const said = await everywhere((words) => [
    ...codes.map((code) => happenedWords(happened(code), words)),
    happenedWords(happened('unclean-stop', { rebooted: 'true' }), words),
    ...['EDIT_RIGHT', 'CHANGE_FULL', 'CHANGE_GAP'].map((code) => happenedWords(happened(code), words)),
    happenedWords(happened('EDIT_RIGHT', { changes: '2', who: 'Eve', title: 'Charter' }), words),
    ...Object.keys(en.wrong).map((code) => wrongWords(happened(code), words)),
  ])
  t.deepEqual(
    said.flat().filter((sentence) => !isSaid(sentence)),
    [],
    'what isn’t told leaves no hole',
  )
  t.equal(new Set(said.flat()).size, said.flat().length, 'no two say the same')
  const german = await wordsIn('de')
  t.equal(
    happenedWords(happened('EDIT_RIGHT', { changes: '2', who: 'Eve', title: 'Satzung' }), german),
    'Aus „Satzung“ herausgehalten: 2 Änderungen von Eve, ohne das Recht, ihn zu bearbeiten.',
  )
  t.notOk(happenedWords(happened('device-new', { since: '0' }), german).includes(' 0.'), 'a day, no number')
  t.match(wrongWords(happened('BLOCK_MISSING', { block: '3', of: '7' }), german), /Eintrag 3 von 7/)
  t.match(wrongWords(happened('VIEWS_DAMAGED'), german), /„Prüfen und Listen neu machen“/)
  t.equal(happenedWords(happened('newer'), german), 'as the node says it')
  t.equal(wrongWords({ ...happened('constructor'), hint: 'do it' }, german), 'as the node says it do it')
})
