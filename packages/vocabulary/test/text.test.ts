import test from 'tape'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { decodeRecord, displayText, encodeRecord, validate } from '../src/index.ts'
import { comment, good, withBody } from './samples.ts'

const BLNS = new URL('../../../../shared/data/hostile/blns/', import.meta.url)

/** Our own few, so that the rule is tried also where the others are not there. */
const NAUGHTY = [
  '',
  ' ',
  '\0',
  '\u001b[31mred\u001b[0m',
  '\u202egnp.exe',
  'a\u0301\u0301\u0301\u0301\u0301\u0301',
  '<script>alert(1)</script>',
  "'; DROP TABLE goods;--",
  '../../etc/passwd',
  '__proto__',
  '🏳️‍🌈',
  '\ud800',
  '﷽',
  'null',
  '﻿bom',
]

function naughtyStrings(): string[] {
  if (!existsSync(BLNS)) return []
  return readdirSync(BLNS)
    .filter((name) => name.endsWith('.json') && !name.includes('base64'))
    .flatMap((name) => JSON.parse(readFileSync(new URL(name, BLNS), 'utf8')) as unknown[])
    .filter((entry) => typeof entry === 'string')
}

test('V31 a text comes back as it was, also with a byte order mark before it, or is refused; none does harm on the way', (t) => {
  const found = naughtyStrings()
  if (found.length === 0) t.skip('../shared/data/hostile/blns is not there: only our own few are tried')
  else t.ok(found.length > 400, `${found.length} strings of others are tried too`)
  const wrong: string[] = []
  for (const text of [...NAUGHTY, ...found]) {
    const record = withBody(good, { title: text, description: text, tags: [text] })
    const issues = validate(record)
    const refusable =
      text.trim() === '' || !/\S/.test(text) || !text.isWellFormed() || Array.from(text).length > 50
    if (issues.length > 0) {
      if (!refusable) wrong.push(text)
      continue
    }
    const body = decodeRecord(encodeRecord(record)).record.body as { title: string }
    if (body.title !== text) wrong.push(text)
  }
  t.deepEqual(wrong, [])
  t.end()
})

test('V32 what is shown is one line without anything that moves, turns or hides', (t) => {
  const shown: [text: string, line: string][] = [
    ['plain', 'plain'],
    ['two\nlines\r\n\tand more', 'two lines and more'],
    ['\u001b[2J\u001b[1;31mred', '[2J [1;31mred'],
    ['a\u009bb\u007fc', 'a b c'],
    ['photo\u202egnp.exe', 'photognp.exe'],
    ['a\u2066b\u2069c\u200bd\ufeffe\u00adf', 'abcdef'],
    ['tag\u{e0041}\u{e007f}s', 'tags'],
    ['Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306', 'Z\u0300\u0301\u0302\u0303'],
    ['half\ud83d', 'half\ufffd'],
    ['🏳️‍🌈 family 👩‍👩‍👦', '🏳️‍🌈 family 👩‍👩‍👦'],
    ['क्‍ष', 'क्‍ष'],
    ['   ', ''],
  ]
  for (const [text, line] of shown) t.equal(displayText(text), line, JSON.stringify(text))
  for (const text of naughtyStrings()) {
    const line = displayText(text, 60)
    if (/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(line)) t.fail(JSON.stringify(text))
    if (displayText(line, 60) !== line) t.fail(`shown twice it is another: ${JSON.stringify(text)}`)
  }
  t.end()
})

test('V32 a long text is cut between characters as people count them', (t) => {
  t.equal(displayText('abcdef', 4), 'abc…')
  t.equal(displayText('abcd', 4), 'abcd')
  t.equal(displayText('👩‍👩‍👦👩‍👩‍👦👩‍👩‍👦', 2), '👩‍👩‍👦…')
  t.equal(displayText('👩‍👩‍👦👩‍👩‍👦', 2), '👩‍👩‍👦👩‍👩‍👦')
  t.equal(Array.from(displayText(comment.body.text!.repeat(100_000), 20)).length, 20, 'also a very long one')
  t.equal(displayText('x', 0), '')
  t.end()
})
