import { readdirSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { copyOfLive, seeded, temporaryFolder, type Teardown } from '@allmende/testkit'
import { encodeBlock, nodeIdOf, type CoreKey, type LogKey } from '@allmende/vocabulary'
import {
  checkPiece,
  deriveCommonsKeys,
  type CheckedPiece,
  type CommonsLogs,
  type Hypercore,
  type Logs,
  type Piece,
} from '@allmende/logs'
import test from 'tape'
import { parentOf, siblingOf, tiles } from '../src/pieces/tiles.ts'
import { createIdentity } from '../src/identity.ts'
import { bindingOf, forge, longerElsewhere, pieceOf, write } from './forge.ts'
import { KEYS, note, notes, openIn, openNew } from './support.ts'

const FROM = nodeIdOf(new Uint8Array(32).fill(5))

async function piecesOf(
  commons: CommonsLogs,
  key: CoreKey,
  range: { from?: number; to?: number; joint?: number } = {},
): Promise<Piece[]> {
  return Array.fromAsync(commons.exportPieces(key, { from: 0, to: Infinity, ...range }))
}

function checked(piece: Piece | undefined): CheckedPiece {
  const found = piece === undefined ? 'none' : checkPiece(piece)
  if (typeof found === 'string') throw new Error(found)
  return found
}

async function wholeOf(session: Hypercore, log: LogKey): Promise<CheckedPiece> {
  return checked(await pieceOf(session, log))
}

async function reader(t: Teardown): Promise<{ logs: Logs; commons: CommonsLogs }> {
  const logs = await openIn(temporaryFolder(t))
  t.teardown(() => logs.close())
  return { logs, commons: await logs.commons(KEYS) }
}

async function writer(t: Teardown, texts: string[]) {
  const { logs, dir } = await openNew(t)
  const commons = await logs.commons(KEYS)
  for (const text of texts) await commons.append([note(text)])
  return { logs, dir, commons, log: commons.own!.log }
}

test('L40 subtrees cover a range exactly, and siblings have one parent', (t) => {
  t.same(tiles(0, 20), [15, 35])
  t.same(tiles(5, 20), [10, 13, 23, 35])
  t.same(tiles(7, 7), [])
  for (const [index, sibling, parent] of [
    [0, 2, 1],
    [2, 0, 1],
    [1, 5, 3],
    [5, 1, 3],
    [12, 14, 13],
    [9, 13, 11],
  ] as const) {
    t.same([siblingOf(index), parentOf(index)], [sibling, parent], String(index))
  }
  t.end()
})

test('L40 a piece is checked by itself; whatever is changed in it is found', async (t) => {
  const { commons, log } = await writer(t, ['N1', 'N2', 'N3', 'N4', 'N5', 'N6'])
  const [piece] = (await piecesOf(commons, log, { from: 2, to: 5 })) as [Piece]
  t.same([piece.from, piece.blocks.length, piece.length], [2, 3, 7])
  t.notEqual(typeof checkPiece(piece), 'string')
  const joined = (await piecesOf(commons, log, { from: 5, joint: 3 }))[0]!
  t.ok(joined.left.length > tiles(0, 5).length, 'hashes from where the other side is')
  t.notEqual(typeof checkPiece(joined), 'string')
  const altered = (change: (copy: Piece) => void): Piece => {
    const copy = structuredClone(piece)
    change(copy)
    return copy
  }
  const bad: [string, Piece][] = [
    ['a bit in a block', altered(({ blocks }) => (blocks[1]![9]! ^= 1))],
    ['blocks exchanged', altered(({ blocks }) => blocks.reverse())],
    ['a block less', altered(({ blocks }) => blocks.pop())],
    ['a hash', altered(({ left }) => (left[0]!.hash[0]! ^= 1))],
    ['the size in a hash', altered(({ right }) => (right[0]!.size += 1))],
    ['the number of a hash', altered(({ right }) => (right[0]!.index += 2))],
    ['a number that is none', altered(({ right }) => (right[0]!.index = 1e300))],
    ['no hashes', altered((copy) => (copy.left = []))],
    ['the length', altered((copy) => (copy.length += 1))],
    ['an absurd length', altered((copy) => (copy.length = 2 ** 40))],
    ['where it begins', altered((copy) => (copy.from -= 1))],
    ['the signature', altered(({ signature }) => (signature[30]! ^= 1))],
    ['the manifest', altered(({ manifest }) => (manifest[9]! ^= 1))],
    ['no blocks', altered((copy) => (copy.blocks = []))],
  ]
  for (const [what, copy] of bad) t.equal(typeof checkPiece(copy), 'string', what)
  const [first] = (await piecesOf(commons, log)) as [Piece]
  t.equal(commons.misfit(checked(first)), null)
  const { commons: elsewhere } = await reader(t)
  for (const where of [commons, elsewhere])
    t.ok(where.misfit(checked({ ...first, which: 'edits' })), 'another kind of core')
})

test('L41 pieces give the same log, in one go, in parts, behind a gap and over what is here already', async (t) => {
  const author = await writer(t, ['N1', 'N2', 'N3', 'N4', 'N5', 'N6', 'N7'])
  const key = author.log
  const whole = (await piecesOf(author.commons, key)).map(checked)
  for (const cut of [1, 2, 3, 5, 7]) {
    const { logs, commons } = await reader(t)
    t.equal(await commons.takePiece(whole[0]!, FROM, cut), 'taken', `the first ${cut}`)
    t.equal(commons.log(key)!.contiguous, cut)
    t.equal(await commons.takePiece(whole[0]!, FROM), 'taken', 'then the rest')
    t.same(await notes(commons, key), ['N1', 'N2', 'N3', 'N4', 'N5', 'N6', 'N7'])
    t.equal(await commons.takePiece(whole[0]!, FROM), 'here', 'again, and nothing is missing')
    t.same(await logs.check(), { ok: true, problems: [], cores: 1, blocks: 8 })
    t.same(commons.head(key), author.commons.head(key), 'the same head')
  }
  const { logs, commons } = await reader(t)
  const part = async (from: number, to: number) =>
    checked((await piecesOf(author.commons, key, { from, to }))[0])
  t.equal(await commons.takePiece(await part(3, 8), FROM), 'gap', 'nothing here yet')
  t.equal(await commons.takePiece(await part(0, 3), FROM), 'taken')
  t.equal(await commons.takePiece(await part(5, 8), FROM), 'gap', 'two are missing between')
  t.equal(await commons.takePiece(await part(3, 6), FROM), 'taken')
  t.equal(await commons.takePiece(await part(4, 8), FROM), 'taken', 'some of it is here')
  t.same(await notes(commons, key), ['N1', 'N2', 'N3', 'N4', 'N5', 'N6', 'N7'])
  t.ok((await logs.check()).ok)
})

test('L41 a log that went on since is taken on from any length, whatever the cuts', async (t) => {
  const random = seeded(11)
  const author = await writer(t, ['N0'])
  const { logs, commons } = await reader(t)
  const all = ['N0']
  for (let round = 0; round < 25; round++) {
    const count = 1 + (random.bytes(1)[0]! % 5)
    for (let at = 0; at < count; at++) {
      all.push(`N${all.length}`)
      await author.commons.append([note(all.at(-1)!)])
    }
    const here = commons.log(author.log)?.contiguous ?? 0
    const from = Math.max(0, here - (random.bytes(1)[0]! % 3))
    const until = round % 3 === 0 ? here + 1 + (random.bytes(1)[0]! % 4) : undefined
    for (const piece of await piecesOf(author.commons, author.log, { from, joint: here }))
      t.equal(await commons.takePiece(checked(piece), FROM, until), 'taken', `round ${round}, from ${from}`)
  }
  for (const piece of await piecesOf(author.commons, author.log))
    await commons.takePiece(checked(piece), FROM)
  t.same(await notes(commons, author.log), all)
  t.ok((await logs.check()).ok)
})

test('L41 blocks of files come singly, from anywhere in the core, in any order', async (t) => {
  const { commons: theirs, logs: theirLogs } = await writer(t, ['N1'])
  const files = await theirs.filesWriter()
  const content = Array.from({ length: 20 }, (_, at) => Buffer.alloc(1_000 + at, at))
  for (const block of content) await files.core.append(block)
  await files.close()
  const { log, files: key } = theirs.own!
  const { logs, commons } = await reader(t)
  const run = async (from: number, to: number, joint = 0) =>
    checked((await piecesOf(theirs, key, { from, to, joint }))[0])
  t.equal(await commons.takePiece(await run(3, 6), FROM), 'unknown', 'before its log')
  for (const piece of await piecesOf(theirs, log)) await commons.takePiece(checked(piece), FROM)
  t.equal(await commons.takePiece(await run(3, 6), FROM), 'taken')
  t.equal(await commons.takePiece(await run(12, 14), FROM), 'taken')
  t.equal(await commons.takePiece(await run(0, 1), FROM), 'taken')
  t.equal(await commons.takePiece(await run(4, 5), FROM), 'here')
  const later = await theirs.filesWriter()
  await later.core.append(Buffer.alloc(77, 9))
  await later.close()
  t.equal(
    await commons.takePiece(await run(9, 10), FROM),
    'unlinked',
    'longer, and no hashes from where we are',
  )
  const before = await run(7, 8)
  t.equal(await commons.takePiece(await run(9, 10, 21), FROM), 'taken', 'with them')
  t.equal(await commons.takePiece(before, FROM), 'taken', 'and now those without')
  const core = await commons.core(key)
  for (const at of [3, 4, 5, 7, 9, 12, 13])
    t.same(await core.get(at, { wait: false }), content[at - 1], String(at))
  t.notOk(await core.has(6))
  await core.close()
  t.ok((await logs.check()).ok)
  t.ok((await theirLogs.check()).ok)
})

test('L42 a piece whose first block binds no log of this commons leaves nothing behind', async (t) => {
  const folder = temporaryFolder(t)
  const forged = forge(join(folder, 'store'))
  t.teardown(() => forged.store.close())
  const { identity } = await createIdentity(join(folder, 'identity'))
  const elsewhere = deriveCommonsKeys(new Uint8Array(32).fill(9), true)
  const session = await write(forged, forged.cores.records, KEYS, [
    bindingOf(identity, elsewhere, forged),
    note('N1'),
  ])
  const { logs, commons } = await reader(t)
  t.equal(await commons.takePiece(await wholeOf(session, forged.log), FROM), 'refused')
  t.same([commons.logs(), commons.heads(), (await logs.check()).cores], [[], [], 0])
  t.ok(logs.findings.some(({ kind }) => kind === 'binding-refused'))
})

test('L42 two histories of a log are evidence, and the other one is not taken', async (t) => {
  const folder = temporaryFolder(t)
  const forged = forge(join(folder, 'store'))
  t.teardown(() => forged.store.close())
  const { identity } = await createIdentity(join(folder, 'identity'))
  const items = [bindingOf(identity, KEYS, forged), note('N1'), note('N2')]
  const session = await write(forged, forged.cores.records, KEYS, items)
  const { logs, commons } = await reader(t)
  t.equal(await commons.takePiece(await wholeOf(session, forged.log), FROM), 'taken')
  const { publicKey, secretKey } = forged.cores.records
  const keyPair = { publicKey: Buffer.from(publicKey), secretKey: Buffer.from(secretKey!) }
  await session.truncate(2, { keyPair, fork: 0 })
  for (const text of ['N8', 'N9']) await session.append(encodeBlock([note(text)]), { keyPair })
  t.equal(await commons.takePiece(await wholeOf(session, forged.log), FROM), 'forked')
  t.same(await notes(commons, forged.log), ['N1', 'N2'], 'what was read before stays')
  t.same(
    commons.evidence().map(({ reason, from }) => ({ reason, from })),
    [{ reason: 'two-heads', from: FROM }],
  )
  t.equal(commons.log(forged.log)?.forked, true)
  t.ok((await logs.check()).ok)
})

test('L42 an own log that is ahead elsewhere is sealed, and what the other copy wrote comes in', async (t) => {
  const author = await writer(t, ['N1'])
  const session = await longerElsewhere(t, author.dir, author.commons)
  t.equal(await author.commons.takePiece(await wholeOf(session, author.log), FROM), 'taken')
  t.equal(author.commons.log(author.log)?.sealed, true)
  t.ok(author.logs.findings.some(({ kind }) => kind === 'own-log-ahead'))
  t.same(await notes(author.commons, author.log), ['N1', 'N7'])
  await author.commons.append([note('N3')])
  t.notEqual(author.commons.own!.log, author.log, 'new entries go into a new log')
})

test('L43 what was taken in is on disk after a flush', async (t) => {
  const author = await writer(t, ['N1', 'N2'])
  const dir = temporaryFolder(t)
  const logs = await openIn(join(dir, 'home'))
  const commons = await logs.commons(KEYS)
  await commons.takePiece(checked((await piecesOf(author.commons, author.log))[0]), FROM)
  await logs.flush()
  // As after a power cut: the tables as they lie there now, and nothing of the write-ahead log.
  copyOfLive(join(dir, 'home'), join(dir, 'cut'))
  await logs.close()
  for (const name of readdirSync(join(dir, 'cut', 'store', 'db')))
    if (name.endsWith('.log')) truncateSync(join(dir, 'cut', 'store', 'db', name))
  const after = await openIn(join(dir, 'cut'), { adoptCopy: true })
  t.teardown(() => after.close())
  t.same(await notes(await after.commons(KEYS), author.log), ['N1', 'N2'])
})
