import { appendFileSync, openAsBlob, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import type { UploadInfo } from '@allmende/api/client'
import { temporaryFolder } from '@allmende/testkit'
import { bringIn, type Bringing, FileChanged, PART_BYTES } from '../src/app/screens/share/bring-in.ts'
import { brought } from '../src/app/screens/share/brought.ts'
import { chosenFile, chosenFiles } from '../src/app/screens/share/chosen.ts'

const refusal = (code: string) => Object.assign(new Error(code), { code })

/** A node that takes bytes, and breaks off where it is told to. */
function fakeNode(breaks: (part: number) => string | null = () => null, keeps = 0) {
  let bytes = 0
  let parts = 0
  const taken: Uint8Array[] = []
  const info = (): UploadInfo => ({
    id: 'a',
    name: 'x',
    files: 0,
    bytes,
    have: taken.reduce((sum, { length }) => sum + length, 0),
  })
  return {
    taken,
    client: {
      async beginUpload({ files }: { files: readonly { bytes: number }[] }) {
        bytes = files.reduce((sum, file) => sum + file.bytes, 0)
        return info()
      },
      uploadState: async () => info(),
      async putUpload(_request: { at: number }, part: Uint8Array | Blob) {
        const code = breaks(++parts)
        const whole = part as Uint8Array
        taken.push(code === null ? whole : whole.subarray(0, keeps))
        if (code !== null) throw refusal(code)
        return info()
      },
    },
  }
}

const file = (path: string, content: string | Uint8Array<ArrayBuffer>): File => {
  const made = new File([content], path.split('/').at(-1) ?? path, { lastModified: 1 })
  return Object.defineProperty(made, 'webkitRelativePath', { value: path.includes('/') ? path : '' })
}

const chosen = (...files: File[]) => chosenFiles(files) ?? { name: '', files: [], folders: [] }
const way = (states: Bringing[] = [], signal = new AbortController().signal) => ({
  onState: (state: Bringing) => void states.push(state),
  signal,
  pause: async () => {},
})

test('WB20 one folder gives its name and its paths; what is never shared isn’t read', (t) => {
  const { name, files, folders } = chosen(
    file('stool/b/plan.txt', 'x'),
    file('stool/a.txt', 'x'),
    file('stool/.git/objects/aa', 'x'),
    file('stool/lib/node_modules/y/index.js', 'x'),
    file('stool/lib/node_modules.txt', 'x'),
  )
  t.equal(name, 'stool')
  t.deepEqual(
    files.map(({ path }) => path),
    ['a.txt', 'b/plan.txt', 'lib/node_modules.txt'],
    'in one order, whatever order they came in',
  )
  t.deepEqual(folders, ['.git', 'lib/node_modules'])
  t.deepEqual(
    chosen(file('b.txt', 'x'), file('a.txt', 'x')).files.map(({ path }) => path),
    ['a.txt', 'b.txt'],
    'several files lie beside each other',
  )
  t.equal(chosenFiles([file('stool/.git/HEAD', 'x')]), null, 'nothing is left to share')
  t.end()
})

test('WB21 all bytes go up once and in their order, also over connections that break', async (t) => {
  const large = new Uint8Array(PART_BYTES + 10).fill(7)
  const what = chosen(file('s/1', 'first'), file('s/2', large), file('s/3', ''), file('s/4', 'last'))
  const expected = Buffer.concat([Buffer.from('first'), large, Buffer.from('last')])
  for (const [how, breaks] of [
    ['a good connection', () => null],
    ['one that breaks', (part: number) => (part % 2 === 1 ? 'NODE_GONE' : null)],
    ['another window beside', (part: number) => (part === 2 ? 'UPLOAD_AT' : null)],
  ] as const) {
    const { client, taken } = fakeNode(breaks, 3)
    const states: Bringing[] = []
    await bringIn(client, what, way(states))
    t.ok(Buffer.concat(taken).equals(expected), how)
    t.equal(states.at(-1)?.have, expected.length)
    t.equal(
      states.some(({ waiting }) => waiting),
      how !== 'a good connection',
      'waiting is said',
    )
  }
})

test('WB21 what the node refuses is told, a changed file too, and giving up ends it', async (t) => {
  const what = chosen(file('s/1', 'first'))
  const refused = fakeNode(() => 'UPLOAD_UNKNOWN')
  t.equal(
    await bringIn(refused.client, what, way()).catch(({ code }: { code: string }) => code),
    'UPLOAD_UNKNOWN',
  )
  const path = join(temporaryFolder(t), 'first.txt')
  writeFileSync(path, 'first')
  const gone = Object.assign(await openAsBlob(path), { name: 'first.txt', lastModified: 1 }) as File
  appendFileSync(path, ' and more')
  const changed = { ...what, files: [{ path: '1', file: gone }] }
  const error = await bringIn(fakeNode().client, changed, way()).catch((thrown: unknown) => thrown)
  t.ok(error instanceof FileChanged)
  const stop = new AbortController()
  const away = fakeNode(() => {
    stop.abort(new Error('given up'))
    return 'NODE_GONE'
  })
  const ended = bringIn(away.client, what, way([], stop.signal))
  t.equal(await ended.catch(({ message }: Error) => message), 'given up')
})

test('WB73 what was brought for one use is gone when that was refused or given up, unless it is to be tried again', async (t) => {
  const what = chosenFile(file('a.backup', 'sealed'))
  t.deepEqual([what.name, what.files.map(({ path }) => path), what.folders], ['a.backup', ['a.backup'], []])
  const cancelled: string[] = []
  const withCancel = (node = fakeNode()) => ({
    ...node.client,
    cancelUpload: async ({ upload }: { upload: string }) => {
      cancelled.push(upload)
      throw refusal('UPLOAD_UNKNOWN')
    },
  })
  const reports: number[] = []
  const how = (signal = new AbortController().signal) => ({
    onProgress: ({ done }: { done: number }) => void reports.push(done),
    signal,
  })
  t.equal(await brought(withCancel(), what, how(), async (upload) => `used ${upload}`), 'used a')
  t.deepEqual([cancelled, reports], [[], [0, 6]], 'used, it is the node’s to remove')
  const refuse = () => Promise.reject(refusal('BACKUP_FOREIGN'))
  const told = ({ code }: { code?: string }) => code
  t.equal(await brought(withCancel(), what, how(), refuse).catch(told), 'BACKUP_FOREIGN', 'why is told')
  t.deepEqual(cancelled, ['a'])
  const isOften = (error: unknown) => told(error as { code?: string }) === 'BACKUP_FOREIGN'
  await brought(withCancel(), what, how(), refuse, isOften).catch(told)
  t.equal(cancelled.length, 1, 'kept, where it is tried again')
  const stop = new AbortController()
  const away = fakeNode(() => {
    stop.abort(new Error('given up'))
    return 'NODE_GONE'
  })
  await brought(withCancel(away), what, how(stop.signal), refuse).catch(told)
  t.equal(cancelled.length, 2, 'given up on its way')
})
