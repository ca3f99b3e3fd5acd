import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type Test } from 'tape'
import { freePort, seeded, until } from '@allmende/testkit'
import { begin, run, type Running } from '../../cli/test/fake/program.ts'
import { contentOf } from '../durability/acknowledged.ts'
import { type Scene, scene } from '../scene.ts'
import { asked, LOCAL, refused, told } from './program.ts'

const LICENSED = ['--licence', 'CC0-1.0', ...LOCAL]
const MEGABYTE = 1024 * 1024

/** A disk of our own, small enough to fill; `grow` makes it larger. Null where none can be mounted. */
function smallDisk(
  t: Test,
  folder: string,
  megabytes: number,
): { path: string; grow: (to: number) => void } | null {
  const path = join(folder, 'disk')
  mkdirSync(path)
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path]).status !== 0) return null
  t.teardown(() => void spawnSync('umount', ['-l', path]))
  return { path, grow: (to) => void spawnSync('mount', ['-o', `remount,size=${to}m`, path]) }
}

function noDisk(t: Test): void {
  t.skip('no small disk can be mounted here (needs root)')
  t.end()
}

/** A folder with some content that nothing can make smaller; files of one size could, for all one knows, be the same. */
function bulk(place: Scene, name: string, megabytes: number, oneSize = false): string {
  const random = seeded(name)
  const parts = Array.from(
    { length: megabytes },
    (_, at) => [`part-${at}.bin`, random.bytes(MEGABYTE + (oneSize ? 0 : at))] as const,
  )
  return place.files(name, Object.fromEntries(parts))
}

type Daemon = { readonly home: string; readonly address: string; readonly running: Running }

async function daemon(t: Test, home: string, ...more: string[]): Promise<Daemon> {
  const port = await freePort()
  const args = [
    'start',
    '--json',
    '--no-starter',
    '--port',
    '0',
    '--peer-port',
    String(port),
    ...LOCAL,
    ...more,
  ]
  const running = begin(t, args, { home, real: true })
  await running.saying('"url"')
  return { home, address: `127.0.0.1:${port}`, running }
}

async function stopped(t: Test, { running }: Daemon): Promise<void> {
  running.child.kill('SIGTERM')
  t.equal((await running.ended).status, 0, 'the node stops cleanly')
}

const titles = async (t: Test, home: string): Promise<string[]> => {
  const { results } = await told<{ results: { title: string }[] }>(t, home, 'find', ...LOCAL)
  return results.map(({ title }) => title).toSorted()
}

/** A home on a disk of 72 MB, with one small good in it. */
async function smallHome(t: Test) {
  const place = scene(t)
  const disk = smallDisk(t, place.folder, 72)
  const home = join(place.folder, 'disk', 'home')
  if (disk === null) return null
  await told(t, home, 'commons', 'create', 'Workshop')
  await told(t, home, 'share', place.files('small', { 'a.txt': 'small' }), ...LICENSED)
  return { place, disk, home }
}

/** There is space again: what failed is done, and all is whole. */
async function sharedAfterAll(t: Test, place: Scene, home: string, folder: string): Promise<void> {
  t.same(await titles(t, home), ['small'], 'what was shared before is there, and no half a good')
  await told(t, home, 'share', folder, ...LICENSED)
  t.same(await titles(t, home), ['large', 'small'])
  const out = join(place.folder, 'out')
  await told(t, home, 'copy', 'large', out, '--no-licence-texts', ...LOCAL)
  t.equal(contentOf(out), contentOf(folder), 'and it is whole')
  t.ok((await told<{ ok: boolean }>(t, home, 'check')).ok)
}

test('a folder that the disk has no room for is refused before anything is written; with space it is shared', async (t) => {
  const made = await smallHome(t)
  if (made === null) return noDisk(t)
  const { place, disk, home } = made
  const large = bulk(place, 'large', 80)
  const words = ['full', 'are needed', 'free some space']
  await refused(t, ['share', large, ...LICENSED], { home, code: 'SHARE_DISK_FULL', words, processes: true })
  t.same(await titles(t, home), ['small'], 'the home goes on being usable')
  disk.grow(400)
  await sharedAfterAll(t, place, home, large)
})

test('a disk that fills up in the middle of a share: a clear error, nothing lost, and with space it is shared', async (t) => {
  const made = await smallHome(t)
  if (made === null) return noDisk(t)
  const { place, disk, home } = made
  const large = bulk(place, 'large', 80, true)
  const { status, err } = await run(t, ['share', large, ...LICENSED], { home, real: true })
  t.equal(status, 1)
  t.ok(err.includes('the disk is full') && err.includes('free some space'), err.slice(-300))
  disk.grow(400)
  await sharedAfterAll(t, place, home, large)
})

