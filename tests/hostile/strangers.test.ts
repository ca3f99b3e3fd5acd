import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import Corestore from 'corestore'
import { randomBytes } from 'node:crypto'
import Hypercore from 'hypercore'
import Protomux from 'protomux'
import test from 'tape'
import { seeded, until } from '@allmende/testkit'
import type { PeerStream } from '@allmende/transports'
import { keyBytes, type LogKey, placeOf, type RecordId } from '@allmende/vocabulary'
import { attack } from '../../packages/sync/test/fuzz.ts'
import { addressOf, codeOf, connect, PATIENCE_MS, scene, shown } from '../scene.ts'
import { keysOf, member, rawPeerAt, strangerAt } from './member.ts'
import { isTurnedAway } from './turned-away.ts'

test('S3 a stranger who knows the keys of all cores but not the commons’ key gets nothing from a node', async (t) => {
  const place = scene(t)
  const ada = await place.open('ada')
  const { link } = await ada.createCommons({ name: 'Household', public: false })
  const path = place.files('source', { 'secret.txt': 'for members only' })
  const { id } = await ada.share({ path, licence: 'CC0-1.0', title: 'Secret plans' })
  const insider = await member(t, place, 'insider', link)
  await insider.connect(await addressOf(ada))
  const { log } = placeOf(id as RecordId)
  await until(() => insider.commons.log(log)?.files, {
    what: 'the keys to be known',
    deadlineMs: PATIENCE_MS,
  })
  const state = insider.commons.log(log)
  const stream = await strangerAt(t, await addressOf(ada))
  const store = new Corestore(mkdtempSync(join(place.folder, 'stranger-')))
  t.teardown(() => store.close())
  const seen: Uint8Array[] = []
  stream.on('data', (bytes) => void seen.push(Uint8Array.from(bytes)))
  const mux = new Protomux(stream)
  for (const key of [log, state?.edits, state?.files]) {
    if (key === undefined) throw new Error('a key is not known')
    const core = store.get({ key: Buffer.from(keyBytes(key)) })
    t.ok(await isTurnedAway(core, mux), 'nothing of the core came')
    t.notOk(Buffer.concat(seen).includes(Buffer.from(keyBytes(key))), 'nor was its key said')
  }
  t.notOk(Buffer.concat(seen).includes(Buffer.from(keysOf(link).topic)), 'nor the topic')
  const { peers } = await ada.status()
  t.ok(
    peers.some(({ commons }) => commons.length === 0),
    'the node shows it as one with nothing in common',
  )
})

/** Somebody on a connection, and what is said to them from now on. */
type Asker = { stream: PeerStream; mux: Protomux; say?: (keys: Uint8Array[]) => void }

const QUIET_MS = 250

/** Everything that is said in answer to a question, from a moment at which nothing was being said. */
async function answerTo({ stream }: Asker, ask: () => void): Promise<{ bytes: Buffer; ms: number }> {
  const heard: Buffer[] = []
  let [last, first] = [performance.now(), 0]
  const listen = (bytes: Uint8Array): void => {
    last = performance.now()
    first ||= last
    heard.push(Buffer.from(bytes))
  }
  stream.on('data', listen)
  const quiet = () => until(() => performance.now() - last > QUIET_MS || null, { what: 'it to be quiet' })
  await quiet()
  heard.length = 0
  first = 0
  const asked = (last = performance.now())
  ask()
  await quiet()
  stream.off('data', listen)
  return { bytes: Buffer.concat(heard), ms: first - asked }
}

/** A node asks everybody now and then whether they live, whatever they asked; and a refusal names the key that was asked for. */
function withoutPings(bytes: Buffer, key: Uint8Array): string {
  return bytes
    .toString('hex')
    .replaceAll(Buffer.from(key).toString('hex'), 'KEY')
    .replaceAll(/0[0-9]0006[0-9a-f]{2}/g, '')
}

/** The channel that hypercore asks for a core by, without telling its key. */
function askByKey({ mux }: Asker, key: Uint8Array): void {
  mux
    .createChannel({
      protocol: 'hypercore/alpha',
      id: Hypercore.discoveryKey(Buffer.from(key)),
      handshake: { preencode() {}, encode() {}, decode: () => null } as never,
    })
    ?.open()
}

