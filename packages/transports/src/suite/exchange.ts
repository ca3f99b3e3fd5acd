import type { PeerStream } from '../contract.ts'
import { pattern, readBytes, writeAll, type Rule } from './world.ts'

const MIB = 1_048_576

/** T1–T7: what a stream does. */
export const exchangeRules: Record<string, Rule> = {
  'T1 each side knows the key of the other, and who dialed': async (t, { node, meet }) => {
    const [a, b] = [await node(), await node()]
    const [atA, atB] = await meet(a, b)
    t.deepEqual(Buffer.from(atA.remotePublicKey), Buffer.from(b.keyPair.publicKey))
    t.deepEqual(Buffer.from(atB.remotePublicKey), Buffer.from(a.keyPair.publicKey))
    t.deepEqual(Buffer.from(atA.publicKey), Buffer.from(a.keyPair.publicKey))
    t.notEqual(atA.isInitiator, atB.isInitiator, 'one side dialed')
    const told = [a, b].map(({ connections }) => connections[0])
    t.deepEqual(
      told.map((one) => one?.incoming),
      [!atA.isInitiator, !atB.isInitiator],
    )
    t.deepEqual(
      told.map((one) => one?.transport),
      [a.transport.name, a.transport.name],
    )
    t.ok(
      told.every((one) => one?.address),
      told.map((one) => one?.address).join(' and '),
    )
  },

  'T2 both sides have the same handshake hash, and no two connections share one': async (t, scene) => {
    const [a, b, c] = [await scene.node(), await scene.node(), await scene.node()]
    const [atA, atB] = await scene.meet(a, b)
    const [again] = await scene.meet(a, c)
    t.equal(atA.handshakeHash.length, 64)
    t.deepEqual(Buffer.from(atA.handshakeHash), Buffer.from(atB.handshakeHash))
    t.notDeepEqual(Buffer.from(atA.handshakeHash), Buffer.from(again.handshakeHash))
  },

  'T3 bytes arrive whole and in order, both ways at once': async (t, { node, meet }) => {
    const [atA, atB] = await meet(await node(), await node())
    const [fromA, fromB] = [pattern(2 * MIB, 1), pattern(MIB, 2)]
    const [gotB, gotA] = await Promise.all([
      readBytes(atB, fromA.length),
      readBytes(atA, fromB.length),
      writeAll(atA, pieces(fromA)),
      writeAll(atB, pieces(fromB)),
    ])
    t.ok(gotB.equals(fromA), 'from A to B')
    t.ok(gotA.equals(fromB), 'from B to A')
  },

  'T4 one message of 15 MiB arrives whole, and as one': async (t, { node, meet }) => {
    const [atA, atB] = await meet(await node(), await node())
    const large = pattern(15 * MIB)
    const arrived = new Promise<Uint8Array>((resolve) => atB.once('data', resolve))
    atA.write(large)
    t.ok(large.equals(await arrived))
  },

  'T5 a reader that stops bounds what is held for it: the writer is held up, or the connection ends': async (
    t,
    { node, meet },
  ) => {
    const [atA, atB] = await meet(await node(), await node())
    const total = 64 * MIB
    const chunk = pattern(65_536)
    let written = 0
    const writing = writeAll(
      atA,
      (function* () {
        for (; written < total; written += chunk.length) yield chunk
      })(),
    )
    await stalled(() => written)
    const taken = `${(written / MIB).toFixed(1)} of ${total / MIB} MiB were taken while nobody read`
    t.ok(written < total / 2, taken)
    if (atB.destroying) return t.pass('the connection ended')
    const arrived = readBytes(atB, total)
    await writing
    const all = await arrived
    t.equal(all.length, total, 'once it reads, all of it comes')
    t.ok(all.subarray(total - chunk.length).equals(chunk))
  },

  'T6 after end() the other side reads everything, however late, then the end, and both close': async (
    t,
    { node, meet },
  ) => {
    const [atA, atB] = await meet(await node(), await node())
    const sent = pattern(300_000)
    const closed = Promise.all([atA, atB].map(closing))
    atA.resume()
    atA.write(sent)
    atA.end()
    await stalled(() => 0) // nobody reads for a while
    const ended = new Promise<void>((resolve) => atB.once('end', resolve))
    t.ok((await readBytes(atB, sent.length)).equals(sent))
    await ended
    t.pass('the end came')
    await closed
    t.pass('both closed')
  },

  'T7 a stream destroyed here closes there, with an error nobody hears too': async (t, scene) => {
    const [a, b] = [await scene.node(), await scene.node()]
    const [atA, atB] = await scene.meet(a, b)
    atB.resume()
    const closed = Promise.all([atA, atB].map(closing))
    atA.destroy(new Error('something is wrong with what you sent'))
    await closed
    t.ok(atA.destroyed && atB.destroyed)
  },
}

/** In uneven pieces, so that no boundary of a carrier is met by chance. */
function* pieces(bytes: Buffer): Iterable<Buffer> {
  for (let at = 0, size = 1; at < bytes.length; at += size, size = (size * 7 + 13) % 50_000) {
    size = Math.max(1, size)
    yield bytes.subarray(at, at + size)
  }
}

function closing(stream: PeerStream): Promise<void> {
  return new Promise((resolve) => stream.once('close', resolve))
}

/** Resolves when a counter has stood still for 300 ms. */
async function stalled(count: () => number): Promise<void> {
  for (let seen = -1; seen !== count();) {
    seen = count()
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}
