import test from 'tape'
import { seeded } from '@allmende/testkit'
import { INVITE_WORDS, type InviteCode } from '@allmende/vocabulary'
import { beginCpace } from '../../src/invites/cpace.ts'
import { inputsOf } from '../../src/invites/exchange.ts'
import { readMessage, writeMessage } from '../../src/invites/messages.ts'
import { stateOf } from '../../src/invites/inviter.ts'
import { connected, LINK, opened, place, talk, tried } from './desks.ts'

const random = seeded('codes')
const hash = () => random.bytes(64)

/** Another code of the same number; never the right one. */
function wrongWords({ number, words }: InviteCode): InviteCode {
  const other = INVITE_WORDS.find((word) => !words.includes(word))!
  return { number, words: [words[0], other] }
}

test('N2 who knows the words gets the link, and nobody learns it from the wire', async (t) => {
  const [anna, bob] = [place('anna'), place('bob')]
  const passed: string[] = []
  const tap = (bytes: Uint8Array) => {
    passed.push(Buffer.from(bytes).toString('latin1'))
    return bytes
  }
  connected(anna, bob, { hash: hash(), tap })
  const invite = await opened(anna)
  t.equal(await tried(bob, invite.code), LINK)
  t.equal(stateOf(invite, anna.clock.now()), 'used')
  t.equal(invite.joined.length, 1, 'the inviter knows that somebody came')
  t.deepEqual([...anna.meetings], [], 'nobody is waited for any more')
  const all = passed.join('')
  for (const secret of [LINK.slice(9), ...invite.code.words]) t.notOk(all.includes(secret), 'not in clear')
  t.equal(await tried(bob, invite.code, 50), 'INVITE_NOBODY', 'a code is used once')
  t.equal(passed.length, 8, 'hello, share, proof, grant, joined, noted; hello, none')
})

test('N3 wrong words cost a try, and the third is the end of the code, over however many connections and keys', async (t) => {
  const anna = place('anna 3')
  const invite = await opened(anna)
  const outcomes: string[] = []
  for (let guesser = 0; guesser < 20; guesser++) {
    const one = place(`guesser ${guesser}`)
    connected(anna, one, { hash: hash() })
    outcomes.push(await tried(one, wrongWords(invite.code), 60))
  }
  t.deepEqual(outcomes.slice(0, 3), ['INVITE_WRONG', 'INVITE_WRONG', 'INVITE_DEAD'])
  t.deepEqual([...new Set(outcomes.slice(3))], ['INVITE_NOBODY'], 'nobody is answered any more')
  t.equal(invite.wrong, 3)
  t.deepEqual(anna.ended, ['dead'], 'which the inviter is told')
  const bob = place('bob 3')
  connected(anna, bob, { hash: hash() })
  t.equal(await tried(bob, invite.code, 60), 'INVITE_NOBODY', 'not with the right words either')
})

test('N3 guesses made at once, before any of them is answered, count each', async (t) => {
  const anna = place('anna 4')
  const invite = await opened(anna)
  const seen = { grants: 0, wrong: 0, none: 0 }
  const proofs: (() => void)[] = []
  for (let guesser = 0; guesser < 12; guesser++) {
    const one = place(`fast ${guesser}`)
    const handshake = hash()
    const said: Uint8Array[] = []
    const end = anna.protocol().open(talk(one, handshake, [], (bytes) => said.push(bytes)))
    const ends = { inviter: anna.keyPair.publicKey, joiner: one.keyPair.publicKey, handshakeHash: handshake }
    const run = beginCpace(inputsOf(wrongWords(invite.code), ends), random)
    end.onMessage(writeMessage({ type: 'hello', number: invite.code.number, share: run.Y }))
    t.equal(readMessage(said[0]!).type, 'share')
    proofs.push(() => {
      end.onMessage(writeMessage({ type: 'proof', tag: random.bytes(64) }))
      const { type } = readMessage(said[1]!)
      if (type === 'grant') seen.grants++
      else if (type === 'wrong') seen.wrong++
      else seen.none++
    })
  }
  for (const prove of proofs) prove()
  t.deepEqual(seen, { grants: 0, wrong: 3, none: 9 })
})

