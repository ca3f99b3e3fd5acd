import { seeded } from '@allmende/testkit'
import test from 'tape'
import { combineShares, splitWords } from '../src/devices/recovery.ts'
import { errorOf } from './nodes.ts'

const WORDS = `${'abandon '.repeat(23)}art`
const random = seeded('recovery')
const SOURCE = { bytes: (count: number) => random.bytes(count) }
const codeOf = async (work: Promise<unknown>) => (await errorOf(work)).code

test('DV9 any three of five friends give the words back, two never do', async (t) => {
  const shares = await splitWords({ words: `  ${WORDS.toUpperCase()}\n`, friends: 5, need: 3 }, SOURCE)
  t.equal(new Set(shares).size, 5)
  t.notOk(shares.some((share) => share.includes('abandon')))
  let combined = 0
  for (let a = 0; a < 5; a++)
    for (let b = 0; b < 5; b++)
      for (let c = 0; c < 5; c++) {
        const chosen = [...new Set([a, b, c])].map((at) => shares[at]!)
        if (chosen.length < 3) t.equal(await codeOf(combineShares(chosen)), 'RECOVERY_FEW')
        else if ((await combineShares(chosen)) === WORDS) combined++
      }
  t.equal(combined, 60)
  t.equal(await combineShares(shares), WORDS, 'all five')
  t.equal(await combineShares([...shares, ...shares]), WORDS, 'one twice does no harm')
})

test('DV9 a share is checked by itself: a typing mistake in any place is told, line ends are not', async (t) => {
  const shares = await splitWords({ words: WORDS, friends: 3, need: 2 }, SOURCE)
  const [first = '', second = ''] = shares
  const broken = first.replaceAll(/(.{40})/g, '$1\n  ')
  t.equal(await combineShares([broken, second]), WORDS)
  for (let at = 0; at < first.length; at += 3) {
    const letter = first[at] === 'y' ? 'b' : 'y'
    const wrong = first.slice(0, at) + letter + first.slice(at + 1)
    if ((await codeOf(combineShares([wrong, second]))) !== 'RECOVERY_SHARE') t.fail(`place ${at}`)
  }
  t.equal(await codeOf(combineShares([first.slice(0, -1), second])), 'RECOVERY_SHARE', 'cut')
  t.equal(await codeOf(combineShares([])), 'RECOVERY_FEW')
})

test('DV9 shares of different splits don’t mix, and what can’t be split is said', async (t) => {
  const one = await splitWords({ words: WORDS, friends: 3, need: 2 }, SOURCE)
  const other = await splitWords({ words: WORDS, friends: 3, need: 2 }, SOURCE)
  t.equal(await codeOf(combineShares([one[0]!, other[1]!])), 'RECOVERY_MIXED')
  t.equal(await codeOf(splitWords({ words: 'not the words', friends: 3, need: 2 }, SOURCE)), 'IDENTITY_WORDS')
  for (const [friends, need] of [
    [3, 1],
    [2, 3],
    [17, 3],
  ] as const)
    t.equal(await codeOf(splitWords({ words: WORDS, friends, need }, SOURCE)), 'RECOVERY_COUNT')
})
