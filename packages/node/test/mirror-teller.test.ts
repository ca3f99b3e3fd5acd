import { EventEmitter } from 'node:events'
import test from 'tape'
import { deriveCommonsKeys } from '@allmende/logs'
import { temporaryFolder, until } from '@allmende/testkit'
import { coreKeyOf, type LogKey, logKeyOf, type NodeId, nodeIdOf } from '@allmende/vocabulary'
import { decodeMessage, encodeMessage, type MirrorMessage } from '../src/mirror/messages.ts'
import { Teller } from '../src/mirror/teller.ts'
import type { Parts } from '../src/parts.ts'

const key = (fill: number): Uint8Array => new Uint8Array(32).fill(fill)
const STATE = { quota: 1e9, bytes: 0, logs: 0, behind: null, filesWanted: 0, filesHeld: 0, full: false }

/** An epoch with one log in it. */
function epochOf(number: number) {
  const keys = deriveCommonsKeys(key(number), false, number)
  const [edits, files] = [coreKeyOf(key(number + 20)), coreKeyOf(key(number + 30))]
  const log: LogKey = logKeyOf(key(number + 10))
  const logs = () => [{ key: log, edits, files, bound: true, own: true, forked: false }]
  return { id: keys.id, keys, logs, head: () => ({ length: 1 }) }
}

/** A mirror at the other end: what it was sent, and what it says. */
function mirrorAt(node: NodeId) {
  const heard: MirrorMessage[] = []
  const talk = {
    node,
    handshakeHash: key(9),
    send: (bytes: Uint8Array) => void heard.push(decodeMessage(bytes)),
  }
  return { talk: talk as never, heard, node }
}

test('N41 of a new epoch a mirror is told nothing before it has proven that epoch, and everything then', async (t) => {
  const [first, second] = [epochOf(1), epochOf(2)]
  const proven = new Map<NodeId, Set<string>>()
  const news = new EventEmitter()
  const epochs = [first, second]
  const logs = {
    id: first.id,
    writing: first,
    all: () => epochs,
    epoch: (id: string) => epochs.find((one) => one.id === id),
    on: (event: string, listener: () => void) => news.on(event, listener),
  }
  const commons = { id: first.id, entry: { name: 'Shed' }, logs }
  const teller = new Teller({
    home: { dir: temporaryFolder(t) },
    clock: { now: () => 0 },
    book: { members: () => [commons], get: () => commons },
    sync: { hasProven: (node: NodeId, epoch: string) => proven.get(node)?.has(epoch) === true },
  } as unknown as Parts)
  t.teardown(() => teller.close())
  const out = mirrorAt(nodeIdOf(key(7)))
  const stays = mirrorAt(nodeIdOf(key(8)))
  const says = ({ talk }: ReturnType<typeof mirrorAt>, epoch: string): void =>
    teller.heard(
      talk,
      decodeMessage(encodeMessage({ t: 'mirror', commons: epoch as never, told: '', ...STATE })),
    )
  const toldOf = ({ heard }: ReturnType<typeof mirrorAt>, epoch: string): number =>
    heard.filter((one) => one.t === 'tell' && one.commons === epoch).length

  for (const one of [out, stays]) {
    proven.set(one.node, new Set([first.id]))
    says(one, first.id)
    t.equal(toldOf(one, first.id), 1, 'each is told of the epoch that both are in')
  }
  logs.writing = second
  news.emit('bound')
  says(out, second.id)
  t.equal(toldOf(out, second.id), 0, 'who names it without having proven it hears nothing')
  proven.get(stays.node)?.add(second.id)
  says(stays, second.id)
  t.equal(toldOf(stays, second.id), 1, 'who has proven it is told')
  second.head = () => ({ length: 2 })
  news.emit('appended', { which: 'files' })
  await until(() => toldOf(stays, second.id) === 2, { what: 'the next to be told' })
  t.deepEqual(
    out.heard.map(({ commons: of }) => of),
    [first.id],
    'and the other one nothing, by no event',
  )
})
