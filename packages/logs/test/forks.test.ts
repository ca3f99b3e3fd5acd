import { temporaryFolder, until, type Teardown } from '@allmende/testkit'
import { encodeBlock, nodeIdOf, type CoreKey } from '@allmende/vocabulary'
import type { CommonsLogs, Head, Logs } from '@allmende/logs'
import Corestore from 'corestore'
import type Hypercore from 'hypercore'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import { createIdentity } from '../src/identity.ts'
import { attach, bindingOf, fetchAll, forge, longerElsewhere, write, type Forged } from './forge.ts'
import { KEYS, note, notes, openIn, openNew } from './support.ts'

const PEER = nodeIdOf(new Uint8Array(32).fill(5))

type World = {
  dir: string
  logs: Logs
  commons: CommonsLogs
  forged: Forged
  records: Hypercore
  key: CoreKey
}

/** A reader that has four blocks of somebody's log. */
async function world(t: Teardown): Promise<World> {
  const { dir, logs } = await openNew(t)
  const folder = temporaryFolder(t)
  const forged = forge(join(folder, 'store'))
  t.teardown(() => forged.store.close())
  const { identity } = await createIdentity(join(folder, 'identity'))
  const items = [bindingOf(identity, KEYS, forged), note('N1'), note('N2'), note('N3')]
  const records = await write(forged, forged.cores.records, KEYS, items)
  const commons = await logs.commons(KEYS)
  await commons.addLog(forged.log)
  await fetchAll(records, commons, forged.log)
  await until(() => commons.log(forged.log)?.bound)
  return { dir, logs, commons, forged, records, key: forged.log }
}

function headOf(core: Hypercore): Head {
  const { length, fork, signature } = core.state
  return { length, fork, rootHash: core.state.hash(), signature }
}

const keyPairOf = ({ cores: { records } }: Forged) => ({
  keyPair: { publicKey: Buffer.from(records.publicKey), secretKey: Buffer.from(records.secretKey!) },
})

/** The author takes back two entries and writes others. */
async function rewrite({ forged, records }: World): Promise<void> {
  await records.truncate(2, keyPairOf(forged))
  for (const text of ['N8', 'N9', 'N10']) await records.append(encodeBlock([note(text)]), keyPairOf(forged))
}

test('L15 an author who truncates and rewrites is found out; readers keep what they had', async (t) => {
  const here = await world(t)
  const { dir, logs, commons, records, key, forged } = here
  await rewrite(here)
  const { ours, end } = await attach(records, commons, key)
  await until(() => ours.peers.length > 0)
  t.equal(await commons.reportHead(key, headOf(records), PEER), 'forked')
  t.equal(ours.fork, 0, 'nothing of the new history was taken')
  await end()
  t.same(await notes(commons, forged.log), ['N1', 'N2', 'N3'])
  t.equal(commons.log(forged.log)?.forked, true)
  t.ok(logs.findings.some(({ kind }) => kind === 'forked-log'))
  await logs.close()
  const again = await openIn(dir)
  t.teardown(() => again.close())
  const reopened = await again.commons(KEYS)
  t.equal(reopened.log(forged.log)?.forked, true, 'known after opening again')
  const [evidence] = reopened.evidence()
  t.equal(evidence?.reason, 'fork-number')
  t.same(
    evidence?.heads.map(({ length, fork }) => [length, fork]),
    [
      [4, 0],
      [5, 1],
    ],
  )
})

test('L15 two histories of one length are found by replication itself, and the proof is kept', async (t) => {
  const { dir, logs, commons, forged, records, key } = await world(t)
  const other = join(temporaryFolder(t), 'rolled-back')
  await records.close()
  await forged.store.close()
  cpSync(forged.store.storage.rocks.path, join(other, 'db'), { recursive: true })
  const here = { ...forged, store: new Corestore(forged.store.storage.rocks.path.replace(/db$/, '')) }
  const there = { ...forged, store: new Corestore(other) }
  t.teardown(() => here.store.close())
  t.teardown(() => there.store.close())
  const left = await write(here, forged.cores.records, KEYS, [note('N4')])
  const right = await write(there, forged.cores.records, KEYS, [note('N5')])
  await fetchAll(left, commons, key)
  const told = new Promise((resolve) => commons.on('forked', resolve))
  const { end } = await attach(right, commons, key)
  await right.append(encodeBlock([note('N6')]), keyPairOf(forged))
  await told
  await end()
  t.equal(commons.evidence()[0]?.reason, 'two-heads')
  t.same(await notes(commons, forged.log), ['N1', 'N2', 'N3', 'N4'], 'what was read stays')
  await logs.close()
  const again = await openIn(dir)
  t.equal((await again.commons(KEYS)).log(forged.log)?.forked, true)
  await again.close()
})

test('L16 heads are believed only with the signature of the author', async (t) => {
  const { commons, records, key, forged } = await world(t)
  const good = headOf(records)
  t.equal(await commons.reportHead(key, good, PEER), 'same')
  t.equal(await commons.reportHead(key, { ...good, length: 9, signature: null }, PEER), 'unproven')
  t.equal(await commons.reportHead(key, { ...good, length: 9 }, PEER), 'invalid')
  t.equal(
    await commons.reportHead(key, { ...good, fork: 1 }, PEER),
    'invalid',
    'nobody else can make a log look forked',
  )
  t.equal(await commons.reportHead(key, { ...good, rootHash: Buffer.alloc(32) }, PEER), 'invalid')
  t.equal(await commons.reportHead(key, { ...good, signature: Buffer.alloc(3), length: 7 }, PEER), 'invalid')
  t.equal(
    await commons.reportHead(
      forged.cores.files.key.replace(/^./, (first) => (first === 'y' ? 'b' : 'y')) as CoreKey,
      good,
      PEER,
    ),
    'unknown',
  )
  await records.append(encodeBlock([note('N4')]), keyPairOf(forged))
  t.equal(await commons.reportHead(key, headOf(records), PEER), 'ahead')
  t.equal(commons.log(forged.log)?.forked, false)
})

test('L16 a longer head of an own log seals it; the next entry begins a new one', async (t) => {
  const { dir, logs } = await openNew(t)
  const commons = await logs.commons(KEYS)
  await commons.append([note('N1')])
  const { log } = commons.own!
  const longer = headOf(await longerElsewhere(t, dir, commons))
  t.equal(await commons.reportHead(log, { ...longer, signature: null }, PEER), 'unproven')
  t.equal(commons.log(log)?.sealed, false, 'a mere claim does nothing')
  t.equal(await commons.reportHead(log, longer, PEER), 'sealed')
  t.equal(commons.log(log)?.sealed, true)
  await commons.append([note('N2')])
  t.notEqual(commons.own?.log, log)
  t.same([await notes(commons, log), await notes(commons)], [['N1'], ['N2']])
  t.ok(logs.findings.some(({ kind }) => kind === 'own-log-ahead'))
})

test('L16 entries of an own log that a peer brings are taken, and the log is sealed', async (t) => {
  const { dir, logs } = await openNew(t)
  const commons = await logs.commons(KEYS)
  await commons.append([note('N1')])
  const { log } = commons.own!
  await fetchAll(await longerElsewhere(t, dir, commons), commons, log)
  await until(() => commons.log(log)?.sealed)
  const { ids } = await commons.append([note('N2')])
  t.notOk(ids[0]!.startsWith(log), 'a new log')
  t.same(await notes(commons, log), ['N1', 'N7'], 'what the other copy wrote is here now')
})
