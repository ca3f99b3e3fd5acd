import { appendFileSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { seeded } from '@allmende/testkit'
import Hyperblobs from 'hyperblobs'
import test from 'tape'
import { disk } from '../src/disk.ts'
import { importFiles, previewShare, readFileList } from '../src/index.ts'
import { SourceReader } from '../src/read-source.ts'
import { always, codeOf, folderWith, openWriter, sha256, shared } from './stores.ts'

const KIB = 1024

test('F11 content is stored as blobs that hyperblobs reads, each with its SHA-256', async (t) => {
  const random = seeded('F11')
  const contents = { 'empty.txt': '', 'large.bin': random.bytes(5000 * KIB), 'small.txt': 'hello' }
  const writer = await openWriter(t)
  const files = await shared(writer, folderWith(t, contents))
  const blobs = new Hyperblobs(writer.core)
  for (const file of files) {
    const content = contents[file.path as keyof typeof contents]
    t.deepEqual(Buffer.from(file.hash), sha256(content), file.path)
    if (file.bytes === 0) t.equal(file.blockLength, 0, 'nothing is stored of an empty file')
    else {
      const found = await blobs.get({ ...file, byteLength: file.bytes })
      t.ok(found && Buffer.from(content).equals(found), 'the same bytes')
    }
  }
  t.equal(writer.syncs, 1, 'durable before it is referred to')
})

test('F12 the same content is stored once: within a share, and against the version before', async (t) => {
  const random = seeded('F12')
  const [large, small] = [random.bytes(4500 * KIB), random.bytes(3 * KIB)]
  const folder = folderWith(t, { a: large, b: small, 'copy/a': large, 'copy/b': small })
  const writer = await openWriter(t)
  const first = await shared(writer, folder)
  const stored = writer.core.byteLength
  t.ok(stored < 4600 * KIB, 'once within the share')
  t.equal(first[0]?.blockOffset, first[2]?.blockOffset)
  t.equal(first[1]?.blockOffset, first[3]?.blockOffset)

  writeFileSync(join(folder, 'new'), 'new')
  const openCore = always(writer.core)
  const list = await importFiles({ path: folder, writer, previous: { files: first, openCore } })
  t.equal(list.count, 5)
  t.equal(writer.core.byteLength - stored, 3, 'only what is new')

  await writer.core.clear(first[0]?.blockOffset ?? 0, writer.core.length)
  const again = await importFiles({ path: folder, writer, previous: { files: first, openCore } })
  const placed = await readFileList(again, openCore)
  t.ok((placed[0]?.blockOffset ?? 0) >= (first[0]?.blockOffset ?? 0) + 18, 'what is not held is stored anew')
})

test('F13 a long list becomes a blob itself, and is checked when it is read', async (t) => {
  const tree = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`file-${at}.txt`, `content ${at}`]))
  const writer = await openWriter(t)
  const list = await importFiles({ path: folderWith(t, tree), writer })
  t.notOk(list.entries, 'not inline')
  t.ok(list.list, 'but a blob')
  t.equal((await readFileList(list, always(writer.core))).length, 500)
  t.ok(writer.core.length < 505, 'small files shared their appends')
  const blob = list.list
  if (!blob) return
  const wrong = { ...list, list: { ...blob, hash: sha256('another') } }
  t.equal(await codeOf(readFileList(wrong, always(writer.core))), 'LIST_CORRUPT')
  const missing = { ...list, count: 499 }
  t.equal(await codeOf(readFileList(missing, always(writer.core))), 'LIST_MALFORMED')
  const [core, offset, , byteOffset, byteLength] = blob.blob
  const huge = {
    ...list,
    list: { ...blob, blob: [core, offset, 2 ** 40, byteOffset, byteLength] as typeof blob.blob },
  }
  t.equal(await codeOf(readFileList(huge, always(writer.core))), 'LIST_MALFORMED')
})

test('F14 an aborted or failed import leaves nothing that refers to it, and frees its disk', async (t) => {
  const random = seeded('F14')
  const small = Object.fromEntries(['a', 'b', 'c'].map((name) => [name, random.bytes(3000 * KIB)]))
  const folder = folderWith(t, { ...small, large: random.bytes(9000 * KIB) })
  const writer = await openWriter(t)
  const controller = new AbortController()
  let calls = 0
  const work = importFiles({
    path: folder,
    writer,
    signal: controller.signal,
    now: () => 1000 * calls++,
    onProgress: ({ bytesDone }) => {
      if (bytesDone > 15_000 * KIB) controller.abort(new Error('stopped by the person'))
    },
  })
  t.equal(await codeOf(work), 'Error: stopped by the person')
  t.equal(writer.syncs, 0)
  t.ok(await writer.core.has(0), 'what was there before stays')
  for (let at = 1; at < writer.core.length; at++)
    if (await writer.core.has(at)) t.fail(`block ${at} is still held`)
  t.ok(writer.core.length > 40, 'several files were in the store already')
  t.equal((await shared(writer, folder)).length, 4, 'and the next one works')
})

