import { temporaryFolder, until, type Teardown } from '@allmende/testkit'
import { encodeRecord, keyBytes, validate, decodeRecord, isKind } from '@allmende/vocabulary'
import { deriveCommonsKeys, type CommonsLogs, type Logs } from '@allmende/logs'
import IdentityKey from 'keet-identity-key'
import { join } from 'node:path'
import test from 'tape'
import { verifyBinding } from '../src/binding.ts'
import { createIdentity, deviceKeyPair, type DeviceSecrets } from '../src/identity.ts'
import { bindingOf, fetchAll, forge, prefixOf, write, type Forged } from './forge.ts'
import { KEYS, note, notes, openNew, OTHER_KEYS } from './support.ts'

type World = {
  logs: Logs
  commons: CommonsLogs
  forged: Forged
  alice: DeviceSecrets
  mallory: DeviceSecrets
}

async function world(t: Teardown): Promise<World> {
  const { logs } = await openNew(t)
  const dir = temporaryFolder(t)
  const forged = forge(join(dir, 'store'))
  t.teardown(() => forged.store.close())
  const alice = await createIdentity(join(dir, 'alice'))
  const mallory = await createIdentity(join(dir, 'mallory'))
  return { logs, commons: await logs.commons(KEYS), forged, alice: alice.identity, mallory: mallory.identity }
}

/** A `device` record with some fields replaced after it was proven. */
function altered(record: Uint8Array, change: object): Uint8Array {
  const decoded = decodeRecord(record).record
  if (!isKind(decoded, 'device') || validate(decoded).length > 0) throw new Error('not a device record')
  return encodeRecord({ ...decoded, body: { ...decoded.body, ...change } })
}

test('L13 a log is bound by its first entry, and then speaks in the name of a person', async (t) => {
  const { commons, forged, alice } = await world(t)
  const records = await write(forged, forged.cores.records, KEYS, [
    bindingOf(alice, KEYS, forged),
    note('N1'),
  ])
  const told = new Promise((resolve) => commons.on('bound', resolve))
  await commons.addLog(forged.log)
  t.equal(commons.log(forged.log)?.bound, false, 'not before its first entry is here')
  await fetchAll(records, commons, forged.log)
  await told
  const { bound, person, device, edits, own } = commons.log(forged.log)!
  t.same(
    { bound, person, device, edits, own },
    { bound: true, person: alice.person, device: alice.device, edits: forged.cores.edits.key, own: false },
  )
  t.same(await notes(commons, forged.log), ['N1'])
})

test('L13 forged first entries are refused: another person, commons, log, device, chain, or a cut proof', async (t) => {
  const { alice, mallory, forged } = await world(t)
  const good = bindingOf(alice, KEYS, forged)
  const refuse = (what: string, record: Uint8Array, keys = KEYS, log = forged.log) =>
    t.equal(verifyBinding(record, keys.id, log).ok, false, what)
  t.equal(verifyBinding(good, KEYS.id, forged.log).ok, true, 'the good one is accepted')
  refuse('the proof of another commons', bindingOf(alice, OTHER_KEYS, forged))
  refuse('a good proof shown in another commons', good, OTHER_KEYS)
  refuse('commons altered', altered(bindingOf(alice, OTHER_KEYS, forged), { commons: KEYS.id }))
  const other = forge(join(temporaryFolder(t), 'other'))
  t.teardown(() => other.store.close())
  refuse('a good proof replayed in another log', good, KEYS, other.log)
  refuse(
    'the log altered',
    altered(good, {
      cores: { records: other.log, edits: other.cores.edits.key, files: other.cores.files.key },
    }),
    KEYS,
    other.log,
  )
  refuse('person altered', altered(bindingOf(mallory, KEYS, forged), { person: alice.person }))
  refuse('device altered', altered(good, { device: mallory.device }))
  refuse(
    'an edits core altered',
    altered(good, { cores: { ...forgedKeys(forged), edits: other.cores.edits.key } }),
  )
  refuse('one core named twice', bindingOf(alice, KEYS, forged, { files: forged.cores.edits.key }))
  refuse('a proof cut short', altered(good, { proof: Uint8Array.of(1, 2, 3) }))
  refuse('junk as proof', altered(good, { proof: new Uint8Array(203).fill(255) }))
  refuse('a device that was attested by a device', bindingOf(secondDevice(alice), KEYS, forged))
  refuse('not a device record', note('N1'))
  refuse('garbage', Uint8Array.of(0xff, 0, 1))
})

