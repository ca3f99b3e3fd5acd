import { deviceIdOf, keyBytes } from '@allmende/vocabulary'
import { temporaryFolder as folder } from '@allmende/testkit'
import test from 'tape'
import { createIdentity, deviceKeyPair } from '../src/identity.ts'
import { sealTo, sealToRoot, unseal, unsealAsRoot } from '../src/sealed.ts'

test('L70 what is sealed to a device is opened by that device alone, and nothing altered is', (t) => {
  const [mine, other] = [deviceKeyPair(), deviceKeyPair()]
  const secret = new Uint8Array(32).fill(7)
  const sealed = sealTo(deviceIdOf(mine.publicKey), secret)
  t.deepEqual(unseal({ keyPair: mine }, sealed), secret)
  t.equal(unseal({ keyPair: other }, sealed), null, 'another device')
  for (let at = 0; at < sealed.length; at++) {
    const bent = Uint8Array.from(sealed)
    bent[at]! ^= 1
    if (unseal({ keyPair: mine }, bent) !== null) t.fail(`byte ${at} was altered`)
  }
  t.equal(unseal({ keyPair: mine }, sealed.subarray(0, 47)), null, 'cut off')
  t.notDeepEqual(sealTo(deviceIdOf(mine.publicKey), secret), sealed, 'never the same twice')
  t.notOk(
    Buffer.from(sealed).includes(Buffer.from(keyBytes(deviceIdOf(mine.publicKey)))),
    'nor says whose it is',
  )
  t.end()
})

test('L71 what is sealed to a person’s root is opened with the words alone, by none of their devices', async (t) => {
  const place = folder(t)
  const { identity, words } = await createIdentity(place)
  const secret = new Uint8Array(32).fill(7)
  const sealed = sealToRoot(identity.person, secret)
  t.deepEqual(await unsealAsRoot(words, [sealed, sealed.subarray(1)]), [secret, null])
  t.equal(unseal(identity, sealed), null, 'not by the device')
  const other = await createIdentity(folder(t))
  t.deepEqual(await unsealAsRoot(other.words, [sealed]), [null], 'nor with other words')
})
