import { temporaryFolder } from '@allmende/testkit'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import { deriveCommonsKeys } from '@allmende/logs'
import { KEYS, note, openIn, openNew } from './support.ts'

test('L12 an identity is made once; its words and its root are kept nowhere', async (t) => {
  const dir = temporaryFolder(t)
  const logs = await openIn(dir)
  t.equal(logs.identity, null)
  const { words, person, device } = await logs.createIdentity()
  t.equal(words.split(' ').length, 24)
  t.same(logs.identity, { person, device })
  await logs.createIdentity().then(
    () => t.fail('made twice'),
    (error: Error & { code?: string }) => t.equal(error.code, 'IDENTITY_EXISTS'),
  )
  await logs.close()
  // Without the names of the fields: "device" and "person" are words of the list, too.
  const files = readdirSync(join(dir, 'identity')).map((name) =>
    readFileSync(join(dir, 'identity', name), 'latin1').replaceAll(/"\w+":/g, ''),
  )
  const long = words.split(' ').filter((word) => word.length > 5)
  t.notOk(
    files.some((text) => long.some((word) => text.includes(word))),
    'no word is stored',
  )
  t.equal(statSync(join(dir, 'identity', 'device.json')).mode & 0o777, 0o600)
  const again = await openIn(dir)
  t.same(again.identity, { person, device }, 'the device is known again')
  await again.close()
})

test('L12 with the words another device joins the same person, and writes logs of its own', async (t) => {
  const first = await openIn(temporaryFolder(t))
  const second = await openIn(temporaryFolder(t))
  const { words, person, device } = await first.createIdentity()
  const joined = await second.restoreIdentity(`  ${words.toUpperCase()}\n`)
  t.equal(joined.person, person)
  t.notEqual(joined.device, device)
  const logs = []
  for (const each of [first, second]) {
    const commons = await each.commons(KEYS)
    await commons.append([note('N1')])
    logs.push(commons.own!.log)
    t.equal(commons.logs()[0]?.person, person)
    await each.close()
  }
  t.notEqual(logs[0], logs[1])
})

test('L12 wrong words, a damaged identity, and writing without one are refused in words', async (t) => {
  const dir = temporaryFolder(t)
  const logs = await openIn(dir)
  const code = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (error: Error & { code?: string }) => error.code,
    )
  t.equal(await code(logs.restoreIdentity('not the words')), 'IDENTITY_WORDS')
  const said = (words: string) =>
    logs.restoreIdentity(words).then(
      () => 'done',
      ({ message }: Error) => message,
    )
  t.match(await said('not the words'), /there are 3 words, and 24 are needed/)
  const wrong = await said(Array.from({ length: 24 }, () => 'abandon').join(' '))
  t.match(wrong, /misspelt or another word, or their order/)
  t.notOk(wrong.includes('abandon'), 'and never a word of them')
  const commons = await logs.commons(KEYS)
  t.equal(await code(commons.append([note('N1')])), 'IDENTITY_MISSING')
  const reading = await logs.commons(deriveCommonsKeys(new Uint8Array(32).fill(1), false), { write: false })
  t.equal(await code(reading.append([note('N1')])), 'COMMONS_READ_ONLY')
  await logs.createIdentity()
  await logs.close()
  const path = join(dir, 'identity', 'device.json')
  writeFileSync(path, readFileSync(path, 'utf8').replace(/"proof": "01/, '"proof": "02'))
  t.equal(await code(openIn(dir)), 'IDENTITY_DAMAGED')
})

test('L20 the keys of a commons: each step is one way, and public and private are two commons', (t) => {
  const seed = new Uint8Array(32).fill(7)
  const open = deriveCommonsKeys(seed, true)
  const closed = deriveCommonsKeys(seed, false)
  const all = [open, closed].flatMap((keys) =>
    [keys.replicateKey, keys.topic, keys.encryptionKey].map((key) => Buffer.from(key).toString('hex')),
  )
  t.equal(new Set(all).size, 6, 'nothing is the same')
  t.notEqual(open.id, closed.id)
  t.same(deriveCommonsKeys(seed, true), open, 'the same again')
  const later = deriveCommonsKeys(seed, true, 1)
  t.same(
    [later.id, later.topic],
    [open.id, open.topic],
    'an epoch changes what blocks are encrypted with only',
  )
  t.notSame(later.encryptionKey, open.encryptionKey)
  // Stored in every link and every block: a change here makes all there is unreadable.
  t.equal(open.id, 'yft53d844gpqe65fpgxakwmyhadixc9e577r66kco56dr9m9zmhy')
  t.equal(
    Buffer.from(open.encryptionKey).toString('hex'),
    'c8984613fa524765df5e10565975e202b57d29e5b3f7d625826e029315eea743',
  )
  t.throws(() => deriveCommonsKeys(new Uint8Array(31), true))
  t.end()
})

test('L1 one commons is opened once, however often it is asked for', async (t) => {
  const { logs } = await openNew(t)
  t.equal(await logs.commons(KEYS), await logs.commons(KEYS))
})
