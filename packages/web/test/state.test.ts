import test from 'tape'
import type { NodeEvent } from '@allmende/api/client'
import { agoIn, bytesIn, momentIn } from '../src/app/state/format.ts'
import { languageFor } from '../src/app/state/preferences.ts'
import { saidOf } from '../src/app/state/problem.ts'
import { syncOf } from '../src/app/state/sync-state.ts'
import { codeFrom, whyNot } from '../src/app/state/token.ts'
import { ALL_CACHED, touchedBy } from '../src/app/state/touched.ts'
import { keepingWords, placesToAsk, sameWord, wordsToKeep } from '../src/app/state/words.ts'

test('WB5 the code is read out of the fragment alone', (t) => {
  t.equal(codeFrom('#code=abc'), 'abc')
  t.equal(codeFrom('#/code=abc'), 'abc')
  for (const fragment of ['', '#', '#/', '#/goods', '#code=']) t.equal(codeFrom(fragment), null, fragment)
  t.end()
})

test('WB40 a code that was used is told apart from one that is old, and from a node that doesn’t answer', (t) => {
  t.equal(whyNot({ code: 'PAGE_CODE_USED', message: '' }), 'used')
  t.equal(whyNot({ code: 'PAGE_CODE_OLD', message: '' }), 'old')
  t.equal(whyNot({ code: 'NODE_GONE', message: '' }), null)
  t.end()
})

test('WB6 an error is said as the node says it, whatever it is', (t) => {
  const whole = { code: 'X', message: 'm', expected: 'e', found: 'f', hint: 'h' }
  t.deepEqual(saidOf({ ...whole, stack: 's' }), whole)
  t.deepEqual(saidOf('torn'), { code: 'UNKNOWN', message: 'torn', expected: null, found: null, hint: null })
  t.equal(saidOf(null).code, 'UNKNOWN')
  t.end()
})

test('WB10 "up to date" is said only where somebody who could tell was met', (t) => {
  const of = (...behind: (number | null)[]) => syncOf(behind.map((one) => ({ behind: one })))
  t.equal(of(), 'none')
  t.equal(of(null, null), 'unknown')
  t.equal(of(null, 3), 'behind')
  t.equal(of(0, null), 'even')
  t.equal(of(0, 0), 'even')
  t.end()
})

test('WB12 sizes, moments and spans are written as each language has them', (t) => {
  t.equal(bytesIn('en', 1), '1 byte')
  t.equal(bytesIn('en', 999), '999 bytes')
  t.equal(bytesIn('en', 1500), '1.5 kB')
  t.equal(bytesIn('de', 1_500_000), '1,5 MB')
  t.equal(bytesIn('es', 25_000_000_000_000), '25 TB')
  t.equal(momentIn('en', Number.NaN), '?')
  t.equal(momentIn('en', 1e17), '?', 'a moment that no calendar has')
  const now = Date.UTC(2030, 0, 1)
  t.equal(agoIn('en', now - 3 * 86_400_000, now), '3 days ago')
  t.equal(agoIn('de', now - 3_600_000, now), 'vor 1 Stunde')
  t.equal(agoIn('en', now + 1e9, now), 'now', 'a clock that is ahead makes no future')
  t.end()
})

test('WB12 the page speaks the first language that the person reads and it knows', (t) => {
  t.equal(languageFor(['fr-FR', 'de-AT', 'en']), 'de')
  t.equal(languageFor(['fr', 'it']), 'en')
  t.equal(languageFor([]), 'en')
  t.end()
})

test('WB13 an event that isn’t known makes everything be asked anew', (t) => {
  t.deepEqual(touchedBy({ type: 'tomorrow' } as unknown as NodeEvent), ALL_CACHED)
  const changed = { type: 'changed', commons: 'c', kinds: ['good'], things: [] } as const
  for (const one of ['find', 'thing', 'drafts', 'commons', 'people'] as const)
    t.ok(touchedBy(changed).includes(one), `a record may change what ${one} says`)
  t.ok(touchedBy({ type: 'holding', id: '', version: '', title: '', holders: 2 }).includes('thing'))
  t.end()
})

test('WB14 the words are taken out of whichever answer brings them, and two different ones are asked for', (t) => {
  t.deepEqual(keepingWords({ id: 'x' }), { id: 'x' })
  t.equal(wordsToKeep.get(), null)
  keepingWords({ words: 'abandon ability able' })
  t.deepEqual(wordsToKeep.get(), ['abandon', 'ability', 'able'])
  keepingWords(undefined)
  t.equal(wordsToKeep.get()?.length, 3, 'an answer without words leaves them')
  for (const a of [0, 0.3, 0.5, 0.999])
    for (const b of [0, 0.3, 0.5, 0.999]) {
      const [first, second] = placesToAsk(24, [a, b])
      if (!(first >= 0 && first < second && second < 24)) t.fail(`${a} ${b}: ${first}, ${second}`)
    }
  t.ok(sameWord(' Able ', 'able'))
  t.notOk(sameWord('', undefined))
  t.end()
})