test('N4 somebody in the middle who passes everything on gets nothing, and it counts as a wrong try', async (t) => {
  const [anna, bob] = [place('anna 5'), place('bob 5')]
  const heard: Uint8Array[] = []
  // Two connections, each with the man in the middle, have two handshakes; he passes on what each says.
  connected(anna, bob, {
    hash: [hash(), hash()],
    tap: (bytes) => {
      heard.push(bytes)
      return bytes
    },
  })
  const invite = await opened(anna)
  t.equal(await tried(bob, invite.code, 1_000), 'INVITE_WRONG')
  t.notOk(heard.some((bytes) => readMessage(bytes).type === 'grant'))
  t.equal(invite.wrong, 1)
})

test('N4 what was said on one connection is worth nothing on another', async (t) => {
  const [anna, bob] = [place('anna 6'), place('bob 6')]
  const fromBob: Uint8Array[] = []
  connected(anna, bob, {
    hash: hash(),
    tap: (bytes, from) => {
      if (from === 'b') fromBob.push(bytes)
      return bytes
    },
  })
  const invite = await opened(anna, 2)
  t.equal(await tried(bob, invite.code), LINK)
  const said: Uint8Array[] = []
  const thief = anna.protocol().open(talk(bob, hash(), [], (bytes) => said.push(bytes)))
  for (const bytes of fromBob.slice(0, 2)) thief.onMessage(bytes)
  t.deepEqual(
    said.map((bytes) => readMessage(bytes).type),
    ['share', 'wrong'],
  )
})

test('N5 somebody who only pretends to have the code learns one guess each, from three nodes at most', async (t) => {
  const bob = place('bob 7')
  const code = (await opened(place('anna 7'))).code
  let shown = 0
  for (let liar = 0; liar < 10; liar++) {
    const said: Uint8Array[] = []
    const other = place(`liar ${liar}`)
    const end = bob.protocol().open(
      talk(other, hash(), [], (bytes) => {
        said.push(bytes)
        const message = readMessage(bytes)
        if (message.type === 'proof') shown++
        if (message.type !== 'hello') return
        const ends = {
          inviter: other.keyPair.publicKey,
          joiner: bob.keyPair.publicKey,
          handshakeHash: hash(),
        }
        const run = beginCpace(inputsOf(code, ends), random)
        queueMicrotask(() => {
          end.onMessage(writeMessage({ type: 'share', share: run.Y }))
          end.onMessage(writeMessage({ type: 'grant', tag: random.bytes(64), sealed: random.bytes(80) }))
        })
      }),
    )
  }
  t.equal(await tried(bob, code, 300), 'INVITE_NOBODY')
  t.equal(shown, 3)
})

test('N6 a code is good until its time is over, by the clock of who gave it out', async (t) => {
  const [anna, bob] = [place('anna 8'), place('bob 8')]
  connected(anna, bob, { hash: hash() })
  const invite = await opened(anna)
  await anna.clock.advance(600_000)
  t.equal(stateOf(invite, anna.clock.now()), 'expired')
  t.equal(await tried(bob, invite.code, 60), 'INVITE_NOBODY')
  const again = await opened(anna)
  anna.desk.cancel(again)
  t.equal(await tried(bob, again.code, 60), 'INVITE_NOBODY', 'nor once it was cancelled')
})

test('N7 whatever is sent, the outcome is a message or a refusal, and no more work than is allowed', async (t) => {
  const anna = place('anna 9')
  const invite = await opened(anna)
  const said: Uint8Array[] = []
  const refused: string[] = []
  const end = anna.protocol().open(talk(place('noise'), hash(), refused, (bytes) => said.push(bytes)))
  for (let run = 0; run < 2_000; run++) {
    const bytes = random.bytes(random.int(120))
    if (random.chance(0.7) && bytes.length > 0) bytes[0] = random.int(9)
    try {
      end.onMessage(bytes)
    } catch (error) {
      refused.push(String(error))
    }
  }
  t.ok(refused.length > 1_000, `${refused.length} refused`)
  t.equal(invite.wrong, 0, 'none of it was a guess')
  const shares = () => said.filter((bytes) => readMessage(bytes).type === 'share').length
  const before = shares()
  const share = beginCpace({ PRS: hash(), CI: hash(), sid: hash() }, random).Y
  for (let run = 0; run < 200; run++)
    end.onMessage(writeMessage({ type: 'hello', number: invite.code.number, share }))
  t.ok(shares() - before <= 60, `${shares() - before} answered at once`)
})
