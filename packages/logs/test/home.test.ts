import { temporaryFolder, type Teardown } from '@allmende/testkit'
import type { Logs } from '@allmende/logs'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import { KEYS, note, notes, openIn, openNew, type Options } from './support.ts'

/** A home with one record, closed; and the key of its log. */
async function closedHome(t: Teardown): Promise<{ dir: string; log: string }> {
  const dir = temporaryFolder(t)
  const logs = await openIn(dir)
  await logs.createIdentity()
  const commons = await logs.commons(KEYS)
  await commons.append([note('N1')])
  const { log } = commons.own!
  await logs.close()
  return { dir, log }
}

async function writeIn(
  dir: string,
  text: string,
  options: Options = {},
): Promise<{ log: string; kinds: string[]; names: string[] }> {
  const logs = await openIn(dir, options)
  try {
    const commons = await logs.commons(KEYS)
    await commons.append([note(text)])
    return {
      log: commons.own!.log,
      kinds: logs.findings.map(({ kind }) => kind),
      names: await notes(commons),
    }
  } finally {
    await logs.close()
  }
}

async function codeOf(opening: Promise<Logs>): Promise<string> {
  try {
    await (await opening).close()
    return 'opened'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}

test('L9 a second opening of the same home is refused while the first is there', async (t) => {
  const { dir } = await openNew(t)
  t.equal(await codeOf(openIn(dir)), 'STORE_IN_USE')
})

test('L6 a copied folder is refused; adopted, it keeps the content and begins a new log', async (t) => {
  const { dir, log } = await closedHome(t)
  for (const [how, copy] of Object.entries({ recursive: copyPlain, 'with times': copyWithTimes })) {
    const copied = join(temporaryFolder(t), 'copy')
    copy(dir, copied)
    ageMark(copied)
    t.equal(await codeOf(openIn(copied)), 'STORE_COPIED', how)
    const { log: other, kinds } = await writeIn(copied, 'N2', { adoptCopy: true })
    t.notEqual(other, log, 'a new log')
    t.ok(kinds.includes('copied'), kinds.join(', '))
    const logs = await openIn(copied)
    t.same(await notes(await logs.commons(KEYS), log as never), ['N1'], 'the old content is there')
    await logs.close()
  }
  const original = await writeIn(dir, 'N3')
  t.equal(original.log, log, 'the original goes on')
})

test('L6 two copies of one folder begin two different logs', async (t) => {
  const { dir } = await closedHome(t)
  const logs = []
  for (const name of ['one', 'two']) {
    const copy = join(temporaryFolder(t), name)
    copyPlain(dir, copy)
    ageMark(copy)
    logs.push((await writeIn(copy, 'N2', { adoptCopy: true })).log)
  }
  t.notEqual(logs[0], logs[1])
})

test('L6 a database without its mark is refused', async (t) => {
  const { dir, log } = await closedHome(t)
  rmSync(join(dir, 'store', 'CORESTORE'))
  t.equal(await codeOf(openIn(dir)), 'STORE_UNMARKED')
  t.notEqual((await writeIn(dir, 'N2', { adoptCopy: true })).log, log)
})

test('L7 the database alone set back, with the journal still holding the rest: everything is written again', async (t) => {
  const { dir, log } = await closedHome(t)
  copyPlain(join(dir, 'store', 'db'), join(dir, 'saved'))
  await writeIn(dir, 'N2')
  replaceFolder(join(dir, 'saved'), join(dir, 'store', 'db'))
  const { log: same, names, kinds } = await writeIn(dir, 'N3')
  t.same({ same, names }, { same: log, names: ['N1', 'N2', 'N3'] })
  t.ok(kinds.includes('journal-replayed'), kinds.join(', '))
})

test('L7 the database set back further than the journal reaches: the log is sealed, a new one begins', async (t) => {
  const { dir, log } = await closedHome(t)
  copyPlain(join(dir, 'store', 'db'), join(dir, 'saved'))
  for (const text of ['N2', 'N3', 'N4']) await writeIn(dir, text)
  replaceFolder(join(dir, 'saved'), join(dir, 'store', 'db'))
  const { log: other, names, kinds } = await writeIn(dir, 'N5')
  t.notEqual(other, log)
  t.same(names, ['N5'])
  t.ok(kinds.includes('own-log-sealed'), kinds.join(', '))
})

test('L8 the whole folder set back in place: its logs are sealed, a new one begins', async (t) => {
  const { dir, log } = await closedHome(t)
  const saved = join(temporaryFolder(t), 'saved')
  copyPlain(dir, saved)
  await writeIn(dir, 'N2')
  // As a restore by rsync does it: what has not changed, such as the mark, stays the same file.
  for (const part of ['own', 'store/db']) replaceFolder(join(saved, part), join(dir, part))
  const { log: other, kinds } = await writeIn(dir, 'N3')
  t.notEqual(other, log)
  t.ok(kinds.includes('rolled-back'), kinds.join(', '))
})

test('L8 a sealed log has no secret key any more', async (t) => {
  const { dir } = await closedHome(t)
  const copy = join(temporaryFolder(t), 'copy')
  copyPlain(dir, copy)
  ageMark(copy)
  await writeIn(copy, 'N2', { adoptCopy: true })
  const { generations } = JSON.parse(readFileSync(join(copy, 'own', 'logs.json'), 'utf8')) as {
    generations: { sealed: string | null; cores: Record<string, { secretKey: string | null }> }[]
  }
  t.equal(generations.length, 2)
  t.same(
    Object.values(generations[0]!.cores).map(({ secretKey }) => secretKey),
    [null, null, null],
  )
  t.equal(statSync(join(copy, 'own', 'logs.json')).mode & 0o777, 0o600, 'for the user only')
})

test('L6 a moved folder is still the same', async (t) => {
  const { dir, log } = await closedHome(t)
  const moved = join(temporaryFolder(t), 'moved')
  mkdirSync(moved)
  // Renamed within one file system: the same files.
  for (const part of ['own', 'store', 'identity', 'evidence']) renameSync(join(dir, part), join(moved, part))
  t.equal((await writeIn(moved, 'N2')).log, log)
  t.notOk(existsSync(join(dir, 'own')))
})

function copyPlain(from: string, to: string): void {
  cpSync(from, to, { recursive: true })
}

function copyWithTimes(from: string, to: string): void {
  cpSync(from, to, { recursive: true, preserveTimestamps: true })
}

/** The mark allows itself some seconds between its making and its times; a real copy is made later than that. */
function ageMark(dir: string): void {
  utimesSync(join(dir, 'store', 'CORESTORE'), 2_000_000_000, 2_000_000_000)
}

function replaceFolder(from: string, to: string): void {
  rmSync(to, { recursive: true })
  cpSync(from, to, { recursive: true, preserveTimestamps: true })
}
