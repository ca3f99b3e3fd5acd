import test from 'tape'
import { seeded } from '@allmende/testkit'
import {
  beginCpace,
  calculateGenerator,
  confirmation,
  generatorString,
  littleEndian,
  sameTag,
  scalarMult,
  scalarMultVfy,
  sessionKey,
  transcriptIr,
} from '../../src/invites/cpace.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'))
const hex = (value: Uint8Array) => Buffer.from(value).toString('hex')

/** Of the draft, "Test vector for CPace using group ristretto255 and hash SHA-512". */
const DRAFT = {
  PRS: Buffer.from('Password'),
  CI: bytes('0b415f696e69746961746f720b425f726573706f6e646572'),
  sid: bytes('7e4b4791d6a8ef019b936c79fb7f2c57'),
  generator: bytes('222b6b195fe84b1652badb6f6a3ae3d24341e7306967f0b8115b40d5698c7e56'),
  ADa: Buffer.from('ADa'),
  ya: bytes('da3d23700a9e5699258aef94dc060dfda5ebb61f02a5ea77fad53f4ff0976d08'),
  Ya: bytes('d6bac480f2c386c394efc7c47adb9925dcd2630b64f240c50f8d0eec482b9157'),
  ADb: Buffer.from('ADb'),
  yb: bytes('d2316b454718c35362d83d69df6320f38578ed5984651435e2949762d900b80d'),
  Yb: bytes('3ea7e0b19560d7c0b0f5734f63b955286dfa8232b5ebe63324e2d9e7433f7258'),
  K: bytes('80b69a8a76457ab6a4d7f887a4bf6b55a2f80ac19c333f917a05fc9887c8b40f'),
  ISK: bytes(
    `b69effbf61b51d56401c0f65601abe428de8206feaaf0e32198896dcae7b35cd
     2b38950a39dfd5d4a79164614c2984f7daa460b588c1e80c3fa2068af7900447`,
  ),
}

test('N1 the exchange behind a code is CPace: it gives the test vectors of the draft', (t) => {
  const { PRS, CI, sid, generator, ADa, ya, Ya, ADb, yb, Yb, K, ISK } = DRAFT
  t.equal(generatorString({ PRS, CI, sid }).length, 170, 'generator_string')
  t.equal(hex(calculateGenerator({ PRS, CI, sid })), hex(generator), 'calculate_generator')
  t.equal(hex(scalarMult(littleEndian(ya), generator)), hex(Ya), 'message of A')
  t.equal(hex(scalarMult(littleEndian(yb), generator)), hex(Yb), 'message of B')
  t.equal(hex(scalarMultVfy(littleEndian(ya), Yb)!), hex(K), 'secret element at A')
  t.equal(hex(scalarMultVfy(littleEndian(yb), Ya)!), hex(K), 'secret element at B')
  t.equal(hex(sessionKey(sid, K, transcriptIr(Ya, Yb, ADa, ADb))), hex(ISK), 'session key')
  t.end()
})

test('N1 a message that is no element of the group, or the neutral one, ends the exchange', (t) => {
  const y = littleEndian(DRAFT.ya)
  t.equal(scalarMultVfy(y, new Uint8Array(32)), null, 'the neutral element')
  t.equal(scalarMultVfy(y, new Uint8Array(32).fill(255)), null, 'no element')
  t.equal(scalarMultVfy(y, DRAFT.Ya.subarray(1)), null, 'too short')
  t.end()
})

test('N1 both sides come to one key only with the same words, on the same connection, in the same roles', (t) => {
  const random = seeded('cpace')
  const inputs = { PRS: Buffer.from('river lamp'), CI: Buffer.from('a>b'), sid: random.bytes(64) }
  const key = (mine: typeof inputs, theirs: typeof inputs) => {
    const a = beginCpace(mine, random)
    const b = beginCpace(theirs, random)
    const said = transcriptIr(a.Y, b.Y)
    const ours = sessionKey(mine.sid, scalarMultVfy(a.y, b.Y)!, said)
    const other = sessionKey(theirs.sid, scalarMultVfy(b.y, a.Y)!, said)
    return sameTag(confirmation(mine.sid, ours, a.Y), confirmation(theirs.sid, other, a.Y))
  }
  t.ok(key(inputs, inputs))
  t.notOk(key(inputs, { ...inputs, PRS: Buffer.from('river lamb') }), 'another word')
  t.notOk(key(inputs, { ...inputs, sid: random.bytes(64) }), 'another connection')
  t.notOk(key(inputs, { ...inputs, CI: Buffer.from('b>a') }), 'other roles')
  t.end()
})
