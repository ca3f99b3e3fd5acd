import type { AccountKeys } from '@allmende/logs'
import type { Talk } from '@allmende/sync'
import { seeded, silentLogger, temporaryFolder, until, virtualClock } from '@allmende/testkit'
import { type NodeId, nodeIdOf } from '@allmende/vocabulary'
import test, { type Test } from 'tape'
import { type AccountHost, AccountTalk } from '../src/devices/account-talk.ts'
import { emptyDocument } from '../src/devices/document.ts'
import { type Envelope, openEnvelope, sealDocument } from '../src/devices/envelope.ts'
import { KeptAccounts, MAX_ACCOUNTS_PER_NODE } from '../src/devices/kept-accounts.ts'
import { decodeMessage, encodeMessage, type Message } from '../src/devices/messages.ts'
import type { OwnAccount } from '../src/devices/own-account.ts'
import { proveAccount } from '../src/devices/proof.ts'
import { accountNumber, PERSON } from './documents.ts'

const random = seeded('account talk')
const SOURCE = { bytes: (count: number) => random.bytes(count) }
const HANDSHAKE = new Uint8Array(64).fill(9)

const documentOf = (version: number) => ({ ...emptyDocument(PERSON), version })
const sealed = (account: AccountKeys, version: number): Promise<Envelope> =>
  sealDocument(account, documentOf(version), SOURCE)

type Keeper = { kept: KeptAccounts; says: (message: Message) => Promise<Message[]>; refused: string[] }

/** A node that keeps accounts and has one of its own, and somebody who says to it what they like. */
async function keeper(
  t: Test,
  options: { member?: boolean; node?: number; kept?: KeptAccounts } = {},
): Promise<Keeper> {
  const { member = true, node = 1 } = options
  const kept = options.kept ?? (await emptyRoom(t))
  const refused: string[] = []
  const answers: Message[] = []
  const keys = accountNumber(100)
  const own = { keys, envelope: await sealed(keys, 5), knows: () => true } as unknown as OwnAccount
  const host: AccountHost = {
    own,
    kept,
    logger: silentLogger,
    isMember: () => member,
    mayKeep: () => true,
    onKept() {},
    onAnswered() {},
    onNewer() {},
  }
  const talk = {
    node: nodeIdOf(new Uint8Array(32).fill(node)),
    handshakeHash: HANDSHAKE,
    isInitiator: false,
    send: (bytes: Uint8Array) => void answers.push(decodeMessage(bytes)),
    want() {},
    refuse: (reason: string) => void refused.push(reason),
  } as unknown as Talk
  const spoken = new AccountTalk(host, talk)
  return {
    kept,
    refused,
    async says(message) {
      const before = answers.length
      spoken.onMessage(encodeMessage(message))
      await until(() => answers.length > before || refused.length > 0, { deadlineMs: 300 }).catch(() => null)
      return answers.slice(before)
    },
  }
}

async function emptyRoom(t: Test): Promise<KeptAccounts> {
  const kept = new KeptAccounts({
    folder: temporaryFolder(t),
    clock: virtualClock(1_000),
    sync: { meet: async () => {}, part: async () => {} } as never,
    network: { online: true, onOnline: () => {} } as never,
    logger: silentLogger,
  })
  await kept.load()
  return kept
}

const hello = (account: AccountKeys, handshakeHash = HANDSHAKE, isInitiator = true): Message => ({
  type: 'hello',
  ...proveAccount(account, { handshakeHash, isInitiator }),
})

test('DV4 a member’s document is kept, a newer one takes its place, an older one doesn’t', async (t) => {
  const anna = accountNumber(1)
  const { says, kept } = await keeper(t)
  t.deepEqual(await says(hello(anna)), [{ type: 'none' }])
  const [first, second] = [await sealed(anna, 1), await sealed(anna, 2)]
  t.equal((await says({ type: 'put', envelope: first.bytes }))[0]?.type, 'kept')
  t.equal((await says({ type: 'put', envelope: second.bytes }))[0]?.type, 'kept')
  await says({ type: 'put', envelope: first.bytes })
  t.equal(kept.head(anna.publicKey)?.version, 2, 'an old one is not put back')
  t.deepEqual((await openEnvelope(anna, (await kept.read(anna.publicKey))!)).version, 2)
  const [answer] = await says({ type: 'get' })
  t.deepEqual(answer, { type: 'document', envelope: second.bytes }, 'who proved it gets it')
})

