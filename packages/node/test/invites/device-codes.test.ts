import test from 'tape'
import { accountOfWords } from '@allmende/logs'
import { seeded } from '@allmende/testkit'
import { INVITE_WORDS, type InviteCode } from '@allmende/vocabulary'
import { proveOwnDevice, provesOwnDevice } from '../../src/devices/proof.ts'
import { readGrant, writeGrant } from '../../src/invites/grant.ts'
import { type Invite, stateOf } from '../../src/invites/inviter.ts'
import { connected, place, type Place, tried } from './desks.ts'

const random = seeded('device codes')
const hash = () => random.bytes(64)
const NOTHING = { link: null, vouch: false, by: null }
/** As the desks of the tests have it: a proof that begins with 1 is of one's own account. */
const [OWN, OTHER] = [Uint8Array.of(1), Uint8Array.of(2)]

function forDevice({ desk, clock }: Place): Promise<Invite> {
  return desk.open({ grant: NOTHING, commons: null, thing: null, uses: 1, expires: clock.now() + 600_000 })
}

const answered = (at: Place, code: InviteCode, proof: Uint8Array | null) =>
  at.desk.redeem(code, { waitMs: 5_000 }, (redeemed) => redeemed.answer(proof))

test('DV14 by a code for a device nothing goes over, and who comes is one’s own only by the proof of the account', async (t) => {
  for (const [proof, own] of [
    [OWN, true],
    [OTHER, false],
    [null, false],
  ] as const) {
    const [old, fresh] = [place(`old ${own} ${proof?.[0]}`), place(`new ${own} ${proof?.[0]}`)]
    connected(old, fresh, { hash: hash() })
    const invite = await forDevice(old)
    t.equal(await answered(fresh, invite.code, proof), own, 'the new one is told')
    t.deepEqual(
      invite.devices.map((one) => one.own),
      [own],
      'and the old one knows',
    )
    t.deepEqual([invite.joined, stateOf(invite, old.clock.now())], [[], 'used'])
  }
  t.equal(Buffer.from(writeGrant(NOTHING)).toString(), '{"link":null,"vouch":false,"by":null}')
})

test('DV14 a proof of the account holds for its account and its connection alone, whatever is sent', async (t) => {
  const [mine, theirs] = await Promise.all([accountOfWords(WORDS), accountOfWords(OTHERS)])
  const [here, there] = [hash(), hash()]
  const proof = proveOwnDevice(mine, here)
  t.ok(provesOwnDevice(mine.publicKey, here, proof))
  t.notOk(provesOwnDevice(mine.publicKey, there, proof), 'passed on to another connection')
  t.notOk(provesOwnDevice(theirs.publicKey, here, proof), 'of another person')
  for (let run = 0; run < 200; run++)
    if (provesOwnDevice(mine.publicKey, here, random.bytes(random.int(130)))) t.fail('noise was a proof')
  t.notOk(Buffer.from(proof).includes(Buffer.from(mine.publicKey)), 'the account isn’t named')
})

test('DV14 a grant that is neither a link nor nothing is refused', (t) => {
  for (const link of [1, '', 'http://example.org', [], {}, true, undefined])
    t.throws(
      () => readGrant(Buffer.from(JSON.stringify({ link, vouch: false, by: null }))),
      JSON.stringify(link),
    )
  t.deepEqual(readGrant(Buffer.from('{"link":null,"vouch":1,"by":7}')), NOTHING)
  t.end()
})

test('DV15 N3 strangers’ guesses end a code for a device after the third, over however many computers', async (t) => {
  const old = place('old guessed')
  const invite = await forDevice(old)
  const { number, words } = invite.code
  const wrong = {
    number,
    words: [words[0], INVITE_WORDS.find((word) => !words.includes(word))!],
  } as const
  const outcomes: string[] = []
  for (let guesser = 0; guesser < 5; guesser++) {
    const one = place(`device guesser ${guesser}`)
    connected(old, one, { hash: hash() })
    outcomes.push(await tried(one, wrong, 60))
  }
  t.deepEqual(outcomes, ['INVITE_WRONG', 'INVITE_WRONG', 'INVITE_DEAD', 'INVITE_NOBODY', 'INVITE_NOBODY'])
  t.deepEqual([stateOf(invite, old.clock.now()), invite.devices], ['dead', []])
})

const WORDS = `${'abandon '.repeat(23)}art`
const OTHERS = `${'zoo '.repeat(23)}vote`