function forgedKeys({ cores }: Forged) {
  return { records: cores.records.key, edits: cores.edits.key, files: cores.files.key }
}

function secondDevice(first: DeviceSecrets): DeviceSecrets {
  const keyPair = deviceKeyPair()
  const proof = IdentityKey.attestDevice(
    Buffer.from(keyPair.publicKey),
    first.keyPair,
    Buffer.from(first.proof),
  )
  const device = { ...first, keyPair, proof: new Uint8Array(proof) }
  const valid = IdentityKey.verify(Buffer.from(proof), null, {
    expectedIdentity: Buffer.from(keyBytes(first.person)),
  })
  if (valid === null) throw new Error('the library accepts such chains; this one was to be a good one')
  return device
}

test('L13 a log with a forged first entry stays unbound, and the node says so', async (t) => {
  const { logs, commons, forged, alice, mallory } = await world(t)
  const bad = altered(bindingOf(mallory, KEYS, forged), { person: alice.person })
  const records = await write(forged, forged.cores.records, KEYS, [bad, note('N1')])
  await commons.addLog(forged.log)
  await fetchAll(records, commons, forged.log)
  await until(() => logs.findings.some(({ kind, log }) => kind === 'binding-refused' && log === forged.log))
  t.equal(commons.log(forged.log)?.bound, false)
  t.equal(commons.log(forged.log)?.person, undefined)
  t.equal(await commons.importPrefix(forged.log, await prefixOf(forged.cores.records, records)), 'refused')
})

test("L14 nobody claims another's edits core, whoever is met first", async (t) => {
  const { logs, commons, forged, alice, mallory } = await world(t)
  const thief = forge(join(temporaryFolder(t), 'thief'))
  t.teardown(() => thief.store.close())
  const honest = bindingOf(alice, KEYS, forged)
  const stolen = bindingOf(mallory, KEYS, thief, { edits: forged.cores.edits.key })
  const edits = await write(forged, forged.cores.edits, KEYS, [honest, Uint8Array.of(1, 1, 1)])
  const theirs = await write(thief, thief.cores.records, KEYS, [stolen])
  const records = await write(forged, forged.cores.records, KEYS, [honest])
  await commons.addLog(thief.log)
  await fetchAll(theirs, commons, thief.log)
  await until(() => commons.log(thief.log)?.bound)
  await commons.addLog(forged.log)
  await fetchAll(records, commons, forged.log)
  await until(() => commons.log(forged.log)?.bound)
  await fetchAll(edits, commons, forged.cores.edits.key)
  await until(() => logs.findings.some(({ kind, log }) => kind === 'binding-refused' && log === thief.log))
  t.same(commons.owner(forged.cores.edits.key), { log: forged.log, which: 'edits' })
  t.equal(await count(commons.readEdits(thief.log, 0)), 0, 'the thief has no edits')
  t.equal(await count(commons.readEdits(forged.log, 0)), 1, 'the author has theirs')
})

async function count(items: AsyncIterable<unknown>): Promise<number> {
  let found = 0
  for await (const _ of items) found += 1
  return found
}

test('L19 with another read key nothing can be read, and the node says so', async (t) => {
  const { logs, commons, forged, alice } = await world(t)
  const wrong = { ...KEYS, encryptionKey: deriveCommonsKeys(new Uint8Array(32).fill(9), true).encryptionKey }
  const records = await write(forged, forged.cores.records, wrong, [
    bindingOf(alice, KEYS, forged),
    note('N1'),
  ])
  await commons.addLog(forged.log)
  await fetchAll(records, commons, forged.log)
  await until(() => logs.findings.some(({ kind }) => kind === 'binding-refused'))
  const read = []
  for await (const block of commons.read(forged.log, 0)) read.push(block)
  t.same(read, [
    { block: 0, records: [], refused: 'BLOCK_MAGIC' },
    { block: 1, records: [], refused: 'BLOCK_MAGIC' },
  ])
  t.ok(logs.findings.some(({ kind }) => kind === 'unreadable-block'))
})
