import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import Corestore from 'corestore'
import Protomux from 'protomux'
import test, { type Test } from 'tape'
import { memberKeyOf, type ToldLog } from '@allmende/logs'
import { createSync, type Talk } from '@allmende/sync'
import { silentLogger, until } from '@allmende/testkit'
import { createDirectTransport, nodeKeyPair } from '@allmende/transports'
import { decodeLink, keyBytes, placeOf, type RecordId } from '@allmende/vocabulary'
import { openMirrorLogs, deriveMirrorKeys } from '@allmende/logs'
import { randomBytes } from 'node:crypto'
import {
  decodeMessage,
  encodeMessage,
  type MirrorMessage,
  PROTOCOL,
  removalContent,
  statementOf,
} from '../../packages/node/src/mirror/messages.ts'
import { packRows } from '../../packages/node/src/mirror/rows.ts'
import { addressOf, connect, PATIENCE_MS, type Scene, scene } from '../scene.ts'
import { keysOf, member, strangerAt } from './member.ts'
import { isTurnedAway } from './turned-away.ts'

const clock = { now: () => Date.now() }

/** Ada's commons with a good, and a mirror that holds it. */
async function mirrored(t: Test) {
  const place = scene(t)
  const ada = await place.open('ada')
  const { link, id } = await ada.createCommons({ name: 'Household', public: false })
  const path = place.files('source', { 'secret.txt': 'for members only' })
  const good = await ada.share({ path, licence: 'CC0-1.0', title: 'Secret plans' })
  const mirror = await place.open('mirror')
  const made = await ada.mirrorLink({})
  await mirror.keepMirror({ link: made.link })
  await connect(ada, mirror)
  await until(
    async () => {
      const [kept] = (await mirror.mirrors()).keeps
      return kept?.behind === 0 && kept.filesHeld === 1 ? kept : null
    },
    { what: 'the mirror to hold it', deadlineMs: PATIENCE_MS },
  )
  const { log } = placeOf(good.id as RecordId)
  return { place, ada, mirror, link, id, log, mirrorLink: made.link }
}

/** Somebody who has the mirror link and nothing else, and speaks as they please. */
async function linkHolder(t: Test, place: Scene, mirrorLink: string, address: string) {
  const decoded = decodeLink(mirrorLink)
  if (decoded.type !== 'mirror') throw new TypeError('not a mirror link')
  const keys = deriveMirrorKeys(decoded.replicateKey, decoded.public)
  const logs = await openMirrorLogs({ dir: place.home('holder'), keys, clock, logger: silentLogger })
  const keyPair = nodeKeyPair(new Uint8Array(randomBytes(32)))
  const transport = createDirectTransport({ keyPair, host: '127.0.0.1', logger: silentLogger })
  const sync = createSync({ keyPair, transports: [transport], clock, logger: silentLogger })
  const heard: MirrorMessage[] = []
  const state: { talk: Talk | null; over: boolean } = { talk: null, over: false }
  sync.converse({
    name: PROTOCOL,
    maxBytes: 200_000,
    burst: 100,
    perSecond: 50,
    open(talk) {
      state.talk = talk
      return {
        onMessage: (bytes) => void heard.push(decodeMessage(bytes)),
        onClose: () => void (state.over = true),
      }
    },
  })
  await sync.start()
  await sync.join(logs)
  t.teardown(async () => {
    await sync.close()
    await logs.close()
  })
  await sync.connect(address)
  await until(() => heard.some(({ t: type }) => type === 'mirror'), {
    what: 'the mirror to speak',
    deadlineMs: PATIENCE_MS,
  })
  return { keys, logs, sync, heard, state }
}

const someLog = (): ToldLog & { filesLength: number; keepFiles: boolean } => {
  const [log, edits, files] = [0, 1, 2].map(() => keyIn(randomBytes(32)))
  return { log, edits, files, filesLength: 1000, keepFiles: true } as never
}

function keyIn(bytes: Uint8Array): string {
  return deriveMirrorKeys(bytes, true).id
}

test('MR7 whoever has the mirror link alone fills nothing and deletes nothing, whatever they sign with', async (t) => {
  const { place, mirror, mirrorLink, id } = await mirrored(t)
  const forged = memberKeyOf({ readKey: new Uint8Array(randomBytes(32)), isPublic: false })
  const before = (await mirror.mirrors()).keeps[0]
  for (const what of ['tell', 'remove'] as const) {
    const holder = await linkHolder(t, place, mirrorLink, await addressOf(mirror))
    const { talk } = holder.state
    if (!talk) throw new Error('nobody speaks')
    const content = what === 'tell' ? packRows([someLog()]) : removalContent(true)
    const signature = forged.sign(statementOf(what, talk.handshakeHash, id, content))
    const message: MirrorMessage =
      what === 'tell'
        ? { t: 'tell', commons: id, rows: content, signature }
        : { t: 'remove', commons: id, all: true, signature, byNode: signature }
    talk.send(encodeMessage(message))
    await until(() => holder.state.over, { what: `${what} to end the conversation`, deadlineMs: PATIENCE_MS })
    t.pass(`${what}: the conversation is over`)
    await holder.sync.close()
    await holder.logs.close()
  }
  const [kept] = (await mirror.mirrors()).keeps
  t.deepEqual([kept?.logs, kept?.filesWanted], [before?.logs, before?.filesWanted], 'nothing came of it')
})

test('MR7 a member’s signature is good on the connection it was made for only', async (t) => {
  const { place, mirror, mirrorLink, link, id } = await mirrored(t)
  const holder = await linkHolder(t, place, mirrorLink, await addressOf(mirror))
  const rows = packRows([someLog()])
  const elsewhere = new Uint8Array(64)
  const signature = memberKeyOf(keysOf(link)).sign(statementOf('tell', elsewhere, id, rows))
  holder.state.talk?.send(encodeMessage({ t: 'tell', commons: id, rows, signature }))
  await until(() => holder.state.over, { what: 'it to be refused', deadlineMs: PATIENCE_MS })
  t.equal((await mirror.mirrors()).keeps[0]?.logs, 1)
})

test('MR8 a stranger who knows the keys gets nothing from a mirror, and whoever proves another commons gets nothing of this one', async (t) => {
  const { place, ada, mirror, link, log } = await mirrored(t)
  const insider = await member(t, place, 'insider', link)
  await insider.connect(await addressOf(ada))
  await until(() => insider.commons.log(log)?.files, {
    what: 'the keys to be known',
    deadlineMs: PATIENCE_MS,
  })
  const state = insider.commons.log(log)
  const other = await ada.createCommons({ name: 'Elsewhere', public: true })
  const otherMirror = await ada.mirrorLink({ commons: 'Elsewhere' })
  await mirror.keepMirror({ link: otherMirror.link })
  const outsider = await member(t, place, 'outsider', other.link)
  await outsider.connect(await addressOf(mirror))
  const stream = await strangerAt(t, await addressOf(mirror))
  const store = new Corestore(mkdtempSync(join(place.folder, 'stranger-')))
  t.teardown(() => store.close())
  const mux = new Protomux(stream)
  for (const key of [log, state?.edits, state?.files]) {
    const core = store.get({ key: Buffer.from(keyBytes(key!)) })
    t.ok(await isTurnedAway(core, mux), 'nothing of the core came')
  }
  t.deepEqual(
    outsider.commons.logs().filter(({ key }) => key === log),
    [],
    'nor did the other commons’ member hear of it',
  )
})