test('F15 a file that changes while it is read is noticed', async (t) => {
  const folder = folderWith(t, { grows: seeded('F15').bytes(6000 * KIB), shrinks: 'abc' })
  const preview = await previewShare(folder)
  const [grows, shrinks] = preview.files
  if (!grows || !shrinks) return t.fail('two files')
  const reading = async () => {
    for await (const piece of new SourceReader(grows).pieces()) {
      t.ok(piece.length > 0)
      appendFileSync(grows.source, 'more')
    }
  }
  t.equal(await codeOf(reading()), 'SHARE_CHANGED')

  const rewriting = async () => {
    for await (const piece of new SourceReader(shrinks).pieces()) {
      t.ok(piece.length > 0)
      writeFileSync(shrinks.source, 'xyz')
    }
  }
  t.equal(await codeOf(rewriting()), 'SHARE_CHANGED', 'also when it has the size it had')

  const writer = await openWriter(t)
  let tick = 0
  const always = importFiles({
    path: folder,
    writer,
    preview,
    now: () => tick++ * 1000,
    onProgress: ({ path }) => path === 'grows' && appendFileSync(grows.source, 'x'),
  })
  t.equal(await codeOf(always), 'SHARE_CHANGED', 'one that never stops is an error')

  unlinkSync(shrinks.source)
  symlinkSync('/etc/hostname', shrinks.source)
  t.equal(
    await codeOf(importFiles({ path: folder, writer, preview })),
    'SHARE_CHANGED',
    'never through a link',
  )
})

test('F15 a file that changed once is read again', async (t) => {
  const folder = folderWith(t, { a: seeded('F15b').bytes(9000 * KIB) })
  const writer = await openWriter(t)
  let [changed, tick] = [false, 0]
  const list = await importFiles({
    path: folder,
    writer,
    now: () => tick++ * 1000,
    onProgress: () => {
      if (!changed) appendFileSync(join(folder, 'a'), 'saved once more')
      changed = true
    },
  })
  t.ok(changed)
  t.equal(list.bytes, 9000 * KIB + 15)
})

test('F16 a preview with an error is not imported; the error is the first of them', async (t) => {
  const folder = folderWith(t, { 'a.txt': 'a' })
  symlinkSync('/etc', join(folder, 'out'))
  const writer = await openWriter(t)
  t.equal(await codeOf(importFiles({ path: folder, writer })), 'SHARE_LINK_OUTSIDE')
  t.equal(writer.core.length, 1, 'nothing was written')
})

test('F17 a share that can’t fit is refused before anything is written; what may be the same counts once', async (t) => {
  const random = seeded('F17')
  const source = folderWith(t, { a: random.bytes(3000), b: random.bytes(3000), c: random.bytes(2000) })
  const writer = await openWriter(t)
  const share = (free: number) =>
    importFiles({ path: source, writer, store: source, disk: { ...disk, free: async () => free } })
  t.equal(await codeOf(share(9999)), 'SHARE_DISK_FULL')
  t.equal(writer.core.length, 1, 'nothing was written')
  t.equal((await share(10_000)).count, 3, 'what it needs, twice for a while, is enough')
})

test('F17 a full disk while importing is a clear error', async (t) => {
  const writer = await openWriter(t)
  const full = Object.assign(new Error('Batch was not applied'), {
    cause: new Error('IO error: No space left on device'),
  })
  const core = new Proxy(writer.core, {
    get: (target, name) => {
      if (name === 'append') return () => Promise.reject(full)
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const work = importFiles({ path: folderWith(t, { a: 'a' }), writer: { ...writer, core } })
  t.equal(await codeOf(work), 'SHARE_DISK_FULL')
})

test('F18 progress never passes the whole, and ends there', async (t) => {
  const folder = folderWith(t, { a: seeded('F18').bytes(9000 * KIB), b: 'b', c: 'b' })
  const seen: number[] = []
  let [last, tick] = ['', 0]
  await importFiles({
    path: folder,
    writer: await openWriter(t),
    now: () => tick++ * 1000,
    onProgress: ({ bytes, bytesDone, filesDone, files }) => {
      seen.push(bytesDone)
      last = `${bytesDone}/${bytes} ${filesDone}/${files}`
    },
  })
  t.ok(seen.length > 3)
  t.deepEqual(
    seen,
    seen.toSorted((x, y) => x - y),
  )
  t.equal(last, `${9000 * KIB + 2}/${9000 * KIB + 2} 3/3`)
})
