import { seeded, type Seeded } from '@allmende/testkit'
import test from 'tape'
import type { TextPatch } from '../src/contract.ts'
import { difference } from '../src/difference.ts'
import { applyPatches, growth, joinPatch, rebase } from '../src/splices.ts'
import { wholeCharacters } from '../src/worker/whole-characters.ts'

const SEED = 'splices 1'
const PIECES = ['a', 'bc', '😀', 'é', 'e\u0301', '\r\n', '👩‍👩‍👧', 'line\n', '日本']

function randomText(random: Seeded, pieces: number): string {
  return Array.from({ length: pieces }, () => random.pick(PIECES)).join('')
}

function randomPatches(random: Seeded, text: string, count: number): TextPatch[] {
  let length = text.length
  return Array.from({ length: count }, () => {
    const at = random.int(length + 1)
    const del = random.chance(0.5) ? random.int(Math.min(6, length - at) + 1) : 0
    const ins = random.chance(0.7) ? random.pick(PIECES) : ''
    length += ins.length - del
    return { at, del, ins }
  })
}

test('D20 edits made apart give the same text in either order', (t) => {
  const random = seeded(SEED)
  let bad = 0
  for (let round = 0; round < 5_000; round++) {
    const text = randomText(random, random.int(8))
    const a = randomPatches(random, text, 1 + random.int(4))
    const b = randomPatches(random, text, 1 + random.int(4))
    const { first, second } = rebase(a, b)
    const one = applyPatches(applyPatches(text, a), second)
    const other = applyPatches(applyPatches(text, b), first)
    if (one !== other && bad++ === 0) t.fail(`seed ${SEED}, round ${round}: ${one} / ${other}`)
    if (growth(first) + growth(b) !== one.length - text.length) bad++
  }
  t.equal(bad, 0)
  t.end()
})

test('D20 moving past a list is moving past its parts, one after another', (t) => {
  const random = seeded(SEED)
  let bad = 0
  for (let round = 0; round < 2_000; round++) {
    const text = randomText(random, random.int(8))
    const mine = randomPatches(random, text, 3)
    const told = randomPatches(random, text, 2)
    const more = randomPatches(random, applyPatches(text, told), 2)
    const whole = rebase(mine, [...told, ...more])
    const part = rebase(mine, told)
    const rest = rebase(part.first, more)
    const shown = applyPatches(text, mine)
    const same = applyPatches(shown, whole.second) === applyPatches(shown, [...part.second, ...rest.second])
    if (!same || JSON.stringify(whole.first) !== JSON.stringify(rest.first)) bad++
  }
  t.equal(bad, 0)
  t.end()
})

test('D21 joining the edits of a batch changes their number, not what they do', (t) => {
  const random = seeded(SEED)
  let [before, after, bad] = [0, 0, 0]
  for (let round = 0; round < 3_000; round++) {
    const text = randomText(random, 6)
    const patches = randomPatches(random, text, 6)
    const joined: TextPatch[] = []
    for (const patch of patches) joinPatch(joined, patch)
    before += patches.length
    after += joined.length
    if (applyPatches(text, joined) !== applyPatches(text, patches)) bad++
  }
  t.equal(bad, 0)
  t.ok(after < before, `${before} edits became ${after}`)
  t.end()
})

test('D22 the difference of two texts makes one of the other and cuts no character in half', (t) => {
  const random = seeded(SEED)
  let [bad, halves] = [0, 0]
  for (let round = 0; round < 3_000; round++) {
    const before = randomText(random, random.int(12))
    const after = random.chance(0.7)
      ? wholeAfter(before, randomPatches(random, before, 3))
      : randomText(random, random.int(12))
    const patches = difference(before, after)
    if (applyPatches(before, patches) !== after) bad++
    if (!patches.every(({ ins }) => ins.isWellFormed())) halves++
    if (wholeCharacters(before, patches).correction.length > 0) halves++
  }
  t.equal(bad, 0, 'every difference leads to the other text')
  t.equal(halves, 0, 'no half characters')
  t.end()
})

test('D22 two long unrelated texts are compared in a moment', (t) => {
  const random = seeded(SEED)
  const long = (): string => Array.from({ length: 30_000 }, () => random.pick(PIECES)).join('')
  const [before, after] = [long(), long()]
  const start = performance.now()
  t.equal(applyPatches(before, difference(before, after)), after)
  t.equal(
    applyPatches(`${before}x${after}`, difference(`${before}x${after}`, `${before}y${after}`)).length,
    before.length + after.length + 1,
  )
  t.ok(performance.now() - start < 60_000, `${Math.round(performance.now() - start)} ms`)
  t.end()
})

test('D23 an edit that would cut a character in half takes all of it, and the editor is told', (t) => {
  const text = 'a😀b'
  const half = wholeCharacters(text, [{ at: 2, del: 1, ins: '' }])
  t.deepEqual(half.patches, [{ at: 1, del: 2, ins: '' }])
  t.equal(applyPatches(applyPatches(text, [{ at: 2, del: 1, ins: '' }]), half.correction), 'ab')
  const inside = wholeCharacters(text, [{ at: 2, del: 0, ins: 'x' }])
  t.deepEqual(inside.patches, [{ at: 3, del: 0, ins: 'x' }])
  t.deepEqual(
    wholeCharacters(text, [{ at: 1, del: 2, ins: 'x' }]).correction,
    [],
    'a whole one needs nothing',
  )
  t.end()
})

function wholeAfter(text: string, patches: TextPatch[]): string {
  return applyPatches(text, wholeCharacters(text, patches).patches)
}