test('S3 a stranger, an ex-member and one who has the replicate key only are answered the same, byte by byte, for what is beyond their right and for what doesn’t exist', async (t) => {
  const place = scene(t)
  const ada = await place.open('ada')
  const { link: kept } = await ada.createCommons({ name: 'Household', public: false })
  const share = async (commons: string, title: string): Promise<LogKey> => {
    const path = place.files(title, { 'secret.txt': title })
    return placeOf((await ada.share({ path, licence: 'CC0-1.0', title, commons })).id as RecordId).log
  }
  await share('Household', 'before')
  const draft = await ada.createDraft({
    editors: 'commons',
    title: 'Minutes',
    text: 'for members\n',
    commons: 'Household',
  })
  const { link } = await ada.changeKey({ commons: 'Household' })
  const { link: other } = await ada.createCommons({ name: 'Diary', public: false })
  const [fresh, diary] = [await share('Household', 'after'), await share('Diary', 'dear diary')]
  const insider = await member(t, place, 'insider', link)
  await insider.connect(await addressOf(ada))
  const state = await until(() => (insider.commons.log(fresh)?.files ? insider.commons.log(fresh) : null), {
    what: 'the keys to be known',
    deadlineMs: PATIENCE_MS,
  })
  const address = await addressOf(ada)
  const raw = async (opens: string): Promise<Asker> => {
    const peer = await rawPeerAt(t, address, opens)
    return { stream: peer.stream, mux: peer.mux, say: (keys) => peer.say({ type: 'want', keys }) }
  }
  const askers: Record<string, { make: () => Promise<Asker>; beyond: Record<string, string> }> = {
    'a stranger': {
      make: async () => {
        const stream = await strangerAt(t, address)
        return { stream, mux: new Protomux(stream) }
      },
      beyond: {
        log: fresh,
        edits: state.edits!,
        files: state.files!,
        draft: placeOf(draft.id as RecordId).log,
      },
    },
    'an ex-member': {
      make: () => raw(kept),
      beyond: { log: fresh, edits: state.edits!, files: state.files!, 'log of another commons': diary },
    },
    // A mirror proves the replicate key and has nothing else: whoever has that of one commons has no right to another.
    'a mirror of another commons': {
      make: () => raw(other),
      beyond: {
        log: fresh,
        edits: state.edits!,
        files: state.files!,
        draft: placeOf(draft.id as RecordId).log,
      },
    },
  }
  for (const [who, { make, beyond }] of Object.entries(askers)) {
    const times: { there: number[]; nowhere: number[] } = { there: [], nowhere: [] }
    for (const [what, text] of Object.entries(beyond)) {
      const there = keyBytes(text as LogKey)
      const nowhere = new Uint8Array(randomBytes(32))
      const answers = []
      for (const [name, key] of [
        ['there', there],
        ['nowhere', nowhere],
      ] as const) {
        const asker = await make()
        const byKey = await answerTo(asker, () => askByKey(asker, key))
        times[name].push(byKey.ms)
        const byName = asker.say ? await answerTo(asker, () => asker.say!([key])) : null
        answers.push([byKey, byName].map((answer) => answer && withoutPings(answer.bytes, key)))
        asker.stream.destroy()
      }
      t.deepEqual(answers[0], answers[1], `${who}, ${what}: ${answers[0]!.join(' | ')}`)
      t.ok(answers[0]!.join('').length < 200, 'and it is short: nothing is in it')
    }
    const middle = (list: number[]) => list.toSorted((a, b) => a - b)[list.length >> 1]!.toFixed(1)
    t.pass(
      `${who}: answered after ${middle(times.there)} ms where it exists, ${middle(times.nowhere)} ms where it doesn’t`,
    )
  }
})

test('S11 1,500 mutated messages by TCP: the node lives, holds what it held, serves others meanwhile, and says so', async (t) => {
  const seed = 'fuzzed node 1'
  const random = seeded(seed)
  const place = scene(t)
  const ada = await place.open('ada')
  const bo = await place.open('bo')
  const { link } = await ada.createCommons({ name: 'Workshop', public: true })
  await bo.joinCommons({ link })
  await connect(bo, ada)
  const share = async (title: string): Promise<string> => {
    const path = place.files(title, { 'a.txt': title })
    return (await ada.share({ path, licence: 'CC0-1.0', title })).id
  }
  const first = await share('before')
  const insider = await member(t, place, 'insider', link)
  await insider.connect(await addressOf(ada))
  const { log } = placeOf(first as RecordId)
  await until(() => (insider.commons.log(log)?.length ?? 0) > 1, { what: 'the log', deadlineMs: PATIENCE_MS })
  let [sent, connections] = [0, 0]
  for (; sent < 1_500; connections++) {
    const peer = await rawPeerAt(t, await addressOf(ada), link)
    sent += await attack(peer, insider, log, random)
    peer.stream.destroy()
    if (connections % 10 === 5) await shown(bo, await share(`during ${connections}`))
  }
  const last = await share('after')
  await shown(bo, last)
  t.pass(`seed ${seed}: ${sent} messages on ${connections} connections`)
  const refusals = place.logger.entries.filter(({ message }) => message === 'a peer was refused')
  t.ok(refusals.length > 20, `${refusals.length} refusals were said`)
  t.equal(
    await codeOf(bo.copy({ from: first, to: join(place.folder, 'copied') })),
    'no error',
    'files are served',
  )
  for (const node of [ada, bo]) t.ok((await node.check({})).ok, 'the store is sound')
  const [one, other] = await Promise.all([ada, bo].map((node) => node.find({ limit: 100 })))
  t.same(
    other?.results.map(({ id }) => id).toSorted(),
    one?.results.map(({ id }) => id).toSorted(),
    'both are equal',
  )
})
