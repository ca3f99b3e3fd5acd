import test from 'tape'
import { seeded } from '@allmende/testkit'
import {
  INVITE_WORDS,
  isLikeInviteCode,
  lettersBetween,
  newInviteCode,
  parseInviteCode,
  writeInviteCode,
} from '../src/index.ts'

/** Roughly how a word sounds: what is written differently and said alike becomes the same. */
const ALIKE: [RegExp, string][] = [
  [/^kn/, 'n'],
  [/^wr/, 'r'],
  [/^wh/, 'w'],
  [/ph/g, 'f'],
  [/ck/g, 'k'],
  [/c(?=[eiy])/g, 's'],
  [/[cq]/g, 'k'],
  [/x/g, 'ks'],
  [/z/g, 's'],
  [/dg(?=e)/g, 'j'],
  [/gh/g, ''],
  [/mb$/, 'm'],
  [/(.)\1+/g, '$1'],
  [/ee|ea|ie|ei|[iy]/g, 'i'],
  [/oo|ou|ow|ew|u/g, 'u'],
  [/oa/g, 'o'],
  [/ai|ay|e/g, 'a'],
  [/(?<=.)[aiou]+$/, ''],
]

function sound(word: string): string {
  return ALIKE.reduce((said, [written, heard]) => said.replace(written, heard), word)
}

test('V36 the words of spoken codes can’t be taken for each other, typed or said', (t) => {
  t.equal(INVITE_WORDS.length, 1024, 'ten bits a word')
  t.deepEqual(
    INVITE_WORDS.filter((word) => !/^[a-z]{4,8}$/.test(word)),
    [],
    'four to eight letters',
  )
  const near: string[] = []
  INVITE_WORDS.forEach((word, at) => {
    for (const other of INVITE_WORDS.slice(0, at)) {
      if (lettersBetween(word, other) < 2) near.push(`${word} ~ ${other}: one letter`)
      if (sound(word) === sound(other)) near.push(`${word} ~ ${other}: sound`)
      if (word.slice(0, 5) === other.slice(0, 5)) near.push(`${word} ~ ${other}: beginning`)
    }
  })
  t.deepEqual(near, [])
  t.deepEqual(INVITE_WORDS, INVITE_WORDS.toSorted(), 'in order')
  t.end()
})

test('V37 a code is read however it was typed, and comes back as it was written', (t) => {
  const random = seeded('codes')
  for (let run = 0; run < 200; run++) {
    const code = newInviteCode(random)
    t.deepEqual(parseInviteCode(writeInviteCode(code)), code)
    if (code.number < 1 || code.number > 9_999) t.fail(`number ${code.number}`)
  }
  const expected = { number: 7, words: ['lantern', 'paprika'] }
  for (const typed of [
    ' 7-lantern-paprika',
    '7 Lantern Paprika ',
    '7, LANTERN, paprika',
    '7_lantern.paprika',
  ])
    t.deepEqual(parseInviteCode(typed), expected, typed)
  t.end()
})

test('V38 a word that isn’t on the list is told with the nearest ones, so a typing mistake costs no try', (t) => {
  const thrown = (typed: string) => {
    try {
      parseInviteCode(typed)
    } catch (error) {
      return error as { code: string; expected?: string }
    }
    return null
  }
  const mistyped = thrown('7-lantrn-paprika')
  t.equal(mistyped?.code, 'INVITE_CODE_WORD')
  t.ok(mistyped?.expected?.startsWith('"lantern"'), mistyped?.expected)
  for (const wrong of [
    '',
    '7',
    '7-lantern',
    '0-lantern-paprika',
    '10000-lantern-paprika',
    'allmende:abc',
    '7-a-b-c',
  ])
    t.equal(thrown(wrong)?.code, 'INVITE_CODE_FORM', wrong)
  t.ok(isLikeInviteCode('7-lantrn'), 'still meant as a code')
  for (const other of ['allmende:7x', 'Garden', '8xk3', '2024', '7']) t.notOk(isLikeInviteCode(other), other)
  t.end()
})