test('DV4 nobody gives a document of another account than the proved one, and no stranger any', async (t) => {
  const [anna, bob] = [accountNumber(1), accountNumber(7)]
  const asBob = await keeper(t)
  await asBob.says(hello(bob))
  await asBob.says({ type: 'put', envelope: (await sealed(anna, 9)).bytes })
  t.equal(asBob.refused.length, 1, 'the document of another')
  const silent = await keeper(t)
  await silent.says({ type: 'put', envelope: (await sealed(anna, 9)).bytes })
  t.equal(silent.refused.length, 1, 'without a proof')
  const stranger = await keeper(t, { member: false })
  await stranger.says(hello(anna))
  t.deepEqual(await stranger.says({ type: 'put', envelope: (await sealed(anna, 1)).bytes }), [
    { type: 'full' },
  ])
  const junk = await keeper(t)
  await junk.says(hello(anna))
  await junk.says({ type: 'put', envelope: new Uint8Array(500) })
  t.equal(junk.refused.length, 1, 'what is no document')
  t.deepEqual(
    [asBob, silent, stranger, junk].map(({ kept }) => kept.size),
    [0, 0, 0, 0],
  )
})

test('DV4 one node can’t fill the room of all with accounts that it makes up', async (t) => {
  const kept = await emptyRoom(t)
  const verdicts: string[] = []
  for (let number = 1; number <= 5; number++) {
    const account = accountNumber(number * 10)
    const { says } = await keeper(t, { kept })
    await says(hello(account))
    const [answer] = await says({ type: 'put', envelope: (await sealed(account, 1)).bytes })
    verdicts.push(answer?.type ?? 'nothing')
  }
  t.equal(kept.size, MAX_ACCOUNTS_PER_NODE)
  t.deepEqual(verdicts, ['kept', 'kept', 'full', 'full', 'full'])
  const other = await keeper(t, { kept, node: 2 })
  const account = accountNumber(90)
  await other.says(hello(account))
  const [answer] = await other.says({ type: 'put', envelope: (await sealed(account, 1)).bytes })
  t.equal(answer?.type, 'kept', 'another node has its own')
})

test('DV5 whoever can’t prove an account gets one and the same answer, and never a document', async (t) => {
  const anna = accountNumber(1)
  const kept = await emptyRoom(t)
  await kept.keep(await sealed(anna, 3), 'x' as NodeId)
  const proved = await keeper(t, { kept })
  t.equal((await proved.says(hello(anna)))[0]?.type, 'have', 'Anna is told')
  const { tag, signature } = proveAccount(anna, { handshakeHash: HANDSHAKE, isInitiator: true })
  const tries: [string, Message][] = [
    ['another account', hello(accountNumber(50))],
    ['the proof of another connection', hello(anna, new Uint8Array(64).fill(1))],
    ['what the keeper would say itself', hello(anna, HANDSHAKE, false)],
    ['the tag with another’s signature', { type: 'hello', tag, signature: new Uint8Array(64) }],
    ['the signature with another tag', { type: 'hello', tag: new Uint8Array(32), signature }],
    ['the keeper’s own account, reflected', hello(accountNumber(100), HANDSHAKE, false)],
  ]
  for (const [what, message] of tries) {
    const stranger = await keeper(t, { kept })
    t.deepEqual(await stranger.says(message), [{ type: 'none' }], what)
    t.deepEqual(await stranger.says({ type: 'get' }), [], `${what}: no document`)
  }
  const silent = await keeper(t, { kept })
  t.deepEqual(await silent.says({ type: 'get' }), [], 'nor to who says nothing')
})

test('DV5 what is said of an account on one connection can’t be recognised on another', (t) => {
  const anna = accountNumber(1)
  const one = proveAccount(anna, { handshakeHash: HANDSHAKE, isInitiator: true })
  const other = proveAccount(anna, { handshakeHash: new Uint8Array(64).fill(1), isInitiator: true })
  t.notDeepEqual(one.tag, other.tag)
  t.notDeepEqual(one.signature, other.signature)
  const said = Buffer.concat([one.tag, one.signature])
  t.notOk(said.includes(Buffer.from(anna.publicKey)), 'nor does the key stand in it')
  t.end()
})
