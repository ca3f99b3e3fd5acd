import { chmodSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { seeded, temporaryFolder } from '@allmende/testkit'
import test from 'tape'
import { disk } from '../src/disk.ts'
import { type CopyProgress, copyOut, heldBytes, previewShare, verifyHeld } from '../src/index.ts'
import {
  always,
  codeOf,
  connect,
  errorOf,
  folderWith,
  openReader,
  openWriter,
  shared,
  sha256,
  treeOf,
} from './stores.ts'

const KIB = 1024
const MGTA = fileURLToPath(new URL('../../../../shared/data/designs/mgta', import.meta.url))

test('F19 a copy has the same files, contents and executable bits, and counts what came over the network', async (t) => {
  const random = seeded('F19')
  const tree = { 'a.txt': 'a', 'd/e/large.bin': random.bytes(3000 * KIB), empty: '', 'run.sh': '#!/bin/sh\n' }
  const folder = folderWith(t, tree)
  chmodSync(join(folder, 'run.sh'), 0o777)
  const writer = await openWriter(t)
  const entries = await shared(writer, folder)
  const core = await openReader(t, writer.core.key, writer.core)
  t.deepEqual(await verifyHeld(entries, always(core)), {
    held: false,
    missing: 3,
    bytes: 3000 * KIB + 11,
    heldBytes: 0,
    corrupt: [],
  })
  const target = join(temporaryFolder(t), 'new')
  const result = await copyOut({ entries, openCore: always(core), target })
  t.deepEqual(treeOf(target), treeOf(folder))
  t.equal(statSync(join(target, 'run.sh')).mode & 0o777, 0o755 & ~process.umask())
  t.equal(statSync(join(target, 'a.txt')).mode & 0o777, 0o644 & ~process.umask())
  t.equal(result.files, 4)
  t.equal(result.bytes, 3000 * KIB + 11)
  // Each encrypted block is eight bytes longer.
  t.ok(result.fetched >= result.bytes && result.fetched < result.bytes * 1.01, `${result.fetched} fetched`)
  t.ok((await verifyHeld(entries, always(core), { content: true })).held, 'and it is held from now on')
  t.equal(await heldBytes(entries, always(core)), result.bytes)

  const again = await copyOut({ entries, openCore: always(core), target })
  t.deepEqual([again.kept, again.fetched], [4, 0], 'identical files count as done')
  const elsewhere = await copyOut({ entries, openCore: always(core), target: temporaryFolder(t) })
  t.equal(elsewhere.fetched, 0, 'what is held is not fetched again')
})

test('F20 seeded random trees come back as they were', async (t) => {
  for (const seed of ['F20-1', 'F20-2', 'F20-3', 'F20-4']) {
    const random = seeded(seed)
    const folder = folderWith(t, randomTree(random))
    const writer = await openWriter(t)
    const entries = await shared(writer, folder)
    const core = await openReader(t, writer.core.key, writer.core)
    const target = temporaryFolder(t)
    await copyOut({ entries: random.shuffle(entries), openCore: always(core), target })
    t.deepEqual(treeOf(target), treeOf(folder), `seed ${seed}, ${entries.length} files`)
    t.ok(entries.length > 5)
  }
})

test('F21 an existing file that differs is never replaced without force, and nothing is fetched before', async (t) => {
  const writer = await openWriter(t)
  const entries = await shared(writer, folderWith(t, { 'a.txt': 'new', 'b.txt': 'new', 'c.txt': 'same' }))
  const core = await openReader(t, writer.core.key, writer.core)
  const target = folderWith(t, { 'a.txt': 'mine', 'b.txt': 'own', 'c.txt': 'same', 'other.txt': 'mine too' })
  const error = await errorOf(copyOut({ entries, openCore: always(core), target }))
  t.equal(error.code, 'COPY_EXISTS')
  t.match(error.message, /"a.txt" exists and is different \(and 1 more\)/)
  t.equal(readFileSync(join(target, 'a.txt'), 'utf8'), 'mine')
  t.equal((await verifyHeld(entries, always(core))).heldBytes, 0, 'nothing was fetched')
  const result = await copyOut({ entries, openCore: always(core), target, force: true })
  t.equal(result.kept, 1)
  t.equal(readFileSync(join(target, 'a.txt'), 'utf8'), 'new')
  t.equal(readFileSync(join(target, 'other.txt'), 'utf8'), 'mine too', 'other files stay')
})

test('F22 a file that comes into the way while copying is not replaced', async (t) => {
  const writer = await openWriter(t)
  const entries = await shared(writer, folderWith(t, { 'a.txt': 'theirs' }))
  const target = temporaryFolder(t)
  const openCore = () => {
    writeFileSync(join(target, 'a.txt'), 'mine, from a second ago')
    return Promise.resolve(writer.core)
  }
  t.equal(await codeOf(copyOut({ entries, openCore, target })), 'COPY_EXISTS')
  t.equal(readFileSync(join(target, 'a.txt'), 'utf8'), 'mine, from a second ago')
})

test('F23 an abort ends at once and leaves only hidden unfinished files; the next run goes on', async (t) => {
  const writer = await openWriter(t)
  const folder = folderWith(t, { 'large.bin': seeded('F23').bytes(8000 * KIB), 'small.txt': 's' })
  const entries = await shared(writer, folder)
  const core = await openReader(t, writer.core.key, writer.core)
  const target = temporaryFolder(t)
  const controller = new AbortController()
  const onProgress = ({ bytesDone }: CopyProgress) => {
    if (bytesDone > 3000 * KIB) controller.abort(new Error('enough'))
  }
  const options = { entries, openCore: always(core), target, now: () => tick++ * 1000 }
  let tick = 0
  t.equal(await codeOf(copyOut({ ...options, onProgress, signal: controller.signal })), 'Error: enough')
  t.notOk(existsSync(join(target, 'large.bin')))
  t.ok(
    readdirSync(target).some((name) => /^\.allmende-.*\.partial$/.test(name)),
    'the begun file is kept',
  )
  const held = await blocksHeld(core)
  t.ok(held > 5)
  const positions: number[] = []
  const watched: typeof disk = {
    ...disk,
    write: (file, blocks, at) => {
      if (blocks[0]?.length !== 1) positions.push(at)
      return disk.write(file, blocks, at)
    },
  }
  const result = await copyOut({ ...options, disk: watched })
  t.ok(Math.min(...positions) > 1000 * KIB, 'the large file is not written from its beginning again')
  t.ok(result.fetched < 9000 * KIB - held * 200 * KIB, 'what was fetched is not fetched again')
  t.deepEqual(treeOf(target), treeOf(folder))
  t.equal(
    await codeOf(copyOut({ ...options, signal: AbortSignal.abort(new Error('before')) })),
    'Error: before',
  )
})

test('F23 an abort also ends the wait for a core that is not found', async (t) => {
  const writer = await openWriter(t)
  const entries = await shared(writer, folderWith(t, { 'a.txt': 'a' }))
  const never = Promise.withResolvers<typeof writer.core>()
  const options = { entries, openCore: () => never.promise, target: temporaryFolder(t) }
  t.equal(await codeOf(copyOut({ ...options, giveUpAfter: 20 })), 'COPY_NO_HOLDER')
  const controller = new AbortController()
  const copying = codeOf(copyOut({ ...options, signal: controller.signal }))
  setImmediate(() => controller.abort(new Error('enough')))
  t.equal(await copying, 'Error: enough')
  t.deepEqual(readdirSync(options.target), [], 'and nothing empty is left')
})

test('F24 a partial file that was damaged is found out by its hash and begun again from the store', async (t) => {
  const writer = await openWriter(t)
  const folder = folderWith(t, { 'large.bin': seeded('F24').bytes(4000 * KIB) })
  const entries = await shared(writer, folder)
  const target = temporaryFolder(t)
  for (const garbage of [Buffer.alloc(2000 * KIB), Buffer.alloc(9000 * KIB, 1), Buffer.from('x')]) {
    const cut: typeof disk = {
      ...disk,
      write: (file, blocks, at) => (at > 0 ? Promise.reject(new Error('cut')) : disk.write(file, blocks, at)),
    }
    t.equal(
      await codeOf(copyOut({ entries, openCore: always(writer.core), target, disk: cut })),
      'Error: cut',
    )
    const [partial] = readdirSync(target)
    writeFileSync(join(target, partial ?? ''), garbage)
    const done: number[] = []
    await copyOut({
      entries,
      openCore: always(writer.core),
      target,
      onProgress: ({ bytesDone }) => done.push(bytesDone),
    })
    t.deepEqual(treeOf(target), treeOf(folder))
    t.equal(done.at(-1), 4000 * KIB, 'counted once')
    rmSync(join(target, 'large.bin'))
  }
})

test('F25 content with another hash than listed is an error that names the file, and nothing of it stays', async (t) => {
  const writer = await openWriter(t)
  const folder = folderWith(t, { 'a.txt': 'fine', 'b.bin': seeded('F25').bytes(2000 * KIB) })
  const entries = await shared(writer, folder)
  const lies = {
    hash: (at: number) => ({ ...entries[at]!, hash: new Uint8Array(32) }),
    shorter: (at: number) => ({ ...entries[at]!, bytes: entries[at]!.bytes - 1 }),
    longer: (at: number) => ({ ...entries[at]!, bytes: entries[at]!.bytes + 1 }),
    elsewhere: (at: number) => ({ ...entries[at]!, blockOffset: entries[at]!.blockOffset - 1 }),
  }
  for (const [lie, make] of Object.entries(lies)) {
    for (const at of [0, 1]) {
      const target = temporaryFolder(t)
      const error = await errorOf(copyOut({ entries: [make(at)], openCore: always(writer.core), target }))
      t.equal(error.code, 'COPY_CORRUPT', `${lie} ${entries[at]?.path}`)
      t.match(error.message, new RegExp(entries[at]?.path ?? ''))
      t.deepEqual(readdirSync(target), [], 'nothing stays')
    }
  }
})

test('F26 a full disk is told before the copy where it can be, else while it runs, and the copy goes on later', async (t) => {
  const writer = await openWriter(t)
  const folder = folderWith(t, { 'large.bin': seeded('F26').bytes(4000 * KIB), 'small.txt': 's' })
  const options = {
    entries: await shared(writer, folder),
    openCore: always(writer.core),
    target: temporaryFolder(t),
  }
  const none = { free: () => Promise.resolve(1000), write: () => Promise.resolve() }
  const early = await errorOf(copyOut({ ...options, disk: none }))
  t.equal(early.code, 'COPY_DISK_FULL')
  t.match(early.message, /4\.1 MB are needed, 0\.0 MB are free/)

  const full = {
    free: () => Promise.resolve(1e12),
    write: (...[file, blocks, at]: Parameters<typeof disk.write>) =>
      at > 2e6
        ? Promise.reject(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' }))
        : disk.write(file, blocks, at),
  }
  t.equal(await codeOf(copyOut({ ...options, disk: full })), 'COPY_DISK_FULL')
  const nearly = {
    free: () => Promise.resolve(3_000_000),
    write: (...a: Parameters<typeof disk.write>) => disk.write(...a),
  }
  await copyOut({ ...options, disk: nearly })
  t.deepEqual(treeOf(options.target), treeOf(folder), 'what lay there already was not asked for twice')
})

test('F26 a full disk under the store is told as well, before the copy and when nothing comes any more', async (t) => {
  const writer = await openWriter(t)
  const entries = await shared(writer, folderWith(t, { 'large.bin': seeded('F26b').bytes(1000 * KIB) }))
  const core = await openReader(t, writer.core.key)
  const [target, store] = [temporaryFolder(t), temporaryFolder(t)]
  const options = { entries, openCore: always(core), target, store, giveUpAfter: 30 }
  let free = 1_500_000
  const small: typeof disk = { ...disk, free: () => Promise.resolve(free) }
  const early = await errorOf(copyOut({ ...options, disk: small }))
  t.equal(early.code, 'COPY_DISK_FULL')
  t.match(early.message, /2\.0 MB are needed, 1\.5 MB are free/, 'in the target and in the store')
  free = 1e12
  const copying = codeOf(copyOut({ ...options, disk: small, onProgress: () => undefined }))
  setImmediate(() => (free = 4000))
  t.equal(await copying, 'COPY_DISK_FULL', 'while it runs')
  t.equal(
    await codeOf(copyOut({ ...options, disk })),
    'COPY_NO_HOLDER',
    'with room it is the holder who is missing',
  )
  const all = { entries, openCore: always(writer.core), target, store, disk: small }
  free = 1_100_000
  t.equal((await copyOut(all)).files, 1, 'what is held needs no room in the store')
})

test('F27 with nobody online a copy gives up when it was told to, and says how far it is', async (t) => {
  const writer = await openWriter(t)
  const folder = folderWith(t, { 'a.bin': seeded('F27').bytes(900 * KIB), 'b.txt': 'b' })
  const entries = await shared(writer, folder)
  const core = await openReader(t, writer.core.key)
  const cut = await connect(t, writer.core, core)
  cut()
  const target = temporaryFolder(t)
  const error = await errorOf(copyOut({ entries, openCore: always(core), target, giveUpAfter: 50 }))
  t.equal(error.code, 'COPY_NO_HOLDER')
  t.match(error.message, /0 of 921601 bytes/)
  const waiting = copyOut({ entries, openCore: always(core), target, giveUpAfter: 20_000 })
  await connect(t, writer.core, core)
  t.equal((await waiting).files, 2, 'a holder that comes later is used')
})

test('F44 while nothing comes it is asked whether to wait on; a no ends the copy, and what comes begins the silence anew', async (t) => {
  const writer = await openWriter(t)
  const content = seeded('F44').bytes(900 * KIB)
  const entries = await shared(writer, folderWith(t, { 'a.bin': content }))
  const core = await openReader(t, writer.core.key)
  const options = { entries, openCore: always(core), target: temporaryFolder(t) }
  const asked: number[] = []
  const waitsOn = (quiet: number): boolean => asked.push(quiet) < 2
  t.equal(await codeOf(copyOut({ ...options, waitsOn })), 'COPY_NO_HOLDER')
  t.ok(
    asked.length === 2 && (asked[1] ?? 0) > (asked[0] ?? 0),
    `after ${asked.map(Math.round).join(', ')} ms`,
  )
  let came: Promise<unknown> | null = null
  const until = (): boolean => {
    came ??= connect(t, writer.core, core)
    return true
  }
  t.equal((await copyOut({ ...options, waitsOn: until })).files, 1, 'somebody came while it was asked')
  t.ok(came, 'and not before')
})

test('F28 several cores in one list, and a block size of somebody else, are copied', async (t) => {
  const [one, two] = [await openWriter(t), await openWriter(t)]
  const [a, b] = [folderWith(t, { 'a.txt': 'a' }), folderWith(t, { 'b.txt': 'b' })]
  const entries = [...(await shared(one, a)), ...(await shared(two, b))]
  const content = seeded('F28').bytes(100 * KIB)
  const blockOffset = one.core.length
  const pieces = [content.subarray(0, 1), content.subarray(1, 60_000), content.subarray(60_000)]
  await one.core.append(pieces.map((piece) => Buffer.from(piece)))
  const place = { blockOffset, blockLength: 3, byteOffset: 0, bytes: content.length }
  entries.push({ path: 'c.bin', hash: sha256(content), executable: false, core: one.key, ...place })
  const target = temporaryFolder(t)
  const openCore = (key: string) => Promise.resolve(key === one.key ? one.core : two.core)
  await copyOut({ entries, openCore, target })
  t.deepEqual(Object.keys(treeOf(target)).toSorted(), ['a.txt', 'b.txt', 'c.bin'])
})

test(
  'F29 a real design comes back as it was',
  { skip: existsSync(MGTA) ? false : `no ${MGTA} on this computer` },
  async (t) => {
    const preview = await previewShare(MGTA)
    t.deepEqual(preview.problems, [])
    for (const licence of ['CC-BY-SA-4.0', 'CERN-OHL-W-2.0', 'GPL-3.0-or-later']) {
      t.ok(preview.hints.licences.includes(licence), licence)
    }
    const writer = await openWriter(t)
    const entries = await shared(writer, MGTA)
    const core = await openReader(t, writer.core.key, writer.core)
    const target = temporaryFolder(t)
    await copyOut({ entries, openCore: always(core), target })
    t.deepEqual(treeOf(target), treeOf(MGTA))
    t.equal(entries.length, 39)
  },
)

function randomTree(random: ReturnType<typeof seeded>): Record<string, Uint8Array> {
  const tree: Record<string, Uint8Array> = {}
  const letters = Array.from('abcdefghij äöüß日本é-_().')
  const name = () => `n${Array.from({ length: 1 + random.int(8) }, () => random.pick(letters)).join('')}z`
  const sizes = [0, 1, 255, 65_535, 65_536, 262_143, 262_144, 262_145, 700_000]
  for (let count = 6 + random.int(20); count > 0; count--) {
    const path = Array.from({ length: 1 + random.int(4) }, name)
    tree[[`${count}`, ...path].join('/').normalize('NFC')] = random.bytes(random.pick(sizes))
  }
  return tree
}

async function blocksHeld(core: { length: number; has(index: number): Promise<boolean> }): Promise<number> {
  let held = 0
  for (let at = 0; at < core.length; at++) if (await core.has(at)) held++
  return held
}
