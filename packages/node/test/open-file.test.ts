import test from 'tape'
import { connect, errorOf, eventually, scene } from './nodes.ts'

test('one file of a good is read from whoever holds it, or a part of it, without copying the rest', async (t) => {
  const { open, files } = scene(t)
  const [alice, bob] = [await open('alice'), await open('bob')]
  const big = 'b'.repeat(200_000)
  const path = files('good', { 'a.txt': 'a common thing', 'sub/b.txt': big })
  const { link } = await alice.createCommons({ name: 'Workshop', public: true })
  const { id } = await alice.share({ path, licence: 'CC-BY-SA-4.0', type: 'text', title: 'Common thing' })
  await bob.joinCommons({ link })
  await connect(bob, alice)
  await eventually('the good to come', async () => (await bob.show(id)).title === 'Common thing')
  const read = async (file: string, range?: { start: number; end: number }): Promise<string> => {
    const content = await bob.openFile({ thing: id, path: file })
    const parts: Uint8Array[] = []
    for await (const part of content.read(range)) parts.push(part)
    return Buffer.concat(parts).toString()
  }
  t.equal(await read('a.txt'), 'a common thing')
  t.equal(await read('a.txt', { start: 2, end: 8 }), 'common')
  t.equal((await read('sub/b.txt', { start: 100_000, end: 170_001 })).length, 70_001, 'over several blocks')
  t.equal((await read('sub/b.txt')) === big, true)
  t.equal((await bob.show(id)).versions[0]?.heldHere, false, 'nothing else is taken for held')
  t.equal((await errorOf(read('../a.txt'))).code, 'FILE_UNKNOWN')
})
