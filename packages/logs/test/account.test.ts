import { temporaryFolder } from '@allmende/testkit'
import IdentityKey from 'keet-identity-key'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import { accountTopic, attestAsRoot, isAttestedByRoot } from '@allmende/logs'
import { KEYS, note, notes, openIn } from './support.ts'

const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex')
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: Error & { code?: string }) => error.code,
  )

/** The well-known words of a seed of zeros. */
const KNOWN = `${'abandon '.repeat(23)}art`

test('L23 the words give one account on every device, which is kept for its owner only', async (t) => {
  const dir = temporaryFolder(t)
  const first = await openIn(dir)
  t.equal(first.account, null, 'nobody, no account')
  const { words } = await first.createIdentity()
  const second = await openIn(temporaryFolder(t))
  await second.restoreIdentity(words)
  t.same(second.account, first.account)
  const path = join(dir, 'identity', 'account.json')
  t.equal(statSync(path).mode & 0o777, 0o600)
  await first.close()
  const again = await openIn(dir)
  t.same(again.account, second.account, 'known again')
  await again.close()
  await second.close()
})

test('L23 the account is of a branch of its own: its keys are none of the root’s, and never change', async (t) => {
  const logs = await openIn(temporaryFolder(t))
  await logs.restoreIdentity(KNOWN)
  const { publicKey, secretKey, encryptionKey, topic, secret } = logs.account!
  const root = await IdentityKey.from({ mnemonic: KNOWN })
  const others = [root.identityKeyPair.publicKey, root.identityKeyPair.secretKey.subarray(0, 32)]
  const all = [publicKey, secretKey.subarray(0, 32), encryptionKey, topic, secret, ...others].map(hex)
  t.equal(new Set(all).size, all.length, 'nothing is the same')
  t.same(topic, accountTopic(publicKey), 'who keeps its document finds its topic')
  // What people have written down must lead to the same place for ever.
  t.equal(hex(publicKey), '0c485a2fe0a4194854029ce5612708f11ea359e837997c7d36f1fdf3727c4d1d')
  t.equal(hex(encryptionKey), '6cb8768241c95ebfcfa4b525d4d5b4e8b66fc69ad706c74ca93c44159e7a9ae2')
  t.equal(hex(topic), '7acc3ac61893675b637f227cd892969f6bb2622d56cc22bfb083bd17fb0c1fbf')
  await logs.close()
})

test('L23 a home from before there were accounts gets its account from the words, and from no others', async (t) => {
  const dir = temporaryFolder(t)
  const before = await openIn(dir)
  const { words } = await before.createIdentity()
  const account = before.account
  await before.close()
  rmSync(join(dir, 'identity', 'account.json'))
  const logs = await openIn(dir)
  t.equal(logs.account, null)
  t.equal(await codeOf(logs.takeAccount(KNOWN)), 'IDENTITY_OTHER')
  t.equal(await codeOf(logs.takeAccount('not the words')), 'IDENTITY_WORDS')
  t.equal(logs.account, null)
  t.same(await logs.takeAccount(words), account)
  t.notOk(readFileSync(join(dir, 'identity', 'account.json'), 'utf8').includes(words.split(' ')[0]!))
  await logs.close()
})

test('L24 what the root signed is verified; a device, other words and other bytes are refused', async (t) => {
  const logs = await openIn(temporaryFolder(t))
  const { words, person } = await logs.createIdentity()
  const statement = Buffer.from('allmende/test/1\nthis')
  const proof = await attestAsRoot(person, words, statement)
  t.ok(isAttestedByRoot(person, statement, proof))
  t.notOk(isAttestedByRoot(person, Buffer.from('allmende/test/1\nthat'), proof), 'other bytes')
  t.equal(await codeOf(attestAsRoot(person, KNOWN, statement)), 'IDENTITY_OTHER')
  const root = await IdentityKey.from({ mnemonic: words })
  const pair = (await IdentityKey.from({ mnemonic: KNOWN })).identityKeyPair
  const device = await root.bootstrap(Buffer.from(pair.publicKey))
  const byDevice = IdentityKey.attestData(statement, pair, Buffer.from(device))
  t.notOk(isAttestedByRoot(person, statement, byDevice), 'a device that the root attests is not the root')
  t.notOk(isAttestedByRoot(person, statement, IdentityKey.attestData(statement, pair)), 'somebody else')
  for (const junk of [new Uint8Array(), proof.subarray(1), Buffer.concat([proof, Buffer.alloc(1)])])
    t.notOk(isAttestedByRoot(person, statement, junk), `${junk.length} bytes`)
  for (let at = 0; at < proof.length; at++) {
    const changed = Uint8Array.from(proof)
    changed[at] = changed[at]! ^ 1
    // The seconds of its time are signed; what is below them says nothing.
    if (at < 1 || at > 8) if (isAttestedByRoot(person, statement, changed)) t.fail(`byte ${at}`)
  }
  await logs.close()
})

test('L60 a device that stops writing seals its logs and begins no new ones, also after another start', async (t) => {
  const dir = temporaryFolder(t)
  const logs = await openIn(dir)
  await logs.createIdentity()
  const commons = await logs.commons(KEYS)
  await commons.append([note('before')])
  const log = commons.own!.log
  await logs.stopWriting('lost')
  t.equal(await codeOf(commons.append([note('after')])), 'IDENTITY_RETIRED')
  t.equal(await codeOf(commons.appendEdits([note('after')])), 'IDENTITY_RETIRED')
  t.equal(commons.own, null)
  await logs.close()
  const again = await openIn(dir)
  t.equal(again.retired, 'lost')
  const reopened = await again.commons(KEYS)
  t.equal(await codeOf(reopened.append([note('after')])), 'IDENTITY_RETIRED')
  t.deepEqual(await notes(reopened, log), ['before'], 'reading goes on')
  t.notOk(
    readFileSync(join(dir, 'own', 'logs.json'), 'utf8').match(/"secretKey": "/),
    'no key to write with is left',
  )
  await again.close()
})
