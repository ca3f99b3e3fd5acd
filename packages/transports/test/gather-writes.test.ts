import { once } from 'node:events'
import { Duplex } from 'node:stream'
import test from 'tape'
import { gatherWrites } from '../src/direct/gather-writes.ts'

/** A wire that notes what each call of the system would have been given. */
function wireAnd(): { wire: Duplex; calls: string[] } {
  const calls: string[] = []
  const wire = new Duplex({
    read() {},
    write(chunk: Buffer, _, done) {
      calls.push(String(chunk))
      done()
    },
    writev(chunks, done) {
      calls.push(chunks.map(({ chunk }) => String(chunk)).join(''))
      done()
    },
  })
  return { wire: gatherWrites(wire), calls }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('T47 what is written in one turn goes in one call, in its order, and waits for no other turn', async (t) => {
  const { wire, calls } = wireAnd()
  wire.write('a')
  await Promise.resolve()
  wire.write('b')
  process.nextTick(() => wire.write('c'))
  await turn()
  t.deepEqual(calls, ['abc'])
  wire.write('d')
  await turn()
  wire.write('e')
  await turn()
  t.deepEqual(calls, ['abc', 'd', 'e'])
})

test('T47 what is large is not held back, nor is what comes behind it lost', async (t) => {
  const { wire, calls } = wireAnd()
  const large = 'x'.repeat(20_000)
  wire.write('a')
  wire.write(large)
  t.deepEqual(calls, [`a${large}`], 'at once')
  wire.write('b')
  wire.write('c')
  await turn()
  t.deepEqual(calls, [`a${large}`, 'bc'])
})

test('T47 an end takes along what was held back', async (t) => {
  const { wire, calls } = wireAnd()
  wire.write('a')
  wire.write('b')
  wire.end('c')
  await once(wire, 'finish')
  t.equal(calls.join(''), 'abc')
})

test('T47 who writes and closes in one turn has it sent', (t) => {
  const { wire, calls } = wireAnd()
  wire.write('a')
  wire.write('b')
  wire.destroy()
  t.deepEqual(calls, ['ab'])
  t.ok(wire.destroyed)
  t.end()
})
