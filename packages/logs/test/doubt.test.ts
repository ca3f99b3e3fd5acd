import { copyOfLive, temporaryFolder, type Teardown } from '@allmende/testkit'
import { nodeIdOf } from '@allmende/vocabulary'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import { decodeEntry } from '../src/journal-entry.ts'
import { segmentPaths } from '../src/journal.ts'
import { KEYS, note, notes, openIn } from './support.ts'

const PEER = nodeIdOf(new Uint8Array(32).fill(5))

/** A home as it is after a power cut on an honest disk. */
async function interrupted(t: Teardown): Promise<{ dir: string; log: string }> {
  const running = temporaryFolder(t)
  const dir = join(temporaryFolder(t), 'home')
  const logs = await openIn(running, { bootId: 'first' })
  await logs.createIdentity()
  const commons = await logs.commons(KEYS)
  await commons.append([note('N1')])
  copyOfLive(running, dir)
  await logs.close()
  rmSync(join(dir, 'store', 'CORESTORE'))
  writeFileSync(join(dir, 'store', 'CORESTORE'), '')
  const { ino } = statSync(join(dir, 'store', 'CORESTORE'))
  writeFileSync(join(dir, 'store', 'CORESTORE'), `device/inode=${ino}\ndevice/created=${Date.now()}\n`)
  const witness = JSON.parse(readFileSync(join(dir, 'own', 'witness.json'), 'utf8')) as {
    files: { inode: string }[]
  }
  for (const [at, path] of segmentPaths(join(dir, 'own')).entries())
    witness.files[at]!.inode = String(statSync(path).ino)
  writeFileSync(join(dir, 'own', 'witness.json'), JSON.stringify(witness))
  return { dir, log: commons.own!.log }
}

test('L5 after a power cut the first write begins a new log, unless a peer has confirmed the old one', async (t) => {
  const { dir, log } = await interrupted(t)
  const logs = await openIn(dir, { bootId: 'second' })
  t.teardown(() => logs.close())
  t.ok(logs.findings.some(({ kind }) => kind === 'unclean-stop'))
  const commons = await logs.commons(KEYS)
  t.equal(commons.own?.log, log, 'not before something is written')
  await commons.append([note('N2')])
  t.notEqual(commons.own?.log, log)
  t.same(await notes(commons, log as never), ['N1'], 'the old one is read on')
})

test('L5 after a power cut a log that a peer confirms in all its cores goes on', async (t) => {
  const { dir, log } = await interrupted(t)
  const logs = await openIn(dir, { bootId: 'second' })
  t.teardown(() => logs.close())
  const commons = await logs.commons(KEYS)
  for (const { core, ...head } of commons.heads()) t.equal(await commons.reportHead(core, head, PEER), 'same')
  await commons.append([note('N2')])
  t.equal(commons.own?.log, log)
  t.same(await notes(commons), ['N1', 'N2'])
})

test('L11 after a kill within one boot the log goes on at once', async (t) => {
  const { dir, log } = await interrupted(t)
  const logs = await openIn(dir, { bootId: 'first' })
  t.teardown(() => logs.close())
  const commons = await logs.commons(KEYS)
  await commons.append([note('N2')])
  t.equal(commons.own?.log, log)
})

/** Wipes the last entry: as if the process was killed between the write to the database and that to the journal. */
function forgetLastEntry(dir: string): void {
  const paths = segmentPaths(join(dir, 'own'))
  const segments = paths.map((path) => ({ path, bytes: readFileSync(path) }))
  const epoch = ({ bytes }: { bytes: Buffer }) => decodeEntry(bytes, 0)?.epoch ?? 0
  const { path, bytes } = segments.toSorted((a, b) => epoch(b) - epoch(a))[0]!
  let last = 0
  for (let at = 0, placed = decodeEntry(bytes, 0); placed !== null; placed = decodeEntry(bytes, at)) {
    last = at
    at = placed.end
  }
  writeFileSync(path, bytes.fill(0, last))
}

test('L4 what is in the database but not in the journal is taken over, and the log goes on behind it', async (t) => {
  const { dir, log } = await interrupted(t)
  forgetLastEntry(dir)
  for (const text of ['N2', 'N3']) {
    const logs = await openIn(dir, { bootId: 'first' })
    const commons = await logs.commons(KEYS)
    await commons.append([note(text)])
    t.equal(commons.own?.log, log)
    await logs.close()
  }
  const again = await openIn(dir, { bootId: 'first' })
  t.same(await notes(await again.commons(KEYS)), ['N1', 'N2', 'N3'])
  await again.close()
})

test('L1 a home opened for reading only can be read and not written', async (t) => {
  const { dir, log } = await interrupted(t)
  const logs = await openIn(dir, { readOnly: true })
  const commons = await logs.commons(KEYS)
  t.same(await notes(commons, log as never), ['N1'])
  const refused = await commons.append([note('N2')]).catch((error: Error & { code?: string }) => error)
  t.equal('code' in refused ? refused.code : 'written', 'STORE_READ_ONLY')
  await logs.close()
})
