import { seeded, temporaryFolder } from '@allmende/testkit'
import test from 'tape'
import { attestedBy } from '@allmende/logs'
import { openIn } from './support.ts'

test('L25 what a device signed is known as its own, and nothing else is', async (t) => {
  const logs = await openIn(temporaryFolder(t))
  const said = Buffer.from('a purpose\nsomething')
  t.throws(() => logs.attest(said), /./, 'not without an identity')
  await logs.createIdentity()
  const proof = logs.attest(said)
  t.same(attestedBy(said, proof), logs.identity)
  t.equal(attestedBy(Buffer.from('a purpose\nsomething else'), proof), null, 'another statement')
  t.equal(attestedBy(said, Buffer.concat([proof, Buffer.from([0])])), null, 'bytes behind the end')
  const random = seeded('attest')
  for (let run = 0; run < 300; run++) {
    const broken = Uint8Array.from(proof)
    broken[random.int(broken.length)]! ^= 1 << random.int(8)
    const found = attestedBy(said, broken)
    // The epoch is signed too; whatever byte is flipped, nobody is named.
    if (found !== null) t.fail(`run ${run} was taken`)
  }
  await logs.close()
})