test('a disk that is full where a copy goes, or where the copier’s home lies: a clear error, and with space the same command ends well', async (t) => {
  const place = scene(t)
  const disk = smallDisk(t, place.folder, 12)
  if (disk === null) return noDisk(t)
  const ada = await daemon(t, place.home('ada'))
  await told(t, ada.home, 'commons', 'create', 'Workshop')
  const source = bulk(place, 'source', 40)
  const { link } = await told<{ link: string }>(t, ada.home, 'share', source, '--licence', 'CC0-1.0')
  const copy = (to: string): string[] => [
    'copy',
    link,
    to,
    '--no-licence-texts',
    '--connect',
    ada.address,
    ...LOCAL,
  ]
  const target = join(disk.path, 'target')
  const words = ['full', 'free some space']
  const home = place.home('bo')
  await refused(t, copy(target), { home, code: 'COPY_DISK_FULL', words, processes: true })
  disk.grow(60)
  const { fetched } = await told<{ fetched: number }>(t, home, ...copy(target))
  t.ok(fetched < 41 * MEGABYTE, `${fetched} bytes were fetched in the end`)
  t.equal(contentOf(target), contentOf(source), 'the copy is whole')
  rmSync(target, { recursive: true })

  const small = join(disk.path, 'home')
  const elsewhere = join(place.folder, 'elsewhere')
  disk.grow(40)
  await refused(t, copy(elsewhere), { home: small, code: 'COPY_DISK_FULL', words })
  disk.grow(200)
  await told(t, small, ...copy(elsewhere))
  t.equal(contentOf(elsewhere), contentOf(source), 'the copy is whole')
  t.ok((await told<{ ok: boolean }>(t, small, 'check')).ok)
  await stopped(t, ada)
})

/** Takes all that is left on a disk. */
function fill(disk: string): string {
  const file = join(disk, 'filler')
  for (let bytes = MEGABYTE; bytes >= 4096;) {
    try {
      writeFileSync(file, Buffer.alloc(bytes, 1), { flag: 'a' })
    } catch {
      bytes /= 2
    }
  }
  return file
}

test('a disk that is full while a draft is edited: a clear error, and with space everything acknowledged is there and writing works', async (t) => {
  const place = scene(t)
  const disk = smallDisk(t, place.folder, 96)
  if (disk === null) return noDisk(t)
  const ada = await daemon(t, join(disk.path, 'home'))
  await told(t, ada.home, 'commons', 'create', 'Workshop')
  const { id: draft } = await told<{ id: string }>(t, ada.home, 'draft', 'new', 'Notes')
  const random = seeded('a full disk under a draft')
  const lines: string[] = []
  const edit = async (): Promise<string> => {
    const line = `${lines.length} ${Buffer.from(random.bytes(20_000)).toString('base64')}`
    const text = [...lines, line, ''].join('\n')
    const { status, json } = await asked(ada.home, ['draft', 'edit', draft, '-'], text)
    if (status === 0) lines.push(line)
    return status === 0 ? 'edited' : (json as { error: { code: string } }).error.code
  }
  for (let at = 0; at < 5; at++) t.equal(await edit(), 'edited')
  const filler = fill(disk.path)
  let outcome = 'edited'
  for (let at = 0; at < 2_000 && outcome === 'edited'; at++) outcome = await edit()
  t.equal(
    outcome,
    'DRAFT_NOT_SAVED',
    `after ${lines.length} edits, with ${statSync(filler).size} bytes taken`,
  )
  const has = async (): Promise<boolean> => {
    const { text } = await told<{ text: string }>(t, ada.home, 'draft', 'text', draft, ...LOCAL)
    return lines.every((line) => text.split('\n').includes(line))
  }
  t.ok(await has(), 'everything acknowledged can be read while the disk is full')
  rmSync(filler)
  await until(async () => (await edit()) === 'edited', {
    what: 'editing to work again',
    deadlineMs: 60_000,
    everyMs: 500,
  })
  t.ok(await has(), 'everything acknowledged is there')
  await stopped(t, ada)
  t.ok(await has(), 'and after a restart')
  const { ok, problems } = await told<{ ok: boolean; problems: unknown[] }>(t, ada.home, 'check')
  t.ok(ok, JSON.stringify(problems))
  t.notOk(readdirSync(ada.home).includes('filler'))
})
