import { deviceIdOf, keyBytes } from '@allmende/vocabulary'
import test from 'tape'
import { deviceKeyPair } from '../src/identity.ts'
import { sealTo, unseal } from '../src/sealed.ts'

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
